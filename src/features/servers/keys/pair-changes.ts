import type {
  KeyPairRecord,
  Reads,
  ServerRecord,
  Transaction,
} from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { TurnContext } from "../../../core/turn.ts";
import type { Deps } from "../deps.ts";
import { follow } from "./attach.ts";

const MOST_SERVERS = 500;
const MOST_NAMED = 10;

type PairDeps = Pick<Deps, "showCard" | "wakeJobs" | "clock">;

/** Does any live server let this pair in, or is to? */
export async function isAttached(reads: Pick<Reads, "serverKeyPairs">, keyPairId: string): Promise<boolean> {
  return (await reads.serverKeyPairs.listByKeyPair(keyPairId, { limit: 1 })).length > 0;
}

/** The servers that let a pair in. */
export async function listServersOf(
  reads: Pick<Reads, "serverKeyPairs" | "servers">,
  keyPairId: string,
): Promise<readonly ServerRecord[]> {
  const rows = await reads.serverKeyPairs.listByKeyPair(keyPairId, { limit: MOST_SERVERS });
  if (rows.length === 0) return [];
  return reads.servers.listByIds(rows.map(({ serverId }) => serverId));
}

/** A new pair took over: it is wanted wherever the old one is to be, which goes from each server once the new one is there. */
export async function onRotated(
  tx: Transaction,
  old: KeyPairRecord,
  pair: KeyPairRecord,
  turn: TurnContext,
  deps: PairDeps,
): Promise<void> {
  const rows = await tx.serverKeyPairs.listByKeyPair(old.id, { limit: MOST_SERVERS });
  // One that is going off a server doesn't bring its successor there.
  const staying = rows.filter(({ state }) => state !== "unwanted").map(({ serverId }) => serverId);
  const servers = staying.length === 0 ? [] : await tx.servers.listByIds(staying);
  for (const { id } of servers) await tx.serverKeyPairs.want(id, [pair.id]);
  if (servers.length > 0) await follow(tx, turn, pair, servers, deps);
}

/**
 * A pair is to be revoked: servers let it in no more, then it is. Answers the servers that have to hear of it. Throws
 * SERVER_PAIR_LAST where it is all that we have for a server.
 */
export async function onRevoking(
  tx: Transaction,
  pair: KeyPairRecord,
  turn: TurnContext,
  deps: PairDeps,
): Promise<readonly { readonly name: string }[]> {
  const servers = await listServersOf(tx, pair.id);
  if (servers.length === 0) return [];
  await refuseLast(tx, pair, servers);
  await tx.keyPairs.retire(pair.id);
  for (const { id } of servers) await tx.serverKeyPairs.unwant(id, pair.id);
  await follow(tx, turn, pair, servers, deps);
  return servers;
}

async function refuseLast(
  tx: Transaction,
  pair: KeyPairRecord,
  servers: readonly ServerRecord[],
): Promise<void> {
  const rows = await tx.serverKeyPairs.listByServers(servers.map(({ id }) => id));
  const others = new Set(
    rows
      .filter(({ state, keyPairId }) => state === "attached" && keyPairId !== pair.id)
      .map(({ serverId }) => serverId),
  );
  const alone = servers.filter(({ id }) => !others.has(id));
  if (alone.length === 0) return;
  const names = alone.slice(0, MOST_NAMED).map(({ name }) => escapeMarkdown(name));
  throw faults.SERVER_PAIR_LAST({ pair: escapeMarkdown(pair.name), servers: names.join(", ") });
}
