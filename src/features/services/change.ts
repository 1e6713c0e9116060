import type { ProviderId } from "../../adapters/services/contract/index.ts";
import type { ServiceConnectionRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import type { Owner } from "../../core/owner.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";
import { findServiceAccount, recordService } from "./connection.ts";
import type { Deps } from "./deps.ts";

/** Throws SERVICE_NOT_ENABLED. */
async function getConnection(id: ProviderId, owner: Owner, deps: Deps): Promise<ServiceConnectionRecord> {
  const found = await deps.store.read((reads) => reads.serviceConnections.findByOwner(owner.key, id));
  if (found !== undefined && found.state !== "disabled") return found;
  throw faults.SERVICE_NOT_ENABLED({ service: deps.providers[id].description.name, id });
}

/** Asked before `service disable`, typed or pressed. */
export async function askDisable(id: ProviderId, owner: Owner, deps: Deps): Promise<ConfirmationRequest> {
  const connection = await getConnection(id, owner, deps);
  const { name } = deps.providers[id].description;
  return {
    question: `Disable ${name} ${owner.of}? Its credentials are deleted at once, and its webhooks are turned away.`,
    label: "Disable",
    target: { connection: connection.id, version: connection.version },
  };
}

/** The credentials go at once; the row stays, so that the audit trail has what it is about. */
export function disable(turn: TurnContext, id: ProviderId, owner: Owner, deps: Deps): Promise<Reply> {
  const { name } = deps.providers[id].description;
  return deps.store.transaction(async (tx) => {
    const found = await tx.serviceConnections.findByOwner(owner.key, id);
    const moved = found && (await tx.serviceConnections.disable(found.id));
    if (found !== undefined && moved !== undefined)
      await recordService(tx, turn, owner, found, { verb: "disabled", ...moved });
    const text =
      moved === undefined
        ? `${name} ${owner.of} is disabled already.`
        : `✅ ${name} ${owner.of} is disabled. Its credentials are deleted.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** Asks the service now. */
export async function verify(turn: TurnContext, id: ProviderId, owner: Owner, deps: Deps): Promise<Reply> {
  const connection = await getConnection(id, owner, deps);
  const account = await deps.store.read((reads) => findServiceAccount(connection, reads));
  const { name } = deps.providers[id].description;
  if (account === undefined) throw faults.SERVICE_NOT_ENABLED({ service: name, id });
  try {
    const { accountName } = await deps.providers[id].verify(account);
    return await deps.store.transaction(async (tx) => {
      const moved = await tx.serviceConnections.markEnabled(connection);
      const now = await tx.serviceConnections.find(connection.id);
      // While it was asked somebody disabled it, or entered another account: the answer is about neither.
      if (now?.version !== connection.version) throw faults.SERVICE_CHANGED({ service: name });
      await tx.serviceConnections.setSettings(now.id, { ...now.settings, accountName });
      if (moved !== undefined)
        await recordService(tx, turn, owner, connection, { verb: "verified", ...moved });
      return deps.record(tx, turn, reply.text(`✅ ${name} ${owner.of} works.`));
    });
  } catch (error) {
    // What passes by itself says nothing of the credentials.
    if (!(error instanceof Fault) || error.retryable) throw error;
    await deps.store.transaction(async (tx) => {
      const moved = await tx.serviceConnections.markFailing(connection, error.sentence);
      if (moved !== undefined)
        await recordService(tx, turn, owner, connection, {
          verb: "failed",
          ...moved,
          data: { code: error.code },
        });
    });
    throw error;
  }
}
