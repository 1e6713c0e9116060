import type { ParsedKey, utils } from "ssh2";

/** The server would only take a signature made with SHA-1. */
export class OutdatedSignature extends Error {}

/** The keys that can be used, in order; what can't be read is passed over. */
export function readPrivateKeys(
  texts: readonly string[],
  parseKey: typeof utils.parseKey,
): readonly ParsedKey[] {
  return texts.flatMap((text) => {
    const parsed = parseKey(text.replaceAll("\r\n", "\n"));
    if (parsed instanceof Error) return [];
    const isUsable = parsed.isPrivateKey() && parsed.type !== "ssh-dss";
    return isUsable ? [withoutSha1(parsed)] : [];
  });
}

/** ssh2 falls back to SHA-1 for servers that don't say what they take: those before OpenSSH 7.2 (RFC 8332). */
function withoutSha1(key: ParsedKey): ParsedKey {
  if (key.type !== "ssh-rsa") return key;
  const sign = key.sign.bind(key);
  key.sign = (data, algorithm) => {
    if (algorithm === undefined || algorithm === "sha1") throw new OutdatedSignature();
    return sign(data, algorithm);
  };
  return key;
}

/** `type base64`, as a public key stands in `authorized_keys`. */
export function toPublicLine(key: ParsedKey): string {
  return `${key.type} ${key.getPublicSSH().toString("base64")}`;
}
