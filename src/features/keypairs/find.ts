import type { KeyPairRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Owner } from "../../core/owner.ts";

/** Active and rotating ones that an owner can have. */
export const MOST_PAIRS = 50;

type PairReads = Pick<Reads, "keyPairs">;

/** Oldest first: their place in it is their number. */
export function listPairs(owner: Owner, reads: PairReads): Promise<readonly KeyPairRecord[]> {
  // Moving in with another account can bring a few more than can be made.
  return reads.keyPairs.listByOwner(owner.key, { limit: 2 * MOST_PAIRS });
}

/** By number or name. Throws KEYPAIR_UNKNOWN. */
export async function getPair(which: string, owner: Owner, reads: PairReads): Promise<KeyPairRecord> {
  const pairs = await listPairs(owner, reads);
  const found = /^\d{1,3}$/.test(which) ? pairs[Number(which) - 1] : findNamed(which, pairs);
  if (found !== undefined) return found;
  throw faults.KEYPAIR_UNKNOWN({
    given: escapeMarkdown(which.slice(0, 40).toWellFormed()),
    has: owner.has,
    list: `keypair list${owner.word}`,
  });
}

/** Of a name that was rotated the active one is meant. */
function findNamed(which: string, pairs: readonly KeyPairRecord[]): KeyPairRecord | undefined {
  const named = pairs.filter(({ name }) => name.toLowerCase() === which.toLowerCase());
  return named.find(({ state }) => state === "active") ?? named[0];
}

/** `key-1`, or the next number that is free. */
export function freeName(pairs: readonly KeyPairRecord[]): string {
  const taken = new Set(pairs.map(({ name }) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = `key-${String(number)}`;
    if (!taken.has(name)) return name;
  }
}
