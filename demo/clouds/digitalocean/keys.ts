import { createHash } from "node:crypto";

export interface AccountKey {
  readonly id: number;
  readonly fingerprint: string;
  readonly public_key: string;
  readonly name: string;
}

/** /v2/account/keys: each key once, known by its number or its MD5 fingerprint. */
export class Keys {
  readonly all: AccountKey[] = [];
  #nextId = 289_794;

  find(identifier: string): AccountKey | undefined {
    return this.all.find(({ id, fingerprint }) => String(id) === identifier || fingerprint === identifier);
  }

  /** Undefined for a key that is there already, `malformed` for what is none. */
  add(name: string, publicKey: string): AccountKey | "malformed" | undefined {
    const [type = "", encoded = ""] = publicKey.trim().split(/\s+/);
    if (!/^(?:ssh|ecdsa)-/.test(type) || encoded === "") return "malformed";
    const digest = createHash("md5").update(Buffer.from(encoded, "base64")).digest("hex");
    const fingerprint = (digest.match(/../g) ?? []).join(":");
    if (this.find(fingerprint) !== undefined) return undefined;
    const key = { id: this.#nextId, fingerprint, public_key: publicKey, name };
    this.#nextId += 1;
    this.all.push(key);
    return key;
  }
}
