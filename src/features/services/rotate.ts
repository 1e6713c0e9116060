import type { ProviderId } from "../../adapters/services/contract/index.ts";
import type { ServiceConnectionRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Owner } from "../../core/owner.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { hashOf, newSecret } from "../../core/secret.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { toWebhookAddress, WEBHOOK_SECRET } from "./webhook-address.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** A new secret for a connection's webhook, shown once; the one before is worth nothing from then on. */
export function rotate(
  turn: TurnContext,
  id: ProviderId,
  owner: Owner,
  { services: deps, serviceWebhooks: { publicUrl } }: WebhookDeps,
): Promise<Reply> {
  const command = `service rotate${owner.word} ${id}`;
  if (turn.place.reference.type !== "personal") throw faults.SERVICE_SECRET_IN_PRIVATE({ command });
  const secret = newSecret();
  return deps.store.transaction(async (tx) => {
    const connection = await tx.serviceConnections.findByOwner(owner.key, id);
    if (connection === undefined || connection.state === "disabled")
      throw faults.SERVICE_NOT_ENABLED({ service: deps.providers[id].description.name, id });
    await keep(tx, connection, id, secret, deps);
    await recordRotated(tx, turn, owner, connection);
    return deps.record(tx, turn, answer(connection, id, { owner, secret, publicUrl }, deps));
  });
}

/** What signs with a key of its own needs no secret of ours. */
async function keep(
  tx: Transaction,
  connection: ServiceConnectionRecord,
  id: ProviderId,
  secret: string,
  deps: Deps,
): Promise<void> {
  const { webhookProof } = deps.providers[id].description;
  await tx.serviceConnections.setSettings(connection.id, { ...connection.settings, webhookSeen: false });
  if (webhookProof === "signature") return;
  if (webhookProof === "hmac") {
    const credentials = await tx.serviceConnections.findCredentials(connection.id);
    const kept = { ...credentials, [WEBHOOK_SECRET]: secret };
    if (!(await tx.serviceConnections.replaceCredentials(connection, kept))) throw faults.STORE_BUSY();
  }
  if (!(await tx.serviceConnections.setWebhookSecretHash(connection.id, hashOf(secret))))
    throw faults.STORE_BUSY();
}

async function recordRotated(
  tx: Transaction,
  { actor, place, jobId }: TurnContext,
  { teamId }: Owner,
  { id, provider }: ServiceConnectionRecord,
): Promise<void> {
  await tx.events.record({
    actorType: "user",
    actorId: actor.userId,
    tenantId: place.reference.tenantId,
    teamId,
    entityType: "service_connection",
    entityId: id,
    verb: "rotated",
    data: { provider },
    correlationId: jobId,
  });
}

function answer(
  connection: ServiceConnectionRecord,
  id: ProviderId,
  shown: { readonly owner: Owner; readonly secret: string; readonly publicUrl: string },
  deps: Deps,
): Reply {
  const { name, webhookProof, webhookHelp } = deps.providers[id].description;
  const segment = webhookProof === "segment" ? shown.secret : undefined;
  const parts = [
    `🔑 The webhook of ${name} ${shown.owner.of} has this address:`,
    `\`${toWebhookAddress(shown.publicUrl, connection, segment)}\``,
    ...(webhookProof === "hmac" ? [`Its secret: \`${shown.secret}\``] : []),
    webhookHelp,
    ...(webhookProof === "signature"
      ? []
      : ["This is shown once. What was entered there before doesn't work any more."]),
  ];
  return reply.toAsker({ text: parts.join("\n\n") });
}
