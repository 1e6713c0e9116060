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
  const pair = await deps.store.read((reads) => getPair(turn.args.which, owner, reads));
  return {
    question: `Revoke key pair ${pairWords(pair)} ${owner.of}, ${pair.fingerprint}? Its private key is deleted and can't be brought back; servers that only know this key will not let Ployst in.`,
    label: "Revoke",
    target: { id: pair.id, fingerprint: pair.fingerprint },
  };
}

/** `keypair revoke <number or name>`, once it was confirmed. */
export async function revokePair(turn: RevokeTurn, owner: Owner, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const pair = await getPair(turn.args.which, owner, tx);
    const name = escapeMarkdown(pair.name);
    // Between the question and this a number can have come to mean another pair.
    if (turn.confirmed?.["id"] !== pair.id) throw faults.KEYPAIR_NOT_ACTIVE({ name });
    const transition = await tx.keyPairs.revoke(pair.id);
    if (transition === undefined) throw faults.KEYPAIR_NOT_ACTIVE({ name });
    await recordPair(tx, pair, { verb: "revoked", ...transition }, byActor(turn, owner));
    const text = `✅ Revoked key pair ${pairWords(pair)} ${owner.of}. Its private key is deleted. Take the public key off whatever let it in; its fingerprint is \`${pair.fingerprint}\`.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}
