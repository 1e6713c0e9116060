import type { KeyPairRecord, KeyPairState } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

const STATES: Readonly<Record<KeyPairState, string>> = {
  active: "🟢 Active",
  rotating: "🟠 Going: servers still let it in",
  revoked: "⚪ Revoked",
};

export function stateWords({ state }: KeyPairRecord): string {
  return STATES[state];
}

export function algorithmWords({ algorithm }: KeyPairRecord): string {
  return algorithm === "rsa" ? "RSA" : "Ed25519";
}

/** Public keys are told apart by their comment: where they came from, and which it is. */
export function publicKeyLine({ publicKey, name }: KeyPairRecord): string {
  return `${publicKey} ployst-${name}`;
}

/** "**laptop** (Ed25519)". */
export function pairWords(pair: KeyPairRecord): string {
  return `**${escapeMarkdown(pair.name)}** (${algorithmWords(pair)})`;
}

/** Fenced, so that it can be copied as it is. */
export function keyBlock(pair: KeyPairRecord): string {
  return `\`\`\`\n${publicKeyLine(pair)}\n\`\`\``;
}
