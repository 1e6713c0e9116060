import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { GeneratedPair } from "../../../src/adapters/keys/contract/pairs.ts";
import { createKeyPairs, fingerprint } from "../../../src/adapters/keys/pairs.ts";
import { hasSshKeygen, withSshKeygen } from "../../support/ssh-keygen.ts";

const keys = createKeyPairs();

function imported(text: string): GeneratedPair {
  const result = keys.importPrivateKey(text);
  if (result.kind === "refused") throw new Error(result.why);
  return result.pair;
}

describe("key pairs for SSH", () => {
  let rsa: GeneratedPair;
  let ed25519: GeneratedPair;
  before(async () => {
    rsa = await keys.generate("rsa");
    ed25519 = await keys.generate("ed25519");
  });

  it("has RSA keys of at least 3072 bits", () => {
    // Four bytes for the length of the type, its seven letters, the exponent's and the modulus' lengths.
    const modulusBytes =
      Buffer.from(rsa.publicKey.split(" ")[1] ?? "", "base64").length - (4 + 7 + 4 + 3 + 4 + 1);

    assert.ok(modulusBytes * 8 >= 3_072);
  });

  it("makes another one each time", async () => {
    assert.notEqual((await keys.generate("ed25519")).fingerprint, ed25519.fingerprint);
  });

  it("generates without holding up the event loop", async () => {
    let turns = 0;
    const count = setInterval(() => (turns += 1), 5);

    await keys.generate("rsa");
    clearInterval(count);

    assert.ok(turns > 0);
  });

  it("keeps no comment and no second line in a public key", () => {
    for (const { publicKey } of [rsa, ed25519]) assert.match(publicKey, /^ssh-(rsa|ed25519) [\w+/]+=*$/);
  });

  it("reads what it wrote", () => {
    assert.deepEqual(imported(rsa.privateKey), rsa);
    // OpenSSH's form begins with random bytes.
    assert.deepEqual({ ...imported(ed25519.privateKey), privateKey: "" }, { ...ed25519, privateKey: "" });
  });

  it("reads PKCS#8, with the line ends of Windows, too", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString().replace(/\n/g, "\r\n");

    assert.equal(imported(pem).algorithm, "ed25519");
  });

  it("refuses what is no private key, in words that name the reason", () => {
    const why = (text: string): string => {
      const result = keys.importPrivateKey(text);
      return result.kind === "refused" ? result.why : "imported";
    };
    const pem = (bits: number): string =>
      generateKeyPairSync("rsa", { modulusLength: bits })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString();
    const locked = generateKeyPairSync("rsa", { modulusLength: 2048 })
      .privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
      .toString();
    const curve = generateKeyPairSync("ec", { namedCurve: "P-256" })
      .privateKey.export({ type: "pkcs8", format: "pem" })
      .toString();

    assert.equal(why(""), "unreadable");
    assert.equal(why("hello"), "unreadable");
    assert.equal(why("-----BEGIN OPENSSH PRIVATE KEY-----"), "unreadable");
    assert.equal(why(ed25519.privateKey.replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA")), "unreadable");
    assert.equal(why("x".repeat(1_000_000)), "unreadable");
    assert.equal(why(rsa.publicKey), "public");
    assert.equal(why(locked), "passphrase");
    assert.equal(why(curve), "algorithm");
    assert.equal(why(pem(1_024)), "short");
  });

  it("refuses a file whose halves belong to different keys", async () => {
    const other = await keys.generate("ed25519");
    const body = (pair: GeneratedPair): Buffer =>
      Buffer.from(pair.privateKey.split("\n").slice(1, -2).join(""), "base64");
    const mixed = body(ed25519);
    // The seed stands 32 bytes before the second copy of the public key.
    const publicKey = Buffer.from(ed25519.publicKey.split(" ")[1] ?? "", "base64").subarray(-32);
    const at = mixed.lastIndexOf(publicKey) - 32;
    body(other).copy(mixed, at, at, at + 32);
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${mixed.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----`;

    assert.deepEqual(keys.importPrivateKey(text), { kind: "refused", why: "unreadable" });
  });

  describe("as ssh-keygen sees them", () => {
    before(async function () {
      if (await hasSshKeygen()) return;
      process.stderr.write("SKIPPED: no ssh-keygen here (package openssh-client)\n");
      this.skip();
    });

    it("agrees on public key and fingerprint of what was generated", async () => {
      await withSshKeygen(async (keygen) => {
        for (const pair of [rsa, ed25519]) {
          assert.equal(await keygen.publicKeyOf(pair.privateKey), pair.publicKey);
          assert.equal(await keygen.fingerprintOf(pair.publicKey), pair.fingerprint);
          assert.equal(fingerprint(pair.publicKey), pair.fingerprint);
        }
      });
    });

    for (const options of [
      ["-t", "ed25519"],
      ["-t", "rsa", "-b", "2048"],
      ["-t", "rsa", "-b", "2048", "-m", "PEM"],
      ["-t", "rsa", "-b", "2048", "-m", "PKCS8"],
    ])
      it(`imports what ssh-keygen ${options.join(" ")} made`, async () => {
        await withSshKeygen(async (keygen) => {
          const text = await keygen.make(...options, "-N", "", "-C", "a comment");

          const pair = imported(text);

          assert.equal(await keygen.publicKeyOf(pair.privateKey), pair.publicKey);
          assert.equal(await keygen.publicKeyOf(text), pair.publicKey);
        });
      });

    for (const [options, why] of [
      [["-t", "ed25519", "-N", "secret phrase"], "passphrase"],
      [["-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "secret phrase"], "passphrase"],
      [["-t", "ecdsa", "-N", ""], "algorithm"],
    ] as const)
      it(`refuses ssh-keygen ${options.join(" ")}: ${why}`, async () => {
        await withSshKeygen(async (keygen) => {
          assert.deepEqual(keys.importPrivateKey(await keygen.make(...options)), { kind: "refused", why });
        });
      });
  });
});
