import type { Algorithms, ServerHostKeyAlgorithm } from "ssh2";

/** Kinds of host keys, from the best. None is signed with SHA-1 (RFC 8332). */
export const HOST_KEY_KINDS: readonly (readonly ServerHostKeyAlgorithm[])[] = [
  ["ssh-ed25519"],
  ["ecdsa-sha2-nistp256"],
  ["ecdsa-sha2-nistp384"],
  ["ecdsa-sha2-nistp521"],
  ["rsa-sha2-512", "rsa-sha2-256"],
];

/** What ssh2 offers by itself, without SHA-1; key exchanges and ciphers have none, and no CBC. Nothing is compressed. */
export function offerAlgorithms(kinds: typeof HOST_KEY_KINDS): Algorithms {
  return {
    serverHostKey: kinds.flat(),
    hmac: [
      "hmac-sha2-256-etm@openssh.com",
      "hmac-sha2-512-etm@openssh.com",
      "hmac-sha2-256",
      "hmac-sha2-512",
    ],
    compress: ["none"],
  };
}

/** The kinds without the one of a key that was seen. */
export function withoutKind(kinds: typeof HOST_KEY_KINDS, keyType: string): typeof HOST_KEY_KINDS {
  const kind = keyType === "ssh-rsa" ? "rsa-sha2-512" : keyType;
  return kinds.filter((kindOf) => !kindOf.some((algorithm) => algorithm === kind));
}
