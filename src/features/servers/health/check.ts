import type { ServerRecord } from "../../../adapters/store/contract/index.ts";
import { SECOND } from "../../../core/clock.ts";
import { Fault } from "../../../core/fault.ts";
import type { Deps } from "../deps.ts";
import type { Doer } from "../../../core/doer.ts";
import { byPloyst, recordServer, tellServer } from "../history.ts";
import { queueKeys } from "../keys/kind.ts";
import { queuePush } from "../push/kind.ts";
import { findReason } from "./reason.ts";

const CONTACT_MS = 20 * SECOND;

export type CheckDeps = Pick<
  Deps,
  "store" | "clock" | "useCloud" | "useServer" | "onServerChanged" | "wakeJobs"
>;

/** What looking at a server brought. */
export type Seen =
  | { readonly kind: "up" }
  | { readonly kind: "down"; readonly why: string }
  /** It shows another host key: nobody knows how it is, or whether it is the server at all. */
  | { readonly kind: "other"; readonly why: string };

/** Looks at a server and keeps what it saw; who looks at the same moment changes nothing more. */
export async function checkServer(
  server: ServerRecord,
  deps: CheckDeps,
  signal: AbortSignal,
  by: Doer = byPloyst(),
): Promise<Seen> {
  const seen = await look(server, deps, signal);
  // What was broken off says nothing of the server.
  signal.throwIfAborted();
  await keep(server, seen, by, deps);
  return seen;
}

async function look(server: ServerRecord, deps: CheckDeps, signal: AbortSignal): Promise<Seen> {
  const first = await contact(server, deps, signal);
  // One miss is no outage; and a server that was started again may have got another address.
  if (first.kind !== "down" || signal.aborted) return first;
  const { reason, moved } = await findReason(server, deps);
  if (reason !== "") return { kind: "down", why: reason };
  return contact(moved ?? server, deps, signal);
}

async function contact(server: ServerRecord, deps: CheckDeps, signal: AbortSignal): Promise<Seen> {
  try {
    await deps.useServer(server, (host) => host.check(), { signal, timeoutMs: CONTACT_MS });
    return { kind: "up" };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const kind = error.code === "SERVER_HOST_KEY_CHANGED" ? "other" : "down";
    const next =
      kind === "other" ? ` Say \`server trust ${server.name}\` to compare and accept the new key.` : "";
    return { kind, why: `${error.sentence}${next}` };
  }
}

async function keep(server: ServerRecord, seen: Seen, by: Doer, deps: CheckDeps): Promise<void> {
  const lastError = seen.kind === "up" ? "" : seen.why;
  const change = { checkedAt: deps.clock.now(), lastError };
  await deps.store.transaction(async (tx) => {
    const to = seen.kind === "up" ? "online" : "offline";
    const from = to === "online" ? "offline" : "online";
    const transition =
      seen.kind === "other" ? undefined : await tx.servers.move(server.id, [from], to, change);
    if (transition !== undefined) {
      const data = lastError === "" ? {} : { reason: lastError };
      await tellServer(tx, server.id, by, { verb: "status_changed", transition, data }, deps);
      if (to !== "online") return;
      // What could not be brought there while it was away.
      const rows = await tx.serverKeyPairs.listByServer(server.id);
      if (rows.some(({ state }) => state !== "attached")) await queueKeys(tx, [server.id], deps);
      await queuePush(tx, [server.id], deps);
      return;
    }
    const now = await tx.servers.find(server.id);
    if (now === undefined || !["online", "offline"].includes(now.status)) return;
    await tx.servers.change(server.id, change);
    if (seen.kind !== "other" || now.lastError === lastError) return;
    await recordServer(tx, now, by, { verb: "host_key_changed", data: { known: now.hostKeyFingerprint } });
    await deps.onServerChanged(tx, { ...now, lastError }, { what: "checked" });
  });
}
