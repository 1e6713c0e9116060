import { createHash, timingSafeEqual } from "node:crypto";
import type { ProviderId, ServiceProvider } from "../../adapters/services/contract/index.ts";
import type { ServiceConnectionRecord, Store } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { emptyResponse, jsonResponse, type HttpHandler, type HttpRequest } from "../../core/http.ts";
import type { Log } from "../../core/log.ts";
import type { Metrics } from "../../core/metrics.ts";
import { hashOf } from "../../core/secret.ts";
import { PROVIDER_IDS } from "./names.ts";
import { findWebhookSecret, hasHeard, WEBHOOK_SECRET } from "./webhook-address.ts";

/** Services send kilobytes; whoever sends more isn't one. */
export const SERVICE_WEBHOOK_LIMIT_BYTES = 1024 * 1024;

const ID = /^[\da-f-]{36}$/;
/** What fits into a key column as it is. */
const PLAIN_KEY = /^[\x21-\x7e]{1,100}$/;

export interface ReceiveWebhookDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly providers: Readonly<Record<ProviderId, ServiceProvider>>;
  readonly metrics: Pick<Metrics, "count">;
  readonly log: Log;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** Marks deliveries of a connection; a webhook's own id is unique only there. */
export function toSource(connectionId: string): string {
  return `svc:${connectionId}`;
}

/** The connection whose webhook a delivery is; undefined for what is no service's. */
export function findConnectionId(source: string): string | undefined {
  return source.startsWith("svc:") ? source.slice(4) : undefined;
}

/**
 * A service's webhook: 404 for an address that isn't one (whatever is wrong with it), 410 after Disable, 401 unproven, 202
 * once it is kept. Nothing of the address is logged but the connection's id: its last segment may be a secret.
 */
export function receiveServiceWebhook(deps: ReceiveWebhookDeps): HttpHandler {
  return async (request) => {
    const connection = await getConnection(request, deps);
    const { id, baseUrl } = connection;
    const provider = deps.providers[connection.provider];
    const count = (outcome: string): void => {
      deps.metrics.count("ployst_webhooks_total", {
        source: connection.provider,
        event: "webhook",
        outcome,
      });
    };
    if (connection.state === "disabled") {
      count("refused");
      return jsonResponse(410, { code: "Disabled" });
    }
    const { webhookProof } = provider.description;
    if (!isAddressed(connection, request.params["secret"], webhookProof)) throw faults.ROUTE_MISSING();
    const body = await request.body();
    const secret = webhookProof === "hmac" ? await findSecret(connection, deps) : "";
    const verdict =
      secret === undefined
        ? ({ kind: "refused", reason: "no secret was made for it yet" } as const)
        : await provider.proveWebhook({ headers: request.headers, body }, { baseUrl }, secret);
    if (verdict.kind === "refused") {
      count("refused");
      const { reason } = verdict;
      deps.log.warn({ connectionId: id, reason, from: request.remoteAddress }, "service webhook refused");
      return jsonResponse(401, { code: "Refused" });
    }
    count(await keep(connection, { ...verdict, body }, deps));
    return emptyResponse(202);
  };
}

type Connection = ServiceConnectionRecord & { readonly provider: ProviderId };

async function getConnection({ params }: HttpRequest, { store }: ReceiveWebhookDeps): Promise<Connection> {
  const provider = PROVIDER_IDS.find((one) => one === params["provider"]);
  const id = params["connectionId"] ?? "";
  if (provider === undefined || !ID.test(id)) throw faults.ROUTE_MISSING();
  const connection = await store.read((reads) => reads.serviceConnections.find(id));
  if (connection?.provider !== provider) throw faults.ROUTE_MISSING();
  return { ...connection, provider };
}

/** Only where the last segment is the proof is there one. */
function isAddressed(
  { webhookSecretHash }: Connection,
  given: string | undefined,
  proof: ServiceProvider["description"]["webhookProof"],
): boolean {
  if (proof !== "segment") return given === undefined;
  if (given === undefined || webhookSecretHash === "") return false;
  const [a, b] = [Buffer.from(hashOf(given)), Buffer.from(webhookSecretHash)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function findSecret(
  connection: Connection,
  { store }: ReceiveWebhookDeps,
): Promise<string | undefined> {
  const found = await store.read((reads) => findWebhookSecret(reads, connection));
  return found?.[WEBHOOK_SECRET];
}

/** With its job, in one transaction; a repeat changes nothing. */
function keep(
  { id, provider }: Connection,
  accepted: { readonly deliveryId: string; readonly event: string; readonly body: Buffer },
  { store, wakeJobs }: ReceiveWebhookDeps,
): Promise<string> {
  const { deliveryId, event, body: payload } = accepted;
  const guid = PLAIN_KEY.test(deliveryId)
    ? deliveryId
    : createHash("sha256").update(deliveryId).digest("hex");
  return store.transaction(async (tx) => {
    const now = await tx.serviceConnections.find(id);
    if (now !== undefined && now.state !== "disabled" && !hasHeard(now))
      await tx.serviceConnections.setSettings(id, { ...now.settings, webhookSeen: true });
    const named = { event: PLAIN_KEY.test(event) ? event : "unknown", action: provider };
    const delivery = { guid, source: toSource(id), ...named, installationId: "", repositoryId: "", payload };
    const [kept] = await tx.deliveries.accept([delivery]);
    const jobId = kept?.jobId;
    tx.afterCommit(() => {
      if (jobId !== undefined) wakeJobs([jobId]);
    });
    return kept?.outcome ?? "repeat";
  });
}
