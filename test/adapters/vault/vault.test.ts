import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { createVault } from "../../../src/adapters/vault/index.ts";
import { isFault } from "../../../src/core/errors.ts";

const AAD = "chatopsgithubuser|accessToken|row-1";
const old = { id: "old", key: randomBytes(32) };
const active = { id: "new", key: randomBytes(32) };
const envelope = z.record(z.string(), z.union([z.string(), z.number()]));

describe("the vault", () => {
  it("opens what it sealed, whatever the text", () => {
    const vault = createVault([active]);

    for (const plain of ["", "gho_secret", "日本語 🎉", "x".repeat(100_000)])
      assert.equal(vault.open(vault.seal(plain, AAD), AAD), plain);
  });

  it("writes the documented envelope, no two alike, without the plain text", () => {
    const vault = createVault([active]);

    const [first, second] = [vault.seal("gho_secret", AAD), vault.seal("gho_secret", AAD)];

    const parsed = envelope.parse(JSON.parse(first));
    assert.deepEqual(Object.keys(parsed), ["v", "keyId", "wrappedKey", "iv", "ciphertext", "tag"]);
    assert.equal(parsed["keyId"], "new");
    assert.notEqual(first, second);
    assert.ok(!first.includes(Buffer.from("gho_secret").toString("base64")));
  });

  it("refuses a value that was moved to another row or column", () => {
    const vault = createVault([active]);

    const sealed = vault.seal("gho_secret", AAD);

    assert.throws(() => vault.open(sealed, "chatopsgithubuser|accessToken|row-2"), unreadable);
  });

  it("refuses every kind of change", () => {
    const vault = createVault([active]);
    const sealed = envelope.parse(JSON.parse(vault.seal("gho_secret", AAD)));

    for (const part of ["wrappedKey", "iv", "ciphertext", "tag"]) {
      const bytes = Buffer.from(String(sealed[part]), "base64");
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const changed = JSON.stringify({ ...sealed, [part]: bytes.toString("base64") });
      assert.throws(() => vault.open(changed, AAD), unreadable, part);
      const cut = JSON.stringify({ ...sealed, [part]: bytes.subarray(0, 4).toString("base64") });
      assert.throws(() => vault.open(cut, AAD), unreadable, part);
    }
    for (const garbage of ["", "gho_secret", "{}", "null", JSON.stringify({ ...sealed, v: 2 })])
      assert.throws(() => vault.open(garbage, AAD), unreadable, garbage);
  });

  it("names the key that is missing", () => {
    const sealed = createVault([old]).seal("gho_secret", AAD);

    assert.throws(
      () => createVault([active]).open(sealed, AAD),
      (error) => isFault(error, "SECRET_KEY_UNKNOWN") && error.sentence.includes('"old"'),
    );
  });

  it("rewraps to the active key without changing the ciphertext, so that the old key can go", () => {
    const sealed = createVault([old]).seal("gho_secret", AAD);

    const rewrapped = createVault([active, old]).rewrap(sealed, AAD);

    assert.equal(createVault([active]).open(rewrapped, AAD), "gho_secret");
    const parts = [sealed, rewrapped].map((value) => envelope.parse(JSON.parse(value))["ciphertext"]);
    assert.equal(parts[0], parts[1]);
    assert.equal(createVault([active]).rewrap(rewrapped, AAD), rewrapped);
  });

  it("refuses keys that can't work", () => {
    assert.throws(() => createVault([]), RangeError);
    assert.throws(() => createVault([{ id: "a", key: randomBytes(16) }]), RangeError);
    assert.throws(() => createVault([active, { id: "new", key: randomBytes(32) }]), RangeError);
  });
});

function unreadable(error: unknown): boolean {
  return isFault(error, "SECRET_UNREADABLE");
}
