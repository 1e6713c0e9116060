import assert from "node:assert/strict";
import type { FakeMessage, JsonObject } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { createFakeDirectory, unreachable, type FakeDirectory } from "../support/fake-directory.ts";
import { until } from "../support/until.ts";

const LDAP = {
  LDAP_URL: "ldap://127.0.0.1:1",
  LDAP_BIND_DN: "cn=ployst,dc=team,dc=example",
  LDAP_BIND_PASSWORD: "secret",
  LDAP_PEOPLE_DN: "ou=people,dc=team,dc=example",
  LDAP_GROUPS_DN: "ou=groups,dc=team,dc=example",
};
const KEY = `ssh-ed25519 ${keyOf(1)}`;

function keyOf(byte: number): string {
  const type = Buffer.from("ssh-ed25519");
  const length = (bytes: Buffer): Buffer => Buffer.from([0, 0, 0, bytes.length]);
  const point = Buffer.alloc(32, byte);
  return Buffer.concat([length(type), type, length(point), point]).toString("base64");
}

describe("an account", () => {
  let chat: Chat;
  let directory: FakeDirectory;
  beforeEach(async () => {
    directory = createFakeDirectory();
    chat = await startChat({ env: LDAP, overrides: { directory } });
  });
  afterEach(async () => {
    await chat.close();
  });

  const alone = () => chat.teams.personalChat(chat.mira);
  const say = async (text: string, where = alone()): Promise<string> =>
    (await chat.ask(chat.mira, text, where)).text;
  const save = (form: FakeMessage, inputs: JsonObject) =>
    chat.teams.clickButton(chat.mira, form.id, "Save", { shell: "/bin/bash", ...inputs });
  const complete = async (uid = "mchen") => {
    const form = await chat.ask(chat.mira, "account profile", alone());
    return save(form.message, { surname: "Chen", uid });
  };
  const registration = async () => {
    const { store } = chat.app.parts;
    return store.read(async (reads) => {
      const user = await reads.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      return reads.registrations.findByUser(user?.id ?? "");
    });
  };
  const inState = (state: string) => until(async () => (await registration())?.state === state);

  it("is shown with a button for each thing that is missing", async () => {
    const card = await chat.ask(chat.mira, "account", alone());

    assert.match(card.text, /Mira Chen[^]*GitHub\nNot signed in[^]*Teams\nNone[^]*SSH keys\nNone/);
    assert.match(card.text, /Directory\nSome details are missing/);
    assert.match(card.text, /Sign in to GitHub[^]*Complete details…[^]*Add SSH key…/);
  });

  it("tells in a channel only what everybody may know", async () => {
    await chat.signIn(chat.mira, "mira");
    await complete();
    await say("team create Platform");

    const text = await say("account", chat.channel);

    assert.match(text, /^\*\*Mira Chen\*\*: @mira on GitHub, in Platform\. Say `account` in a 1:1 chat/);
    assert.doesNotMatch(text, /mchen|example\.com/);
  });

  it("is completed with a form, and the directory gets it", async () => {
    const form = await chat.ask(chat.mira, "account profile", alone());
    assert.match(form.text, /mira\.chen@example\.com/);
    assert.match(JSON.stringify(form.message.card), /"value":"mchen"/);

    const saved = await save(form.message, { surname: "Chen", uid: "mchen", shell: "/bin/zsh" });

    assert.match(JSON.stringify(saved.card), /Your details are complete, mchen/);
    await inState("posix");
    const { uidNumber, ...entry } = directory.people.get("mchen") ?? { uidNumber: 0 };
    assert.deepEqual(entry, {
      ...{ uid: "mchen", gidNumber: uidNumber, commonName: "Mira Chen", surname: "Chen" },
      ...{ mail: "mira.chen@example.com", homeDirectory: "/home/mchen", loginShell: "/bin/zsh" },
      sshPublicKeys: [],
    });
    assert.match(await say("account"), /✅ You are mchen \(20000\), without an SSH key/);
    assert.match(await say("account profile"), /Your details are complete: your user name is "mchen"/);
    const made = await registration();
    const events = await chat.app.parts.store.read((reads) =>
      reads.events.listByEntity("registration", made?.id ?? "", { limit: 10 }),
    );
    assert.deepEqual(events.map(({ verb, toState }) => `${verb} ${toState}`).toReversed(), [
      "created created",
      "activated activated",
      "posix_requested pre_posix",
      "posix_created posix",
    ]);
  });

  it("is completed in a dialog where others read along, by whoever pressed", async () => {
    await chat.ask(chat.jon, "help");
    const card = await chat.ask(chat.mira, "account profile");
    assert.match(card.text, /Mira Chen, a short form/);
    assert.doesNotMatch(card.text, /mchen|@example/);

    const dialog = await chat.teams.clickButton(chat.jon, card.message.id, "Complete details…");
    const sent = await chat.teams.submitDialog(chat.jon, chat.channel, dialog.dialog?.card ?? {}, "Save", {
      ...{ surname: "Park", uid: "jpark", shell: "/bin/sh" },
    });

    assert.match(JSON.stringify(sent.body), /Your details are complete, jpark/);
    await until(() => directory.people.has("jpark"));
    assert.equal(directory.people.has("mchen"), false);
  });

  const refused: readonly (readonly [string, JsonObject, RegExp])[] = [
    ["capital letters", { uid: "MChen" }, /can't be a user name.*for example "mchen"/],
    ["a name that injects", { uid: "m,ou=x)(uid=*" }, /can't be a user name/],
    ["a digit first", { uid: "1mira" }, /can't be a user name/],
    ["33 characters", { uid: "m".repeat(33) }, /can't be a user name/],
    ["a bidi override", { uid: "m\u202echen" }, /can't be a user name/],
    ["root", { uid: "root" }, /systems use themselves/],
    ["systemd's", { uid: "systemd-network" }, /systems use themselves/],
    ["no surname", { surname: " " }, /Tell me your surname/],
    ["a surname with a line in it", { surname: "Chen\nroot" }, /Tell me your surname/],
    ["a surname read backwards", { surname: "\u202enehC" }, /Tell me your surname/],
    ["a shell of their own", { shell: "/tmp/mine" }, /not what I put there/],
  ];
  for (const [what, inputs, sentence] of refused)
    it(`is not completed with ${what}, and nothing of the form is kept`, async () => {
      const form = await chat.ask(chat.mira, "account profile", alone());

      const answer = await save(form.message, { surname: "Chen", uid: "mchen", ...inputs });

      assert.match(answer.error?.message ?? "", sentence);
      assert.equal(await registration(), undefined);
      assert.equal(directory.people.size, 0);
    });

  it("gets no name that somebody has, here or in the directory, but is told a free one", async () => {
    const form = await chat.ask(chat.jon, "account profile", chat.teams.personalChat(chat.jon));
    await chat.teams.clickButton(chat.jon, form.message.id, "Save", {
      ...{ surname: "Park", uid: "mchen", shell: "/bin/sh" },
    });
    await until(() => directory.people.has("mchen"));
    const person = directory.people.get("mchen");
    if (person !== undefined) directory.people.set("mchen2", { ...person, uid: "mchen2", uidNumber: 5 });

    const here = await complete("mchen");
    const there = await complete("mchen2");

    assert.match(here.error?.message ?? "", /"mchen" is somebody else's\..*"mchen3"/);
    assert.match(there.error?.message ?? "", /"mchen2" is somebody else's\..*"mchen3"/);
    assert.equal(await registration(), undefined);
  });

  it("is completed once, however often the form is sent", async () => {
    const form = await chat.ask(chat.mira, "account profile", alone());

    const answers = await Promise.all(
      ["mchen", "other"].map((uid) => save(form.message, { surname: "Chen", uid })),
    );

    await inState("posix");
    assert.equal(directory.people.size, 1);
    const refusal = answers.map(({ error }) => error?.message ?? "").join("");
    assert.match(refusal, /Your details are complete: your user name is "(?:mchen|other)"/);
  });

  it("doesn't wait for a directory that says nothing", async () => {
    directory.before = (call) => (call === "find" ? new Promise(() => undefined) : undefined);
    const form = await chat.ask(chat.mira, "account profile", alone());

    const saved = await save(form.message, { surname: "Chen", uid: "mchen" });

    assert.match(JSON.stringify([saved.card, saved.toast]), /Your details are complete|goes on|working/i);
    await inState("pre_posix");
  });

  it("waits visibly while the directory is away, and is made when it is back", async () => {
    directory.failure = unreachable();
    await complete();
    await until(async () => ((await registration())?.ldapError ?? "") !== "");

    assert.match(
      await say("account"),
      /⏳ Your account mchen is on its way[^]*⚠️ The directory doesn't answer/,
    );
    assert.equal((await registration())?.state, "pre_posix");
    directory.failure = undefined;
  });

  it("goes on with what was asked for when its details are there, once", async () => {
    const { store } = chat.app.parts;
    await say("help");
    const before = alone().threads.length;
    await store.transaction(async (tx) => {
      const user = await tx.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      const conversation = await tx.conversations.findByChannel(alone().id);
      const pending = {
        userId: user?.id ?? "",
        conversationId: conversation?.id ?? "",
        waitsFor: "profile",
      } as const;
      const expiresAt = new Date(Date.now() + 60_000);
      for (const text of ["about", "about"]) await tx.pendingCommands.create({ ...pending, text, expiresAt });
    });

    const saved = await complete();

    assert.match(JSON.stringify(saved.card), /goes on by itself now/);
    const answered = (): readonly FakeMessage[] =>
      alone()
        .threads.slice(before)
        .filter((one) => one.from === "bot" && /Ployst/.test(readable(one)));
    await chat.teams.world.waitFor(() => answered()[0]);
    await inState("posix");
    assert.equal(answered().length, 1);
  });

  it("keeps SSH keys, and the directory follows", async () => {
    await complete();
    await inState("posix");

    assert.match(await say(`account key add ${KEY} mira@laptop`), /✅ Added your key `ssh-ed25519` `SHA256:/);
    await inState("valid");
    assert.deepEqual(directory.people.get("mchen")?.sshPublicKeys, [`${KEY} mira@laptop`]);
    assert.match(await say(`account key add ${KEY} other`), /You have that key already \(SHA256:/);
    assert.match(
      await say("account key list", chat.channel),
      /1\. `ssh-ed25519` `SHA256:[^`]+` \(mira@laptop\)/,
    );
    assert.match(await say("account key remove 7"), /no key "7"/);
    assert.match(await say("account key remove 1"), /✅ Removed your key/);
    await until(() => directory.people.get("mchen")?.sshPublicKeys.length === 0);
    assert.match(await say("account key list"), /no SSH keys here/);
  });

  it("takes a key in a dialog, and says loudly what a private one is", async () => {
    const card = await chat.ask(chat.mira, "account", alone());
    const dialog = await chat.teams.clickButton(chat.mira, card.message.id, "Add SSH key…");
    const send = (secretKey: string) =>
      chat.teams.submitDialog(chat.mira, alone(), dialog.dialog?.card ?? {}, "Add key", { secretKey });

    const wrong = await send(
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA\n-----END OPENSSH PRIVATE KEY-----",
    );
    const two = await send(`${KEY}\n${KEY}`);
    const good = await send(`${KEY} \u202elaptop\n`);

    assert.match(JSON.stringify(wrong.body), /That is a PRIVATE key!.*consider it leaked/);
    assert.match(JSON.stringify(two.body), /One key at a time/);
    assert.match(JSON.stringify(good.body), /Added your key.*\(laptop\)/);
  });

  it("says of each bad key what is wrong with it", async () => {
    const add = (key: string): Promise<string> => say(`account key add ${key}`, chat.channel);

    assert.match(await add("-----BEGIN RSA PRIVATE KEY----- MIIEow"), /private key/i);
    assert.match(await add(`command="id" ${KEY}`), /without options/);
    assert.match(await add("ssh-dss AAAAB3NzaC1kc3M="), /don't take that kind/);
    assert.match(await add(KEY.slice(0, -9)), /damaged/);
    assert.match(await say("account key add"), /Tell me the public key/);
    assert.match(await say("account key list"), /no SSH keys here/);
  });

  it("takes at most twenty keys", async () => {
    assert.match(await say(`account key add ssh-ed25519 ${keyOf(1)} k1`), /✅/);
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      for (let n = 2; n <= 19; n += 1) {
        const key = { type: "ssh-ed25519", publicKey: `ssh-ed25519 ${keyOf(n)}`, comment: `k${n}` };
        await tx.sshPublicKeys.add({ userId: user?.id ?? "", fingerprint: `SHA256:k${n}`, ...key });
      }
    });
    assert.match(await say(`account key add ssh-ed25519 ${keyOf(20)} k20`), /✅/);

    assert.match(await say(`account key add ssh-ed25519 ${keyOf(21)}`), /20 keys, which is the most/);
  });

  it("is in the groups of its teams", async () => {
    await complete();
    await inState("posix");

    await say("team create Web Shop");

    await until(() => [...directory.groups.values()].some(({ members }) => members.has("mchen")));
    assert.match([...directory.groups.keys()].join(), /^web-shop-[0-9a-f]{8}$/);
  });
});

describe("an account without a directory", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
  });
  after(async () => {
    await chat.close();
  });

  it("is asked for nothing, and has keys all the same", async () => {
    const alone = chat.teams.personalChat(chat.mira);

    const card = await chat.ask(chat.mira, "account", alone);
    const profile = await chat.ask(chat.mira, "account profile", alone);
    const key = await chat.ask(chat.mira, `account key add ${KEY}`, alone);

    assert.doesNotMatch(card.text, /Directory|Complete details/);
    assert.match(profile.text, /No directory is set up/);
    assert.match(key.text, /✅ Added/);
  });
});
