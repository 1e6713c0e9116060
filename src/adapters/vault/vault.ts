import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { faults } from "../../core/errors.ts";
import { readEnvelope, type Envelope } from "./envelope.ts";

/** A key of SECRETS_KEYS: 32 bytes under a name that sealed values carry. */
export interface MasterKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Seals short secrets for the store. `aad` says where a value belongs (`table|column|rowId`), so that it can't be moved. */
export interface Vault {
  seal(plain: string, aad: string): string;
  open(sealed: string, aad: string): string;
  /** The same secret under the active master key; the ciphertext itself is kept. */
  rewrap(sealed: string, aad: string): string;
}

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Envelope encryption: AES-256-GCM (NIST SP 800-38D) with a data key per value, wrapped by a master key. The first
 * key seals; all of them open. Throws SECRET_KEY_UNKNOWN for a value of a key that is gone and SECRET_UNREADABLE
 * for one that was changed or moved; a RangeError for a bad list of keys.
 */
export function createVault(keys: readonly MasterKey[]): Vault {
  const [active] = keys;
  if (active === undefined) throw new RangeError("a vault needs a key");
  if (keys.some(({ key }) => key.length !== KEY_BYTES))
    throw new RangeError(`a vault's keys have ${KEY_BYTES} bytes`);
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  if (byId.size !== keys.length) throw new RangeError("a vault's keys have different ids");

  const unwrap = (envelope: Envelope, aad: string): Buffer => {
    const master = byId.get(envelope.keyId);
    if (master === undefined) throw faults.SECRET_KEY_UNKNOWN({ keyId: envelope.keyId });
    return unwrapKey(master, envelope, aad);
  };

  return {
    seal: (plain, aad) => {
      const dataKey = randomBytes(KEY_BYTES);
      const { iv, ciphertext, tag } = encrypt(dataKey, Buffer.from(plain, "utf8"), aad);
      const envelope: Envelope = {
        v: 1,
        keyId: active.id,
        wrappedKey: wrapKey(active, dataKey, aad),
        iv: iv.toString("base64"),
        ciphertext: ciphertext.toString("base64"),
        tag: tag.toString("base64"),
      };
      return JSON.stringify(envelope);
    },
    open: (sealed, aad) => {
      const envelope = readEnvelope(sealed);
      const parts = {
        iv: Buffer.from(envelope.iv, "base64"),
        ciphertext: Buffer.from(envelope.ciphertext, "base64"),
        tag: Buffer.from(envelope.tag, "base64"),
      };
      return decrypt(unwrap(envelope, aad), parts, aad).toString("utf8");
    },
    rewrap: (sealed, aad) => {
      const envelope = readEnvelope(sealed);
      if (envelope.keyId === active.id) return sealed;
      const wrappedKey = wrapKey(active, unwrap(envelope, aad), aad);
      return JSON.stringify({ ...envelope, keyId: active.id, wrappedKey });
    },
  };
}

interface Encrypted {
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

function wrapKey(master: MasterKey, dataKey: Buffer, aad: string): string {
  const { iv, ciphertext, tag } = encrypt(master.key, dataKey, wrapAad(master.id, aad));
  return Buffer.concat([iv, ciphertext, tag]).toString("base64");
}

function unwrapKey(master: Buffer, envelope: Envelope, aad: string): Buffer {
  const wrapped = Buffer.from(envelope.wrappedKey, "base64");
  if (wrapped.length !== IV_BYTES + KEY_BYTES + TAG_BYTES) throw faults.SECRET_UNREADABLE();
  const parts = {
    iv: wrapped.subarray(0, IV_BYTES),
    ciphertext: wrapped.subarray(IV_BYTES, IV_BYTES + KEY_BYTES),
    tag: wrapped.subarray(IV_BYTES + KEY_BYTES),
  };
  return decrypt(master, parts, wrapAad(envelope.keyId, aad));
}

function wrapAad(keyId: string, aad: string): string {
  return `key|${keyId}|${aad}`;
}

function encrypt(key: Buffer, plain: Buffer, aad: string): Encrypted {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad, "utf8"));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

function decrypt(key: Buffer, { iv, ciphertext, tag }: Encrypted, aad: string): Buffer {
  // A short tag would be a weaker check that the attacker chooses.
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) throw faults.SECRET_UNREADABLE();
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(aad, "utf8"));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (error) {
    throw faults.SECRET_UNREADABLE({ cause: error });
  }
}
