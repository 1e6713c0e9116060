import { createHash } from "node:crypto";
import ssh2 from "ssh2";

export interface SshKeyPair {
  /** As OpenSSH writes it. */
  readonly privateKey: string;
  /** `type base64` */
  readonly publicKey: string;
}

/** One of some hundred that ssh2 makes can't be read: it drops zeros in front. Those are passed over. */
export function makeSshKeyPair(): SshKeyPair {
  for (;;) {
    const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync("ed25519");
    if (isOnePair(privateKey, publicKey)) return { privateKey, publicKey: publicKey.trim() };
  }
}

function isOnePair(privateKey: string, publicKey: string): boolean {
  const kept = ssh2.utils.parseKey(privateKey);
  const told = ssh2.utils.parseKey(publicKey);
  if (kept instanceof Error || told instanceof Error) return false;
  const said = Buffer.from("it is me");
  return told.verify(said, kept.sign(said));
}

/** A private key as OpenSSH writes it. */
export function makeHostKey(): string {
  return makeSshKeyPair().privateKey;
}

/** `SHA256:…` of its public half, as `ssh-keygen -l` prints it. */
export function fingerprintOf(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `SHA256:${createHash("sha256").update(key.getPublicSSH()).digest("base64").replace(/=+$/, "")}`;
}
