import assert from "node:assert/strict";
import fc from "fast-check";
import { hashOf, newSecret } from "../../../src/core/secret.ts";
import { createSigner } from "../../../src/adapters/vault/index.ts";
import {
  challengeOf,
  codeHash,
  isCode,
  isOurState,
  newCode,
  newState,
} from "../../../src/features/signin/secrets.ts";

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const signer = createSigner([key("a", 1)]);

describe("the state of a sign-in", () => {
  it("is ours as made, and new each time", () => {
    const states = Array.from({ length: 20 }, () => newState(signer));

    assert.equal(new Set(states).size, 20);
    assert.ok(states.every((state) => isOurState(state, signer) && state.length <= 256));
  });

  it("is not ours in any other way", () => {
    const state = newState(signer);
    const [value = "", signature = ""] = state.split(".");
    const other = createSigner([key("b", 2)]);
    const forged = [
      "",
      ".",
      value,
      `${value}.`,
      `.${signature}`,
      `${state}.x`,
      `${value}x.${signature}`,
      `${value}.${signature}x`,
      `${value}.${signature.toUpperCase()}`,
      `${value}.${signer.sign("signin-code", value)}`,
      newState(other),
    ];

    for (const one of forged) assert.ok(!isOurState(one, signer), one);
    fc.assert(fc.property(fc.string(), (text) => !isOurState(text, signer)));
  });

  it("stays good while its key is being phased out", () => {
    assert.ok(isOurState(newState(signer), createSigner([key("b", 2), key("a", 1)])));
  });
});

describe("the six digits", () => {
  const attempt = (code: string) => ({ id: "attempt", codeHash: codeHash("attempt", code, signer) });

  it("are six digits", () => {
    for (let left = 200; left > 0; left -= 1) assert.match(newCode(), /^\d{6}$/);
  });

  it("hold for their own attempt only", () => {
    assert.ok(isCode(attempt("012345"), "012345", signer));
    assert.ok(!isCode(attempt("012345"), "12345", signer));
    assert.ok(!isCode({ ...attempt("012345"), id: "another" }, "012345", signer));
    assert.ok(!isCode({ id: "attempt", codeHash: "" }, "012345", signer));
  });

  it("stay good while their key is being phased out", () => {
    assert.ok(isCode(attempt("012345"), "012345", createSigner([key("b", 2), key("a", 1)])));
  });
});

describe("PKCE", () => {
  it("makes the challenge of RFC 7636's example", () => {
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    assert.equal(challengeOf(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  });

  it("has verifiers of 43 characters, which are not kept as they are", () => {
    assert.match(newSecret(), /^[\w-]{43}$/);
    assert.notEqual(hashOf("secret"), "secret");
  });
});

describe("a signer", () => {
  it("needs a key", () => {
    assert.throws(() => createSigner([]), /no key/);
  });
});
