import type { KeyPairRecord, Reads, ServerRecord } from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { reply, type Reply } from "../../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../../core/turn.ts";
import type { Deps } from "../deps.ts";
import { getServer, getTeam } from "../find.ts";
import { byActor } from "../../../core/doer.ts";
import { recordServer } from "../history.ts";
import { sayServer } from "../words.ts";
import type { PairOnServer } from "./arguments.ts";
import { queueKeys, type Told } from "./kind.ts";
import { showPair } from "./pair-card.ts";
import { getPair, MOST_PAIRS } from "./pairs.ts";

export type PairTurn = Turn<{ readonly pair: PairOnServer }>;

type FindReads = Pick<Reads, "servers" | "keyPairs" | "serverKeyPairs">;

async function find({ args, actor }: PairTurn, whose: "team:" | "", reads: FindReads) {
  const server = await getServer(args.pair.server, actor, reads);
  if (server.status === "deleting") throw faults.SERVER_DELETING({ name: escapeMarkdown(server.name) });
  const pair = await getPair(`${whose}${args.pair.name}`, actor, reads);
  const rows = await reads.serverKeyPairs.listByServer(server.id);
  return { server, pair, rows, row: rows.find(({ keyPairId }) => keyPairId === pair.id) };
}

/** `keypair attach [team] <pair> to <server>`: the server lets that key pair in, too. */
export function attachPair(turn: PairTurn, whose: "team:" | "", deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const { server, pair, rows, row } = await find(turn, whose, tx);
    const which = `${sayPair(pair)} on ${sayServer(server, getTeam(turn.actor))}`;
    if (row?.state === "attached")
      return deps.record(tx, turn, reply.text(`Key pair ${which} is there already.`));
    if (row === undefined && rows.length >= MOST_PAIRS)
      throw faults.SERVER_PAIRS_TOO_MANY({ most: MOST_PAIRS });
    await tx.serverKeyPairs.want(server.id, [pair.id]);
    const { name, fingerprint } = pair;
    const data = { pair: name, fingerprint };
    await recordServer(tx, server, byActor(turn), { verb: "key_wanted", data });
    await follow(tx, turn, pair, [server], deps);
    return deps.record(tx, turn, reply.text(`✅ Installing key pair ${which}. A card shows how far it is.`));
  });
}

export async function askDetach(
  turn: PairTurn,
  whose: "team:" | "",
  deps: Deps,
): Promise<ConfirmationRequest> {
  const { server, pair } = await deps.store.read((reads) => findAttached(turn, whose, reads));
  return {
    question: `Remove key pair ${sayPair(pair)} from ${sayServer(server, getTeam(turn.actor))}? Whoever logs in there with it can't any more.`,
    label: "Remove",
    target: { server: server.id, pair: pair.id },
  };
}

/** `keypair detach [team] <pair> from <server>`; never the last one with which we get in. */
export function detachPair(turn: PairTurn, whose: "team:" | "", deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const { server, pair } = await findAttached(turn, whose, tx);
    const { confirmed } = turn;
    if (confirmed?.["server"] !== server.id || confirmed["pair"] !== pair.id) throw faults.SERVER_CHANGED();
    await tx.serverKeyPairs.unwant(server.id, pair.id);
    const { name, fingerprint } = pair;
    const data = { pair: name, fingerprint };
    await recordServer(tx, server, byActor(turn), { verb: "key_unwanted", data });
    await follow(tx, turn, pair, [server], deps);
    const text = `✅ Removing key pair ${sayPair(pair)} from ${sayServer(server, getTeam(turn.actor))}. A card shows how far it is.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** Throws SERVER_PAIR_NOT_THERE and SERVER_PAIR_LAST. */
async function findAttached(turn: PairTurn, whose: "team:" | "", reads: FindReads) {
  const found = await find(turn, whose, reads);
  const { server, pair, row, rows } = found;
  if (row === undefined || row.state === "unwanted")
    throw faults.SERVER_PAIR_NOT_THERE({
      pair: escapeMarkdown(pair.name),
      server: escapeMarkdown(server.name),
    });
  const others = rows.filter(({ state, keyPairId }) => state === "attached" && keyPairId !== pair.id);
  if (row.state === "attached" && others.length === 0)
    throw faults.SERVER_PAIR_LAST({
      pair: escapeMarkdown(pair.name),
      servers: escapeMarkdown(server.name),
    });
  return found;
}

/** The work, and the card that tells how far it is where it was asked for. */
export async function follow(
  tx: Parameters<typeof showPair>[0],
  { place }: Pick<Turn<unknown>, "place">,
  pair: KeyPairRecord,
  servers: readonly Pick<ServerRecord, "id">[],
  deps: Pick<Deps, "showCard" | "wakeJobs" | "clock">,
): Promise<void> {
  const serverIds = servers.map(({ id }) => id);
  const told: Told = { conversationId: place.conversationId, pairId: pair.id, serverIds };
  await queueKeys(tx, serverIds, deps, told);
  await showPair(tx, told, deps);
}

export function sayPair({ name, algorithm }: KeyPairRecord): string {
  return `**${escapeMarkdown(name)}** (${algorithm === "rsa" ? "RSA" : "Ed25519"})`;
}
