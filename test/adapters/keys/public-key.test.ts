import assert from "node:assert/strict";
import { parsePublicKey, type PublicKeyRefusal } from "../../../src/adapters/keys/index.ts";
import { sshString } from "../../../src/adapters/keys/ssh-wire.ts";
import { hasSshKeygen, withSshKeygen } from "../../support/ssh-keygen.ts";

const ED25519 = lineOf("ssh-ed25519", Buffer.alloc(32, 7));
const POINT = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 9)]);

function lineOf(type: string, ...parts: readonly (Buffer | string)[]): string {
  return `${type} ${Buffer.concat([type, ...parts].map(sshString)).toString("base64")}`;
}

function rsa(bits: number): string {
  const modulus = Buffer.alloc(bits / 8 + 1, 0xff);
  modulus[0] = 0;
  return lineOf("ssh-rsa", Buffer.from([1, 0, 1]), modulus);
}

describe("a public key for SSH", () => {
  it("is read with its comment, and its fingerprint is the one that ssh-keygen prints", async function () {
    if (!(await hasSshKeygen())) this.skip();
    const kinds = [
      ["-t", "ed25519"],
      ["-t", "ecdsa", "-b", "256"],
      ["-t", "ecdsa", "-b", "384"],
      ["-t", "ecdsa", "-b", "521"],
      ["-t", "rsa", "-b", "2048"],
    ];
    await withSshKeygen(async (keygen) => {
      for (const options of kinds) {
        const line = await keygen.publicKeyOf(await keygen.make(...options, "-N", ""));
        const read = parsePublicKey(`  ${line}   mira@laptop  work `);

        assert.ok(read.kind === "key", options.join(" "));
        assert.equal(read.key.publicKey, line);
        assert.equal(read.key.fingerprint, await keygen.fingerprintOf(line));
        assert.equal(read.key.comment, "mira@laptop work");
        assert.ok(line.startsWith(`${read.key.type} `));
      }
    });
  });

  it("may live in a security key", () => {
    const kinds = [
      lineOf("sk-ssh-ed25519@openssh.com", Buffer.alloc(32, 7), "ssh:"),
      lineOf("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", POINT, "ssh:work"),
    ];
    for (const line of kinds) assert.equal(parsePublicKey(line).kind, "key");
  });

  const refusals: readonly (readonly [string, string, PublicKeyRefusal])[] = [
    ["nothing", "  ", "empty"],
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "private"],
    ["a private key on one line", "x -----BEGIN RSA PRIVATE KEY----- MIIE", "private"],
    ["one of PuTTY's", "PuTTY-User-Key-File-3: ssh-ed25519", "private"],
    ["two lines", `${ED25519}\n${ED25519}`, "several"],
    ["two keys on one line", `${ED25519} ${ED25519}`, "several"],
    ["options", `command="ls" ${ED25519}`, "options"],
    ["more options", `no-pty,from="10.0.0.1" ${ED25519}`, "options"],
    ["DSA", lineOf("ssh-dss", "x"), "type"],
    ["a certificate", lineOf("ssh-ed25519-cert-v01@openssh.com", "x"), "type"],
    ["something else", "hello there", "type"],
    ["a type in a case of its own", ED25519.replace("ssh", "SSH"), "type"],
    ["no base64", "ssh-ed25519", "damaged"],
    ["broken base64", `${ED25519}!`, "damaged"],
    ["base64 that is cut", ED25519.slice(0, -9), "damaged"],
    [
      "a type inside that is another",
      lineOf("ssh-rsa", Buffer.alloc(32)).replace("ssh-rsa", "ssh-ed25519"),
      "damaged",
    ],
    ["a key that is too long for its type", lineOf("ssh-ed25519", Buffer.alloc(33)), "damaged"],
    ["something behind the key", lineOf("ssh-ed25519", Buffer.alloc(32), "more"), "damaged"],
    [
      "a length beyond the end",
      `ssh-ed25519 ${Buffer.from("ffffffff00", "hex").toString("base64")}`,
      "damaged",
    ],
    ["the wrong curve", lineOf("ecdsa-sha2-nistp384", "nistp256", POINT), "damaged"],
    ["a point of another length", lineOf("ecdsa-sha2-nistp256", "nistp256", POINT.subarray(1)), "damaged"],
    ["RSA that is too short", rsa(1_024), "short"],
    ["RSA that is a bit too short", rsa(2_040), "short"],
    ["RSA of an absurd length", rsa(32_768), "damaged"],
    ["a bidi override in the key", ED25519.replace("AAAA", "AA\u202eAA"), "damaged"],
    ["no end", `ssh-ed25519 ${"A".repeat(9_000)}`, "damaged"],
  ];
  for (const [what, text, why] of refusals)
    it(`is refused: ${what}`, () => {
      assert.deepEqual(parsePublicKey(text), { kind: "refused", why });
    });

  it("keeps of its comment what can be seen", () => {
    const read = parsePublicKey(`${ED25519} mira\u202e\u0007@laptop\u200b`);

    assert.ok(read.kind === "key");
    assert.equal(read.key.comment, "mira@laptop");
    const long = parsePublicKey(`${ED25519} ${"x".repeat(500)}`);
    assert.ok(long.kind === "key" && long.key.comment.length === 100);
  });

  it("of 2048 bits and more is long enough", () => {
    assert.equal(parsePublicKey(rsa(2_048)).kind, "key");
    assert.equal(parsePublicKey(rsa(16_384)).kind, "key");
  });
});
