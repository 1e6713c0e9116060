import { createKeyPairs, type GeneratedPair, type KeyPairs } from "../../src/adapters/keys/index.ts";

/** Everybody who says something gets a pair; safe ones would take a second each. */
const made = createKeyPairs(1_024);
const pairs = new Map<string, Promise<GeneratedPair>>();

/**
 * Key pairs for one world: no two alike within it, but the same in the next world of this process, because making them
 * took longer than the conversations about them.
 */
export function quickKeys(): KeyPairs {
  let count = 0;
  return {
    ...made,
    generate(algorithm) {
      count += 1;
      const name = `${algorithm} ${String(count)}`;
      const pair = pairs.get(name) ?? made.generate(algorithm);
      pairs.set(name, pair);
      return pair;
    },
  };
}
