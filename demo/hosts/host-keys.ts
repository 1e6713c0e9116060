import { createHash } from "node:crypto";
import ssh2 from "ssh2";

/** A private key as OpenSSH writes it. */
export function makeHostKey(): string {
  return ssh2.utils.generateKeyPairSync("ed25519").private;
}

/** `SHA256:…` of its public half, as `ssh-keygen -l` prints it. */
export function fingerprintOf(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `SHA256:${createHash("sha256").update(key.getPublicSSH()).digest("base64").replace(/=+$/, "")}`;
}
