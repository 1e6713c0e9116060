import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { there } from "../../adapters/store/suite/team-world.ts";
import { openAccounts, type AccountWorld, type Invite } from "./world.ts";
import { Visitor } from "./visitor.ts";

const KEY = `ssh-ed25519 ${ed25519Blob().toString("base64")} ada@laptop <b>`;

describe("SSH keys on the account page", () => {
  let world: AccountWorld;
  let invite: Invite;
  let visitor: Visitor;
  beforeEach(async () => {
    world = await openAccounts();
    invite = await world.invite();
    await world.activate(invite);
    visitor = new Visitor(world.origin);
    await world.logIn(visitor);
  });
  afterEach(() => world.close());

  const keys = () => world.store.read((reads) => reads.sshPublicKeys.list(invite.recipient.id));
  const add = async (key: string) => {
    await visitor.open("/account");
    return visitor.send("/account/keys", { key });
  };

  it("are added, shown and removed", async () => {
    const added = await add(KEY);

    assert.match(added.html, /role="status">The key is added/);
    const { fingerprint } = there((await keys())[0]);
    assert.ok(added.text.includes(`Remove key ${fingerprint}`));
    assert.ok(!added.html.includes("<b>"));
    const removed = await visitor.send("/account/keys/remove", {});

    assert.match(removed.html, /role="status">The key is removed/);
    assert.deepEqual(await keys(), []);
  });

  it("are refused with the reason beside the field, which keeps what was typed", async () => {
    const refused = await add("ssh-ed25519 AAAA</textarea><script>");

    assert.equal(refused.status, 400);
    assert.match(refused.html, /id="key-problem" role="alert"/);
    assert.match(refused.text, /autofocus>ssh-ed25519 AAAA<\/textarea><script>/);
    assert.ok(!refused.html.includes("<script>"));
    await add(KEY);
    assert.match((await add(KEY)).html, /role="alert"/);
    assert.equal((await keys()).length, 1);
  });

  it("never show a private key again", async () => {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });

    const refused = await add(String(pem));

    assert.equal(refused.status, 400);
    assert.match(refused.html, /role="alert"/);
    assert.ok(!refused.html.includes("BEGIN PRIVATE KEY"));
    assert.ok(!world.logged.join("").includes("BEGIN PRIVATE KEY"));
  });

  it("of others can't be removed", async () => {
    const other = { userId: world.owner.id, type: "ssh-ed25519", publicKey: KEY, comment: "" };
    await world.store.transaction((tx) => tx.sshPublicKeys.add({ ...other, fingerprint: "SHA256:other" }));
    await add(KEY);

    const refused = await visitor.send("/account/keys/remove", { fingerprint: "SHA256:other" });

    assert.equal(refused.status, 404);
    const left = await world.store.read((reads) => reads.sshPublicKeys.list(world.owner.id));
    assert.equal(left.length, 1);
  });
});

/** A real public key, as OpenSSH packs it (RFC 8709). */
function ed25519Blob(): Buffer {
  const raw = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const packed = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  return Buffer.concat([packed(Buffer.from("ssh-ed25519")), packed(raw)]);
}
