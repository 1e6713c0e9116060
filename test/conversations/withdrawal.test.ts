import assert from "node:assert/strict";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import type { RegistrationRecord, UserRecord } from "../../src/adapters/store/index.ts";
import { readable, startChat, type Chat, type Heard } from "../support/chat.ts";
import { createFakeDirectory, unreachable, type FakeDirectory } from "../support/fake-directory.ts";
import { until } from "../support/until.ts";

const ADMIN_USERS = "6c2f1b9e-7d35-4f0a-9b52-0d3f0e6f7a11";
const ENV = {
  ADMIN_USERS,
  LDAP_URL: "ldap://127.0.0.1:1",
  LDAP_BIND_DN: "cn=ployst,dc=team,dc=example",
  LDAP_BIND_PASSWORD: "secret",
  LDAP_PEOPLE_DN: "ou=people,dc=team,dc=example",
  LDAP_GROUPS_DN: "ou=groups,dc=team,dc=example",
};
const NO_SHELL = "/usr/sbin/nologin";

describe("the end of an account", () => {
  let chat: Chat;
  let directory: FakeDirectory;
  let ada: FakePerson;
  beforeEach(async () => {
    directory = createFakeDirectory();
    chat = await startChat({ env: ENV, overrides: { directory } });
    chat.channel.members.add(chat.jon);
    ada = chat.teams.person({ name: "Ada Admin", aadObjectId: ADMIN_USERS });
  });
  afterEach(() => chat.close());

  /** Says it in the 1:1 chat, with `@{0}` for the person, and waits for the answer. */
  const tell = async (
    from: FakePerson,
    text: string,
    person?: FakePerson,
    where = chat.teams.personalChat(from),
  ): Promise<Heard> => {
    const before = new Set(where.threads.map(({ id }) => id));
    const mentions = person === undefined ? [] : [person];
    const { activityId } = await chat.teams.say(from, where, text, { mentions });
    return chat.teams.world.waitFor(() => {
      const thread = where.threads.find(({ id }) => id === activityId);
      const answers = where.type === "channel" ? (thread?.replies ?? []) : where.threads;
      const message = answers.find(({ id, from: sender }) => sender === "bot" && !before.has(id));
      if (message === undefined || thread === undefined) return undefined;
      return { text: readable(message), message, thread };
    });
  };
  const press = async (from: FakePerson, asked: Heard, button: string): Promise<string> =>
    JSON.stringify(await chat.teams.clickButton(from, asked.message.id, button));
  const known = async (
    who: FakePerson,
  ): Promise<{ readonly user: UserRecord; readonly registration: RegistrationRecord | undefined }> =>
    chat.app.parts.store.read(async (reads) => {
      const user = await reads.users.findByAad(who.tenantId, who.aadObjectId);
      assert.ok(user !== undefined);
      return { user, registration: await reads.registrations.findByUser(user.id) };
    });
  const inState = (who: FakePerson, state: string) =>
    until(async () => (await known(who)).registration?.state === state);
  const verbs = (entityType: string, id: string) =>
    chat.app.parts.store.read(async (reads) => {
      const events = await reads.events.listByEntity(entityType, id, { limit: 50 });
      return events.map(({ verb }) => verb).toReversed();
    });

  /** Jon: an account in the directory, a member of Mira's team. */
  const jonIsIn = async (): Promise<void> => {
    const form = await tell(chat.jon, "account profile");
    await chat.teams.clickButton(chat.jon, form.message.id, "Save", {
      ...{ surname: "Park", uid: "jpark", shell: "/bin/bash" },
    });
    await inState(chat.jon, "posix");
    assert.match((await tell(chat.mira, "team create Platform")).text, /^✅/);
    await invite();
    assert.match((await tell(chat.jon, "invitation accept")).text, /You are in team \*\*Platform|✅/);
    await until(() => isInGroup());
  };
  const invite = async (): Promise<void> => {
    assert.match(
      (await tell(chat.mira, "team invite @{0}", chat.jon, chat.channel)).text,
      /^✅ Jon Park is invited/,
    );
  };
  const isInGroup = (): boolean => [...directory.groups.values()].some(({ members }) => members.has("jpark"));
  const openSession = async (userId: string): Promise<void> => {
    const access = { userId, name: "laptop", scopes: ["page"], expiresAt: new Date(Date.now() + 60_000) };
    await chat.app.parts.store.transaction(async (tx) => {
      await tx.webSessions.create({ ...access, tokenHash: "a session" });
      await tx.apiTokens.create({ ...access, tokenHash: "a token" });
      await tx.accountTokens.create({ ...access, kind: "reset", tokenHash: "a link" });
      await tx.serviceConnections.save({
        ...{ ownerType: "user", ownerId: userId, provider: "jira", baseUrl: "https://jira.example" },
        ...{ settings: {}, credentials: { token: "secret" } },
      });
    });
  };
  const living = (userId: string) =>
    chat.app.parts.store.transaction(async (tx) => ({
      sessions: (await tx.webSessions.listLive(userId)).length,
      tokens: (await tx.apiTokens.listLive(userId)).length,
      link: await tx.accountTokens.findLiveByUser("reset", userId),
      services: (await tx.serviceConnections.listByOwner({ ownerType: "user", ownerId: userId }))
        .map(({ state }) => state)
        .filter((state) => state !== "disabled"),
      teams: (await tx.teams.listForUser(userId)).length,
      invitations: (await tx.teamInvitations.listPendingByRecipient(userId, { limit: 5 })).length,
    }));
  const NOTHING = { sessions: 0, tokens: 0, link: undefined, services: [], teams: 0, invitations: 0 };

  it("takes all that was theirs, once an administrator has read what and pressed", async () => {
    await jonIsIn();
    await tell(chat.mira, "team create Payments");
    await invite();
    const { user, registration } = await known(chat.jon);
    await openSession(user.id);

    const asked = await tell(ada, "account withdraw @{0}", chat.jon);
    assert.match(asked.text, /End the account of \*\*Jon Park\*\*\?[^]*leave Platform[^]*disables jpark/);
    assert.equal((await known(chat.jon)).registration?.state, "posix");
    assert.match(await press(ada, asked, "Withdraw"), /The account of Jon Park has ended/);

    assert.equal((await known(chat.jon)).registration?.state, "withdrawn");
    assert.deepEqual(await living(user.id), NOTHING);
    await until(() => directory.people.get("jpark")?.loginShell === NO_SHELL);
    assert.equal(isInGroup(), false);
    assert.ok((await verbs("registration", registration?.id ?? "")).includes("withdrawn"));
    assert.ok((await verbs("user", user.id)).includes("access_ended"));
    assert.match((await tell(chat.jon, "account")).text, /Your account was withdrawn/);
    assert.match((await tell(chat.jon, "account profile")).text, /Your account was withdrawn/);
  });

  it("is made up for by an invitation: the same name and number, enabled again", async () => {
    await jonIsIn();
    const number = (await known(chat.jon)).registration?.posix?.uidNumber;
    await press(ada, await tell(ada, "account withdraw @{0}", chat.jon), "Withdraw");
    await until(() => directory.people.get("jpark")?.loginShell === NO_SHELL);

    await invite();
    await tell(chat.jon, "invitation accept");
    const form = await tell(chat.jon, "account profile");
    await chat.teams.clickButton(chat.jon, form.message.id, "Save", {
      ...{ surname: "Park", uid: "jpark", shell: "/bin/bash" },
    });

    await inState(chat.jon, "posix");
    assert.equal(directory.people.get("jpark")?.loginShell, "/bin/bash");
    assert.equal(directory.people.get("jpark")?.uidNumber, number);
    await until(() => isInGroup());
  });

  it("waits for a directory that is away", async () => {
    await jonIsIn();
    directory.failure = unreachable();

    await press(ada, await tell(ada, "account withdraw @{0}", chat.jon), "Withdraw");

    assert.equal((await known(chat.jon)).registration?.state, "withdrawn");
    await until(async () => (await known(chat.jon)).registration?.ldapError !== "");
    assert.equal(directory.people.get("jpark")?.loginShell, "/bin/bash");
  });

  it("is refused to who isn't an administrator, of oneself, of an owner and of nobody", async () => {
    await jonIsIn();

    const byMira = await tell(chat.mira, "account withdraw @{0}", chat.jon);
    const oneself = await tell(ada, "account withdraw @{0}", ada);
    const owner = await tell(ada, "account withdraw @{0}", chat.mira);
    const stranger = await tell(ada, "account withdraw nobody@example.com");
    const nobody = await tell(ada, "account withdraw Jon");

    assert.match(byMira.text, /administrator/);
    assert.match(oneself.text, /Say account close|Say `account close`/);
    assert.match(owner.text, /Mira Chen owns Platform/);
    assert.match(stranger.text, /nobody@example\.com has no account that I could end/);
    assert.match(nobody.text, /Mention the one person first/);
    assert.equal((await known(chat.jon)).registration?.state, "posix");
  });

  it("is refused when the person came to own a team while the card waited", async () => {
    await jonIsIn();
    const asked = await tell(ada, "account withdraw @{0}", chat.jon);
    await tell(chat.jon, "team create Mine");

    assert.match(await press(ada, asked, "Withdraw"), /Jon Park owns Mine/);

    assert.equal((await known(chat.jon)).registration?.state, "posix");
    assert.equal((await living((await known(chat.jon)).user.id)).teams, 2);
  });

  it("is everybody's own to bring about, except an owner's", async () => {
    await jonIsIn();
    assert.match((await tell(chat.mira, "account close")).text, /You own Platform/);
    assert.match((await tell(chat.eve, "account close")).text, /no account here that I could end/);

    const asked = await tell(chat.jon, "account close");
    assert.match(asked.text, /You leave Platform/);
    assert.match(await press(chat.jon, asked, "Close my account"), /Your account has ended/);

    assert.deepEqual(await living((await known(chat.jon)).user.id), NOTHING);
    await until(() => directory.people.get("jpark")?.loginShell === NO_SHELL);
    assert.match((await tell(chat.jon, "account close")).text, /no account here that I could end/);
  });
});
