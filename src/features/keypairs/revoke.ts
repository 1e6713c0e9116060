import type { KeyPairRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { byActor } from "./create.ts";
import type { Asked, Deps } from "./deps.ts";
import { getPair } from "./find.ts";
import { recordPair } from "./history.ts";
import type { Owner } from "../../core/owner.ts";
import { pairWords } from "./words.ts";

type RevokeTurn = Turn<{ readonly which: string }>;

/** Bound to this very pair: numbers move when another one goes. */
export async function askRevoke(turn: RevokeTurn, owner: Owner, deps: Deps): Promise<Asked> {
  const { pair, servers } = await deps.store.read(async (reads) => {
    const found = await getPair(turn.args.which, owner, reads);
    return { pair: found, servers: await deps.listServersOf(reads, found.id) };
  });
  const names = sayNames(servers);
  const first = names === "" ? "" : ` It is taken off ${names} first.`;
  return {
    question: `Revoke key pair ${pairWords(pair)} ${owner.of}, ${pair.fingerprint}?${first} Its private key is deleted and can't be brought back.`,
    label: "Revoke",
    target: { id: pair.id, fingerprint: pair.fingerprint, servers: servers.map(({ name }) => name) },
  };
}

/** `keypair revoke <number or name>`, once it was confirmed. */
export async function revokePair(turn: RevokeTurn, owner: Owner, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const pair = await getPair(turn.args.which, owner, tx);
    const name = escapeMarkdown(pair.name);
    // Between the question and this a number can have come to mean another pair.
    if (turn.confirmed?.["id"] !== pair.id) throw faults.KEYPAIR_NOT_ACTIVE({ name });
    const servers = await deps.onRevoking(tx, pair, turn);
    if (servers.length > 0) return deps.record(tx, turn, await sayLater(tx, turn, pair, owner, servers));
    const transition = await tx.keyPairs.revoke(pair.id);
    if (transition === undefined) throw faults.KEYPAIR_NOT_ACTIVE({ name });
    await recordPair(tx, pair, { verb: "revoked", ...transition }, byActor(turn, owner));
    const text = `✅ Revoked key pair ${pairWords(pair)} ${owner.of}. Its private key is deleted. Take the public key off whatever let it in; its fingerprint is \`${pair.fingerprint}\`.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** It is on its way out: whoever holds the servers' work ends it. */
async function sayLater(
  tx: Transaction,
  turn: RevokeTurn,
  pair: KeyPairRecord,
  owner: Owner,
  servers: readonly { readonly name: string }[],
): Promise<Reply> {
  if (pair.state === "active") {
    const change = { verb: "retired", fromState: "active", toState: "rotating" } as const;
    await recordPair(tx, pair, change, byActor(turn, owner));
  }
  const text = `🟠 Going: key pair ${pairWords(pair)} ${owner.of}. It is taken off ${sayNames(servers)} first, then its private key is deleted; a card shows which servers I couldn't reach. Its fingerprint is \`${pair.fingerprint}\`.`;
  return reply.toAsker({ text });
}

const MOST_NAMED = 10;

function sayNames(servers: readonly { readonly name: string }[]): string {
  const names = servers.slice(0, MOST_NAMED).map(({ name }) => escapeMarkdown(name));
  const more = servers.length - names.length;
  return [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
}
