import bcrypt from "bcrypt";
import type { Passwords } from "./contract/index.ts";
import { checkStrength } from "./strength.ts";

const COST = 12;
/** What bcrypt reads of a password; the rest would count for nothing. */
const MOST_BYTES = 72;
const FEWEST_CHARACTERS = 10;
/** The digest of no password that anybody could find: a hash that ends in it costs as much to compare as any other. */
const NO_DIGEST = ".".repeat(31);

/** Passwords by bcrypt and their strength by zxcvbn. `cost` is lower in tests only. */
export function createPasswords(cost = COST): Passwords {
  const nobodys = `${bcrypt.genSaltSync(cost)}${NO_DIGEST}`;
  return {
    judge: async (password, about) => {
      const text = password.normalize("NFC");
      if (!isHashable(text))
        return { kind: "refused", advice: "Take a shorter one: at most 72 bytes are read of a password." };
      if (text.length < FEWEST_CHARACTERS)
        return { kind: "refused", advice: "Take a longer one: at least 10 characters." };
      return checkStrength(text, about);
    },
    hash: (password) => {
      const text = password.normalize("NFC");
      if (!isHashable(text)) return Promise.reject(new Error("bcrypt would not read all of it"));
      return bcrypt.hash(text, cost);
    },
    matches: async (password, hash) => {
      const text = password.normalize("NFC");
      const isSame = await bcrypt.compare(isHashable(text) ? text : "", hash ?? nobodys);
      return isSame && hash !== undefined && isHashable(text);
    },
  };
}

/** bcrypt ends at the first NUL and after 72 bytes. */
function isHashable(password: string): boolean {
  return !password.includes("\0") && Buffer.byteLength(password) <= MOST_BYTES;
}
