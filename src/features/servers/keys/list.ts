import type { KeyPairRecord, ServerKeyPairRecord } from "../../../adapters/store/contract/index.ts";
import { toCardText, toLine } from "../../../core/plain-text.ts";
import { reply, type Reply } from "../../../core/reply.ts";
import type { Turn } from "../../../core/turn.ts";
import type { Deps } from "../deps.ts";
import { getServer, getTeam } from "../find.ts";
import { NAME_LENGTH } from "../words.ts";
import { sayPairState, toState } from "./pair-card.ts";
import { publicLine } from "./pairs.ts";

/** `server keys <name>`: which key pairs it lets in, with the public lines of those that are still to be put there. */
export async function listKeys(turn: Turn<{ readonly name: string }>, deps: Deps): Promise<Reply> {
  const { server, placed, owners } = await deps.store.read(async (reads) => {
    const found = await getServer(turn.args.name, turn.actor, reads);
    const rows = await reads.serverKeyPairs.listByServer(found.id);
    const pairs = await Promise.all(rows.map(({ keyPairId }) => reads.keyPairs.find(keyPairId)));
    const people = pairs.flatMap((pair) => (pair?.ownerType === "user" ? [pair.ownerId] : []));
    const users = await Promise.all([...new Set(people)].map((id) => reads.users.find(id)));
    return {
      server: found,
      placed: rows.flatMap((row, index) => {
        const pair = pairs[index];
        return pair === undefined ? [] : [{ row, pair }];
      }),
      owners: new Map(users.flatMap((user) => (user === undefined ? [] : [[user.id, user.displayName]]))),
    };
  });
  return reply.toAsker({
    card: "servers/keys",
    summary: toLine(`Key pairs of server ${server.name}: ${String(placed.length)}`, 200),
    data: {
      title: `Key pairs of server ${server.name}`,
      where: `Team ${getTeam(turn.actor).name} · logs in as ${toCardText(server.sshUser, NAME_LENGTH)}`,
      pairs: placed.map(({ row, pair }) => toRow(row, pair, owners)),
      hint:
        placed.length === 0
          ? `None yet: say **keypair attach team deploys to ${server.name}**.`
          : `A line stands in ~/.ssh/authorized\\_keys there. Say **keypair attach team deploys to ${server.name}** for another one.`,
    },
  });
}

function toRow(
  row: ServerKeyPairRecord,
  pair: KeyPairRecord,
  owners: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const owner = pair.ownerType === "team" ? "the team" : (owners.get(pair.ownerId) ?? "somebody");
  const going = pair.state === "active" ? "" : ` · ${sayPairState(pair)}`;
  return {
    name: toCardText(pair.name, NAME_LENGTH),
    owner: toCardText(owner, NAME_LENGTH),
    ...toState(row),
    going,
    fingerprint: pair.fingerprint,
    line: row.state === "wanted" ? publicLine(pair) : "",
  };
}
