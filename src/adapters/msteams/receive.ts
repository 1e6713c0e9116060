import type { InboundActivity } from "../../core/inbound.ts";
import type { Log } from "../../core/log.ts";
import { activitySchema, type ActivityEnvelope, envelopeSchema } from "./activity-schema.ts";
import type { Authenticator } from "./authentication.ts";
import { toInbound } from "./inbound.ts";
import { tenantOf } from "./place.ts";
import { findForeignSign } from "./local-sender.ts";
import type { ServiceUrlPolicy } from "./service-url.ts";

export type Received =
  /** `status` is the answer's; 200 for what is well-formed but nobody's to act on. */
  | { readonly kind: "refused"; readonly status: 200 | 400 | 401 | 403 | 503; readonly reason: string }
  | { readonly kind: "activity"; readonly activity: InboundActivity; readonly isInvoke: boolean };

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ReceiveDeps {
  /** Undefined in local mode: nobody is authenticated, so only this machine is listened to. */
  readonly authenticator: Authenticator | undefined;
  readonly serviceUrls: ServiceUrlPolicy;
  /** Lower case; undefined lets every tenant in (local mode only). */
  readonly allowedTenants: ReadonlySet<string> | undefined;
  readonly log: Log;
}

/** Local mode's tenant where the sender names none. */
const LOCAL_TENANT = "local";

/**
 * Decides whether a POST to the messaging endpoint is Teams' (or, in local mode, this machine's) and what it says.
 * Never throws for what the sender chose. The caller bounds the body (256 KB) and parses its JSON.
 */
export async function receive(
  headers: RequestHeaders,
  remoteAddress: string | undefined,
  body: unknown,
  deps: ReceiveDeps,
): Promise<Received> {
  const refusal =
    (await refuseSender(headers, remoteAddress, body, deps)) ?? refuseTenant(body, deps.allowedTenants);
  if (refusal !== undefined) {
    deps.log.info({ status: refusal.status, reason: refusal.reason }, "activity refused");
    return refusal;
  }
  const verdict = toInbound(body, LOCAL_TENANT);
  if (verdict.kind === "activity") return verdict;
  deps.log.info({ reason: verdict.reason }, "activity ignored");
  return refused(verdict.status, verdict.reason);
}

async function refuseSender(
  headers: RequestHeaders,
  remoteAddress: string | undefined,
  body: unknown,
  deps: ReceiveDeps,
): Promise<Refused | undefined> {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return refused(400, "not an activity");
  if (envelope.data.channelId !== "msteams") return refused(400, "not from the Teams channel");
  if (!deps.serviceUrls.isAllowed(envelope.data.serviceUrl)) return refused(403, "unknown service URL");

  if (deps.authenticator !== undefined) return refuseToken(headers, envelope.data, deps.authenticator);
  const foreign = findForeignSign(headers, remoteAddress);
  return foreign === undefined ? undefined : refused(403, foreign);
}

async function refuseToken(
  headers: RequestHeaders,
  envelope: ActivityEnvelope,
  authenticator: Authenticator,
): Promise<Refused | undefined> {
  const authorization = headers["authorization"];
  if (typeof authorization !== "string" || !/^Bearer [^\s]+$/.test(authorization))
    return refused(401, "no token");
  const verdict = await authenticator.authenticate(envelope, authorization);
  if (verdict === "authentic") return undefined;
  return verdict === "refused" ? refused(401, "token refused") : refused(503, "keys unavailable");
}

function refuseTenant(body: unknown, allowed: ReadonlySet<string> | undefined): Refused | undefined {
  if (allowed === undefined) return undefined;
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) return undefined; // Malformed: the conversion says so, with its own status.
  const tenantId = tenantOf(parsed.data)?.toLowerCase();
  return tenantId !== undefined && allowed.has(tenantId) ? undefined : refused(403, "tenant not allowed");
}

type Refused = Extract<Received, { kind: "refused" }>;

function refused(status: Refused["status"], reason: string): Refused {
  return { kind: "refused", status, reason };
}
