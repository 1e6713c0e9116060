import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { byActor } from "./create.ts";
import type { Deps } from "./deps.ts";
import { getPair } from "./find.ts";
import { recordPair } from "./history.ts";
import type { Owner } from "../../core/owner.ts";
import { keyBlock, pairWords } from "./words.ts";

/**
 * `keypair rotate <number or name>`: a new pair takes the name. The old one stays usable while servers know no other;
 * when none does, it is revoked at once.
 */
export async function rotatePair(
  turn: Turn<{ readonly which: string }>,
  owner: Owner,
  deps: Deps,
): Promise<Reply> {
  const old = await deps.store.read((reads) => getPair(turn.args.which, owner, reads));
  const name = escapeMarkdown(old.name);
  if (old.state !== "active") throw faults.KEYPAIR_NOT_ACTIVE({ name });
  const material = await deps.keys.generate(old.algorithm === "rsa" ? "rsa" : "ed25519");
  return deps.store.transaction(async (tx) => {
    const pair = await tx.keyPairs.rotate(old.id, material);
    if (pair === undefined) throw faults.KEYPAIR_NOT_ACTIVE({ name });
    const who = byActor(turn, owner);
    await recordPair(tx, pair, { verb: "created", toState: "active", how: "generated" }, who);
    await recordPair(tx, old, { verb: "rotated", fromState: "active", toState: "rotating" }, who);
    const isAttached = await deps.isAttached(tx, old.id);
    if (isAttached) await deps.onRotated(tx, old, pair, turn);
    if (!isAttached) {
      await tx.keyPairs.revoke(old.id);
      await recordPair(tx, old, { verb: "revoked", fromState: "rotating", toState: "revoked" }, who);
    }
    const fate = isAttached
      ? "The old one stays usable until every server knows the new one; a card shows how far that is."
      : "No server used the old one, so it is revoked. Put the new public key wherever else the old one was let in.";
    const text = `✅ Rotated key pair ${pairWords(pair)} ${owner.of}. ${fate} Fingerprint: \`${pair.fingerprint}\`. Public key:\n\n${keyBlock(pair)}`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}
