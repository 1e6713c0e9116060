import { createPrivateKey, randomBytes, type JsonWebKey, type KeyObject } from "node:crypto";
import { SshReader, sshString } from "./ssh-wire.ts";

// OpenSSH's own form of private keys: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key

const MAGIC = Buffer.from("openssh-key-v1\0", "latin1");
const BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END = "-----END OPENSSH PRIVATE KEY-----";
const LINE = 70;
/** The padding without a cipher: up to blocks of eight bytes. */
const BLOCK = 8;

export type OpenSshPrivateKey =
  | { readonly kind: "key"; readonly key: KeyObject }
  | { readonly kind: "refused"; readonly why: "passphrase" | "algorithm" };

export function isOpenSshPrivateKey(text: string): boolean {
  return text.startsWith(BEGIN);
}

/** Reads the one key of the file. Throws for what is damaged. */
export function readOpenSshPrivateKey(text: string): OpenSshPrivateKey {
  const body = text.slice(BEGIN.length, text.indexOf(END));
  const reader = new SshReader(Buffer.from(body, "base64"));
  if (!reader.take(MAGIC.length).equals(MAGIC)) throw new RangeError("not a key of OpenSSH");
  if (reader.text() !== "none") return { kind: "refused", why: "passphrase" };
  reader.string();
  reader.string();
  if (reader.uint32() !== 1) throw new RangeError("one key was expected");
  reader.string();
  const secret = new SshReader(reader.string());
  if (secret.uint32() !== secret.uint32()) throw new RangeError("the key is damaged");
  const jwk = readSecretPart(secret);
  if (jwk === undefined) return { kind: "refused", why: "algorithm" };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  // Node takes the public half of such a key from the private one, and doesn't look at what stands beside it.
  if (key.export({ format: "jwk" }).x !== jwk.x) throw new RangeError("the halves belong to different keys");
  return { kind: "key", key };
}

function readSecretPart(secret: SshReader): JsonWebKey | undefined {
  const type = secret.text();
  if (type === "ssh-ed25519") return readEd25519(secret);
  return type === "ssh-rsa" ? readRsa(secret) : undefined;
}

function readEd25519(secret: SshReader): JsonWebKey {
  const x = secret.string();
  // The seed, and the public key once more behind it.
  const d = secret.string().subarray(0, 32);
  return { kty: "OKP", crv: "Ed25519", x: toWord(x), d: toWord(d) };
}

function readRsa(secret: SshReader): JsonWebKey {
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => secret.integer());
  if (!n || !e || !d || !qi || !p || !q) throw new RangeError("the key is damaged");
  const [dp, dq] = [remainder(d, p), remainder(d, q)];
  const factors = { p: toWord(p), q: toWord(q), dp: toWord(dp), dq: toWord(dq), qi: toWord(qi) };
  return { kty: "RSA", n: toWord(n), e: toWord(e), d: toWord(d), ...factors };
}

/** d mod (prime - 1): what OpenSSH leaves out. */
function remainder(d: Buffer, prime: Buffer): Buffer {
  const divisor = toNumber(prime) - 1n;
  if (divisor < 1n) throw new RangeError("the key is damaged");
  const hex = (toNumber(d) % divisor).toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x0${bytes.toString("hex")}`);
}

function toWord(bytes: Buffer): string {
  return bytes.toString("base64url");
}

/** An Ed25519 key as OpenSSH keeps it; it reads no other form of these. */
export function writeEd25519(seed: Buffer, publicKey: Buffer): string {
  const blob = Buffer.concat([sshString("ssh-ed25519"), sshString(publicKey)]);
  const check = randomBytes(4);
  const secret = pad(
    Buffer.concat([check, check, blob, sshString(Buffer.concat([seed, publicKey])), sshString("")]),
  );
  const count = Buffer.from([0, 0, 0, 1]);
  const file = Buffer.concat([
    MAGIC,
    sshString("none"),
    sshString("none"),
    sshString(""),
    count,
    sshString(blob),
    sshString(secret),
  ]);
  const lines = file.toString("base64").match(new RegExp(`.{1,${String(LINE)}}`, "g")) ?? [];
  return [BEGIN, ...lines, END, ""].join("\n");
}

function pad(bytes: Buffer): Buffer {
  const missing = (BLOCK - (bytes.length % BLOCK)) % BLOCK;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
