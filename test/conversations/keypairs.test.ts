import assert from "node:assert/strict";
import { createKeyPairs } from "../../src/adapters/keys/index.ts";
import type { Reads } from "../../src/adapters/store/contract/index.ts";
import type { FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { hasSshKeygen, withSshKeygen } from "../support/ssh-keygen.ts";
import { until } from "../support/until.ts";

describe("key pairs", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => {
    await chat.close();
  });

  const read = <T>(work: (reads: Reads) => Promise<T>): Promise<T> => chat.app.parts.store.read(work);
  const alone = (person: FakePerson) => chat.teams.personalChat(person);
  const own = async (person: FakePerson, text: string): Promise<string> =>
    (await chat.ask(person, text, alone(person))).text;
  const userOf = async ({ tenantId, aadObjectId }: FakePerson): Promise<string> =>
    (await read((reads) => reads.users.findByAad(tenantId, aadObjectId)))?.id ?? "";
  /** The person has spoken before, and got their first pair. */
  const settled = async (person: FakePerson): Promise<string> => {
    await own(person, "help");
    const userId = await userOf(person);
    await until(async () => {
      const pairs = await read((reads) =>
        reads.keyPairs.listByOwner({ ownerType: "user", ownerId: userId }, { limit: 5 }),
      );
      return pairs.length === 1;
    });
    return userId;
  };
  const press = (message: FakeMessage, title: string, by = chat.mira, inputs = {}) =>
    chat.teams.clickButton(by, message.id, title, inputs);
  const makeTeam = (ownerId: string) =>
    chat.app.parts.store.transaction(async (tx) => {
      const team = await tx.teams.create({ tenantId: chat.mira.tenantId, name: "Platform", ownerId });
      if (team === undefined) throw new Error("no team");
      const member = { teamId: team.id, userId: ownerId, permissions: [], state: "active" } as const;
      await tx.teamMembers.create({ ...member, role: "owner" });
      return team;
    });
  const eventsOf = async (userId: string): Promise<readonly string[]> => {
    const events = await read((reads) => reads.events.listByActor(userId, { limit: 50 }));
    return events.filter(({ entityType }) => entityType === "key_pair").map(({ verb }) => verb);
  };

  it("gives everybody an RSA pair with their first message, and only one", async () => {
    const userId = await settled(chat.mira);
    await own(chat.mira, "help");

    const text = await own(chat.mira, "keypair list");

    assert.match(text, /1 · \*\*account\*\*\n🟢 Active · RSA/);
    assert.doesNotMatch(text, /2 · /);
    const [pair] = await read((reads) =>
      reads.keyPairs.listByOwner({ ownerType: "user", ownerId: userId }, { limit: 5 }),
    );
    const events = await read((reads) => reads.events.listByEntity("key_pair", pair?.id ?? "", { limit: 5 }));
    assert.deepEqual(
      events.map(({ verb, actorType }) => [verb, actorType]),
      [["created", "component"]],
    );
    assert.doesNotMatch(JSON.stringify(events), /PRIVATE/);
  });

  it("makes a pair and shows its public half, which ssh-keygen takes", async function () {
    const text = await own(chat.mira, "keypair create Deploys");

    assert.match(text, /^✅ Made key pair \*\*Deploys\*\* \(Ed25519\) of yours/);
    assert.doesNotMatch(text, /PRIVATE/);
    const [, line = ""] = /```\n(.+)\n```/.exec(text) ?? [];
    const [, fingerprint] = /`(SHA256:[^`]+)`/.exec(text) ?? [];
    assert.match(line, / ployst-Deploys$/);
    if (!(await hasSshKeygen())) return this.skip();
    await withSshKeygen(async (keygen) => {
      assert.equal(await keygen.fingerprintOf(line), fingerprint);
    });
  });

  it("names pairs itself, and refuses names that are taken or none", async () => {
    await settled(chat.mira);

    assert.match(await own(chat.mira, "keypair create rsa"), /\*\*key-1\*\* \(RSA\)/);
    assert.match(await own(chat.mira, "keypair create"), /\*\*key-2\*\* \(Ed25519\)/);
    assert.match(await own(chat.mira, "keypair create KEY-1"), /called \*\*KEY-1\*\* already/);
    assert.match(await own(chat.mira, "keypair create 7"), /"7" can't name/);
    assert.match(await own(chat.mira, "keypair create two words"), /can't name/);
    assert.match(await own(chat.mira, "keypair show 9"), /You have no key pair "9"/);
    assert.match(await own(chat.mira, "keypair show"), /which key pair/);
  });

  it("rotates: the old one is revoked at once where no server uses it", async () => {
    const userId = await settled(chat.mira);
    const before = await own(chat.mira, "keypair show account");

    const text = await own(chat.mira, "keypair rotate 1");

    assert.match(text, /Rotated key pair \*\*account\*\* \(RSA\).*No server used the old one/);
    const after = await own(chat.mira, "keypair show account");
    assert.notEqual(/SHA256:\S+`/.exec(after)?.[0], /SHA256:\S+`/.exec(before)?.[0]);
    assert.doesNotMatch(await own(chat.mira, "keypair list"), /2 · /);
    assert.deepEqual(await eventsOf(userId), ["revoked", "rotated", "created"]);
  });

  it("revokes after a confirmation, that very pair", async () => {
    const userId = await settled(chat.mira);
    await own(chat.mira, "keypair create spare");
    const asked = await chat.ask(chat.mira, "keypair revoke 2", alone(chat.mira));
    assert.match(asked.text, /Revoke key pair \*\*spare\*\* \(Ed25519\) of yours/);

    const { card } = await press(asked.message, "Revoke");

    assert.match(JSON.stringify(card), /Revoked key pair/);
    assert.doesNotMatch(await own(chat.mira, "keypair list"), /spare/);
    assert.deepEqual(await eventsOf(userId), ["revoked", "created"]);
  });

  it("asks again when the number has come to mean another pair", async () => {
    await settled(chat.mira);
    await own(chat.mira, "keypair create one");
    await own(chat.mira, "keypair create two");
    const asked = await chat.ask(chat.mira, "keypair revoke 2", alone(chat.mira));
    const other = await chat.ask(chat.mira, "keypair revoke one", alone(chat.mira));
    await press(other.message, "Revoke");

    await press(asked.message, "Revoke");

    assert.match(await own(chat.mira, "keypair list"), /two/);
  });

  it("keeps people's pairs apart", async () => {
    await own(chat.mira, "keypair create secret-name");
    await settled(chat.jon);

    assert.match(await own(chat.jon, "keypair show secret-name"), /You have no key pair/);
  });

  it("lets only those with the power manage a team's pairs", async () => {
    const team = await makeTeam(await settled(chat.mira));

    assert.match(await own(chat.mira, "keypair list team"), /Team Platform has no key pairs/);
    assert.match(
      await own(chat.mira, "keypair create team deploys"),
      /\*\*deploys\*\* \(Ed25519\) of team Platform/,
    );
    assert.match(await own(chat.mira, "keypair list team"), /1 · \*\*deploys\*\*/);
    assert.match(await own(chat.mira, "keypair rotate team deploys"), /Rotated key pair \*\*deploys\*\*/);
    assert.match(await own(chat.jon, "keypair create team mine"), /You aren't in a team yet/);
    const events = await read((reads) => reads.events.listByTeam(team.id, { limit: 10 }));
    assert.deepEqual(
      events.filter(({ entityType }) => entityType === "key_pair").map(({ verb }) => verb),
      ["revoked", "rotated", "created", "created"],
    );
  });

  describe("importing", () => {
    const form = async (text = "keypair import laptop") => {
      const offered = await chat.ask(chat.mira, text, alone(chat.mira));
      const { dialog } = await press(offered.message, "Open the form…");
      assert.ok(dialog);
      return dialog.card;
    };
    const send = async (card: Awaited<ReturnType<typeof form>>, inputs: Record<string, string>) =>
      (await chat.teams.submitDialog(chat.mira, alone(chat.mira), card, "Import", inputs)).toast ?? "";

    it("takes the key of a form in the 1:1 chat", async () => {
      const pair = await createKeyPairs().generate("ed25519");

      const said = await send(await form(), { name: "laptop", secretPrivateKey: pair.privateKey });

      assert.match(said, /Imported key pair laptop/);
      const shown = await own(chat.mira, "keypair show laptop");
      assert.ok(shown.includes(pair.fingerprint));
      assert.ok(shown.includes(pair.publicKey));
    });

    it("refuses what it can't use, in words", async () => {
      const pair = await createKeyPairs().generate("ed25519");

      assert.match(await send(await form(), { name: "", secretPrivateKey: "hello" }), /can't read that/);
      assert.match(await send(await form(), { name: "", secretPrivateKey: pair.publicKey }), /public key/);
      assert.match(
        await send(await form(), { name: "a b", secretPrivateKey: pair.privateKey }),
        /can't name/,
      );
      await send(await form(), { name: "one", secretPrivateKey: pair.privateKey });
      assert.match(
        await send(await form(), { name: "two", secretPrivateKey: pair.privateKey }),
        /here already/,
      );
    });

    it("works in a 1:1 chat only", async () => {
      assert.match((await chat.ask(chat.mira, "keypair import")).text, /1:1 chat with me only/);
    });

    it("says loudly what a private key in a message means, and keeps nothing of it", async () => {
      const { privateKey } = await createKeyPairs().generate("ed25519");
      const body = privateKey.split("\n")[1] ?? "";

      for (const where of [chat.channel, alone(chat.mira)])
        for (const text of [
          `keypair import ${privateKey}`,
          privateKey,
          `account key add ${privateKey.slice(0, 150)}`,
        ]) {
          const { text: said } = await chat.ask(chat.mira, text, where);
          assert.match(said, /That was a private key, in a message!.*stolen/);
          assert.ok(!said.includes(body));
        }

      const jobs = await read((reads) => reads.events.listByTenant(chat.mira.tenantId, { limit: 500 }));
      assert.ok(!JSON.stringify(jobs).includes(body));
    });
  });

  it("shows a list that is readable", async () => {
    await settled(chat.mira);

    const { message } = await chat.ask(chat.mira, "keypair list", alone(chat.mira));

    assert.match(readable(message), /Private keys are kept sealed/);
  });
});
