import { randomInt } from "node:crypto";

// Crockford's base 32: without I, L, O and U, so that it survives being read out loud.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 5;

/** A short name of one failure, said to the person and written to the log: `7F3K2`. */
export function newReference(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}
