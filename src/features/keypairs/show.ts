import type { KeyPairRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getPair, listPairs } from "./find.ts";
import type { Owner } from "../../core/owner.ts";
import { algorithmWords, keyBlock, pairWords, stateWords } from "./words.ts";

/** `keypair list`: names, fingerprints, states. */
export async function listAll(_turn: Turn<unknown>, owner: Owner, deps: Deps): Promise<Reply> {
  const pairs = await deps.store.read((reads) => listPairs(owner, reads));
  if (pairs.length === 0)
    return reply.toAsker({
      text: `${owner.has} no key pairs. Say \`keypair create${owner.word}\` to make one.`,
    });
  const title = `Key pairs ${owner.of}`;
  return reply.toAsker({
    card: "keypairs/list",
    data: {
      title,
      pairs: pairs.map(toRow),
      hint: `Say **keypair show${owner.word} 1** for a public key. Private keys are kept sealed and never shown.`,
    },
    summary: `${title}: ${String(pairs.length)}`,
  });
}

/** `keypair show <number or name>`: what may be known of it. */
export async function showPair(
  turn: Turn<{ readonly which: string }>,
  owner: Owner,
  deps: Deps,
): Promise<Reply> {
  const pair = await deps.store.read((reads) => getPair(turn.args.which, owner, reads));
  const text = `Key pair ${pairWords(pair)} ${owner.of}. ${stateWords(pair)}. Fingerprint: \`${pair.fingerprint}\`. Public key:\n\n${keyBlock(pair)}`;
  return reply.toAsker({ text });
}

function toRow(pair: KeyPairRecord, index: number): Readonly<Record<string, string>> {
  return {
    title: `${String(index + 1)} · **${escapeMarkdown(pair.name)}**`,
    state: `${stateWords(pair)} · ${algorithmWords(pair)}`,
    fingerprint: pair.fingerprint,
    // DATE() in cards takes no fractions of a second.
    made: pair.createdAt.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}
