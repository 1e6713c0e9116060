import type { KeyAlgorithm } from "../../adapters/keys/contract/pairs.ts";
import type { ArgumentKind } from "../../core/arguments.ts";
import { rest } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { hadPrivateKey } from "../../core/private-key-text.ts";

const NAME = /^[a-z][a-z0-9_-]{0,39}$/i;
const ALGORITHMS: readonly string[] = ["ed25519", "rsa"] satisfies KeyAlgorithm[];

export interface NewPair {
  /** `''` for the next free one. */
  readonly name: string;
  readonly algorithm: KeyAlgorithm;
}

/** `laptop rsa`, in any order; Ed25519 unless told. */
export function newPair(): ArgumentKind<NewPair> {
  return rest("name, ed25519 or rsa", "a name, and ed25519 or rsa", (words) => {
    const given = words.map((word) => word.toLowerCase());
    const algorithm = given.find(isAlgorithm) ?? "ed25519";
    return { algorithm, name: readName(words.filter((word) => !isAlgorithm(word.toLowerCase()))) };
  });
}

/** The name of a pair that is imported; `''` for the next free one. */
export function newName(): ArgumentKind<string> {
  return rest("name", "a name", readName);
}

/** At most one word. Throws KEYPAIR_NAME_INVALID, and PRIVATE_KEY_PASTED for what isn't a name at all. */
export function readName(words: readonly string[]): string {
  const name = words.join(" ");
  if (hadPrivateKey(name)) throw faults.PRIVATE_KEY_PASTED();
  if (name === "" || (NAME.test(name) && !isReserved(name))) return name;
  throw faults.KEYPAIR_NAME_INVALID({ given: escapeMarkdown(name.slice(0, 40).toWellFormed()) });
}

/** Words that mean something else in commands about key pairs. */
function isReserved(name: string): boolean {
  return name.toLowerCase() === "team" || isAlgorithm(name.toLowerCase());
}

function isAlgorithm(word: string): word is KeyAlgorithm {
  return ALGORITHMS.includes(word);
}
