import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";
import forge from "node-forge";
import type { GeneratedPair, ImportedPair, ImportRefusal, KeyPairs } from "./contract/pairs.ts";
import { isOpenSshPrivateKey, readOpenSshPrivateKey, writeEd25519 } from "./openssh-private-key.ts";
import { sshString } from "./ssh-wire.ts";

/** NIST SP 800-57 part 1, table 2: 3072 bits of RSA are worth 128. */
const RSA_BITS = 3_072;
/** Shorter ones are refused by OpenSSH's servers or about to be. */
const FEWEST_IMPORTED_BITS = 2_048;
const LONGEST_FILE = 20_000;

const generate = promisify(generateKeyPair);

/** Key pairs for SSH. `rsaBits` is lower in tests only. */
export function createKeyPairs(rsaBits = RSA_BITS): KeyPairs {
  return {
    generate: async (algorithm) => {
      if (algorithm === "ed25519") return toPair((await generate("ed25519", {})).privateKey);
      return toPair((await generate("rsa", { modulusLength: rsaBits })).privateKey);
    },
    importPrivateKey,
  };
}

/** `SHA256:…` of a public key in OpenSSH's form. */
export function fingerprint(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

function importPrivateKey(text: string): ImportedPair {
  const file = text.replace(/\r\n?/g, "\n").trim();
  if (file.length > LONGEST_FILE) return refused("unreadable");
  if (/^(ssh-|ecdsa-|sk-|-----BEGIN (RSA |SSH2 )?PUBLIC KEY)/.test(file)) return refused("public");
  if (/^-----BEGIN ENCRYPTED|\nProc-Type: 4,ENCRYPTED/.test(file)) return refused("passphrase");
  try {
    const read = readPrivateKey(file);
    return read.kind === "refused" ? read : judge(read.key);
  } catch {
    // What a parser says of a private key may hold some of it.
    return refused("unreadable");
  }
}

function readPrivateKey(
  file: string,
): { readonly kind: "key"; readonly key: KeyObject } | Extract<ImportedPair, { kind: "refused" }> {
  if (isOpenSshPrivateKey(file)) return readOpenSshPrivateKey(file);
  return { kind: "key", key: createPrivateKey({ key: `${file}\n`, format: "pem" }) };
}

function judge(key: KeyObject): ImportedPair {
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  if (asymmetricKeyType !== "rsa" && asymmetricKeyType !== "ed25519") return refused("algorithm");
  if (asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) < FEWEST_IMPORTED_BITS)
    return refused("short");
  if (!fitsItself(key)) return refused("unreadable");
  return { kind: "imported", pair: toPair(key) };
}

/** The numbers of a file may belong to different keys. */
function fitsItself(key: KeyObject): boolean {
  const digest = key.asymmetricKeyType === "rsa" ? "sha256" : null;
  const proof = Buffer.from("does this pair fit together?");
  return verify(digest, proof, createPublicKey(key), sign(digest, proof, key));
}

function refused(why: ImportRefusal): Extract<ImportedPair, { kind: "refused" }> {
  return { kind: "refused", why };
}

function toPair(key: KeyObject): GeneratedPair {
  const forms = key.asymmetricKeyType === "rsa" ? toRsaForms(key) : toEd25519Forms(key);
  return { ...forms, fingerprint: fingerprint(forms.publicKey) };
}

type Forms = Omit<GeneratedPair, "fingerprint">;

function toRsaForms(key: KeyObject): Forms {
  const privateKey = forge.pki.privateKeyFromPem(key.export({ type: "pkcs1", format: "pem" }).toString());
  const publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  return {
    algorithm: "rsa",
    publicKey: forge.ssh.publicKeyToOpenSSH(publicKey, "").trim(),
    privateKey: forge.ssh.privateKeyToOpenSSH(privateKey).replace(/\r\n/g, "\n"),
  };
}

function toEd25519Forms(key: KeyObject): Forms {
  const { x = "", d = "" } = key.export({ format: "jwk" });
  const publicKey = Buffer.from(x, "base64url");
  const blob = Buffer.concat([sshString("ssh-ed25519"), sshString(publicKey)]);
  return {
    algorithm: "ed25519",
    publicKey: `ssh-ed25519 ${blob.toString("base64")}`,
    privateKey: writeEd25519(Buffer.from(d, "base64url"), publicKey),
  };
}
