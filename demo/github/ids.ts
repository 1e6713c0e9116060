import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A random string of GitHub's token alphabet. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

/** A global node id in GitHub's older, still accepted form: base64 of `0<n>:<Type><id>`. */
export function nodeId(type: string, id: number): string {
  return Buffer.from(`0${String(type.length)}:${type}${String(id)}`).toString("base64");
}

/** 40 hex digits that depend only on the parts. */
export function sha(...parts: readonly (string | number)[]): string {
  return createHash("sha1").update(parts.join("\0")).digest("hex");
}

export const NULL_SHA = "0".repeat(40);
