import type {
  KeyPairRecord,
  Reads,
  ServerRecord,
  Transaction,
} from "../../../adapters/store/contract/index.ts";
import type { Deps } from "../deps.ts";
import { byPloyst, recordServer } from "../history.ts";
import { queueKeys } from "./kind.ts";

const MOST = 500;

/** Somebody in a team, or who was. */
export interface TeamPerson {
  readonly teamId: string;
  readonly userId: string;
}

interface Opened {
  readonly server: ServerRecord;
  readonly pair: KeyPairRecord;
}

type Wanted = Pick<Reads, "keyPairs" | "serverKeyPairs" | "servers">;

/** The team's servers that let in key pairs of the person's own, or are to. */
export async function listOpenedBy(reads: Wanted, person: TeamPerson): Promise<readonly ServerRecord[]> {
  const opened = await listOpened(reads, person);
  return [...new Map(opened.map(({ server }) => [server.id, server])).values()];
}

/**
 * Who is no longer in a team comes onto its servers no more: key pairs of their own go off them, in the transaction that
 * ends the membership. What is the last that opens a server stays there, said in `server keys`, until another one is attached.
 */
export async function onMemberLeft(
  tx: Transaction,
  person: TeamPerson,
  deps: Pick<Deps, "wakeJobs" | "clock">,
): Promise<void> {
  const ids = new Set<string>();
  for (const { server, pair } of await listOpened(tx, person)) {
    if (!(await tx.serverKeyPairs.unwant(server.id, pair.id))) continue;
    const data = { pair: pair.name, fingerprint: pair.fingerprint, because: "member_left" };
    await recordServer(tx, server, byPloyst(), { verb: "key_unwanted", data });
    ids.add(server.id);
  }
  await queueKeys(tx, [...ids], deps);
}

async function listOpened(reads: Wanted, { teamId, userId }: TeamPerson): Promise<readonly Opened[]> {
  const owned = await reads.keyPairs.listByOwner({ ownerType: "user", ownerId: userId }, { limit: MOST });
  const rows = await reads.serverKeyPairs.listByKeyPairs(owned.map(({ id }) => id));
  const open = rows.filter(({ state }) => state !== "unwanted");
  const servers = await reads.servers.listByIds(open.map(({ serverId }) => serverId));
  const isTheirs = (server: ServerRecord): boolean =>
    server.teamId === teamId && server.deletedAt === undefined;
  const serverById = new Map(servers.filter(isTheirs).map((server) => [server.id, server]));
  const pairById = new Map(owned.map((pair) => [pair.id, pair]));
  const opened = open.flatMap(({ serverId, keyPairId }) => {
    const [server, pair] = [serverById.get(serverId), pairById.get(keyPairId)];
    return server === undefined || pair === undefined ? [] : [{ server, pair }];
  });
  // In one order, so that two changes at once don't wait for each other's rows.
  return opened.toSorted((one, other) => (one.server.id < other.server.id ? -1 : 1));
}
