import assert from "node:assert/strict";
import type { FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { followSignIn } from "../support/browser.ts";
import { buttonUrl, readable, startChat, type Chat } from "../support/chat.ts";

describe("the first steps", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => {
    await chat.close();
  });

  const own = (person: FakePerson, text: string) => chat.ask(person, text, chat.teams.personalChat(person));
  const press = async (message: FakeMessage, title: string, by = chat.mira, inputs = {}): Promise<string> => {
    const { card, error, toast } = await chat.teams.clickButton(by, message.id, title, inputs);
    return error?.message ?? toast ?? readable({ ...message, card: card ?? {} });
  };
  const buttons = ({ card }: FakeMessage): string => JSON.stringify(card?.["actions"] ?? []);

  it("show who is new that signing in comes first, and promise nothing that isn't there", async () => {
    const { text, message } = await own(chat.mira, "start");

    assert.match(text, /First steps of Mira Chen/);
    assert.match(text, /👉 1 · \*\*Sign in to GitHub\*\*/);
    assert.match(text, /⬜ 2 · Choose or create a team/);
    assert.match(text, /⬜ 3 · Subscribe this chat/);
    assert.match(text, /⬜ 4 · Add your SSH public key/);
    assert.match(text, /⬜ 5 · Add a cloud\nFrom here on it is done in a team/);
    assert.match(text, /⬜ 6 · Create servers\n⬜ 7 · Create a project\n⬜ 8 · Deploy\n/);
    assert.doesNotMatch(text, /profile/i);
    assert.match(buttons(message), /"Sign in".*"Skip".*"Look again"/);
    assert.doesNotMatch(buttons(message), /Create team/);
  });

  it("go on by themselves after the sign-in", async () => {
    const { message } = await own(chat.mira, "start");
    const where = chat.teams.personalChat(chat.mira);
    const seen = new Set(where.threads.map(({ id }) => id));

    await press(message, "Sign in");

    const found = (pattern: RegExp): Promise<FakeMessage> =>
      chat.teams.world.waitFor(() =>
        where.threads.find((one) => !seen.has(one.id) && pattern.test(readable(one))),
      );
    const card = await found(/Connect your GitHub/);
    const { code } = await followSignIn(buttonUrl(card), "mira", chat.lab);
    await chat.teams.say(chat.mira, where, `signin ${code}`);
    assert.match(readable(await found(/You act as @mira/)), /👉 2 · \*\*Choose or create a team/);
  });

  it("create a team on the card, which then shows the next step in its place", async () => {
    await chat.signIn(chat.mira, "mira");
    const { message } = await own(chat.mira, "start");

    const text = await press(message, "Create team", chat.mira, { teamName: "Platform" });

    assert.match(text, /✅ 2 · Choose or create a team\nYour commands work in team \*\*Platform\*\*/);
    assert.match(text, /👉 3 · \*\*Subscribe this chat/);
    assert.match((await own(chat.mira, "team list")).text, /Platform/);
  });

  it("say what is wrong with a team's name, and make none", async () => {
    await chat.signIn(chat.mira, "mira");
    const { message } = await own(chat.mira, "start");

    assert.match(await press(message, "Create team"), /Tell me a name/);
    assert.match(await press(message, "Create team", chat.mira, { teamName: "<at>" }), /name/);
    assert.match((await own(chat.mira, "team list")).text, /aren't in a team/);
  });

  it("offer the teams of who is in several", async () => {
    await chat.signIn(chat.mira, "mira");
    await own(chat.mira, "team create Platform");
    await own(chat.mira, "team create Payments");
    const { tenantId, aadObjectId } = chat.mira;
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(tenantId, aadObjectId);
      await tx.users.setCurrentTeam(user?.id ?? "", "");
    });
    const { message, text } = await own(chat.mira, "start");
    assert.match(text, /You are in several teams/);

    const chosen = await press(message, "Choose", chat.mira, { team: "Payments" });

    assert.match(chosen, /Your commands work in team \*\*Payments\*\*/);
    assert.match(
      await press((await own(chat.jon, "start")).message, "Look again", chat.jon),
      /First steps of Jon/,
    );
  });

  it("are skipped one by one and come back with the next start", async () => {
    const { message } = await own(chat.mira, "start");

    const once = await press(message, "Skip");
    const twice = await press(message, "Skip");

    assert.match(once, /⏭️ 1 · Sign in to GitHub \(skipped\)/);
    assert.match(once, /👉 2 · \*\*Choose/);
    assert.match(twice, /👉 3 · \*\*Subscribe/);
    await press(message, "Skip");
    assert.match(await press(message, "Skip"), /That's it for now/);
    assert.match((await own(chat.mira, "start")).text, /👉 1 · \*\*Sign in/);
  });

  it("count what was done elsewhere when looked at again", async () => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    const { message } = await chat.ask(chat.mira, "start");
    await chat.ask(chat.mira, "subscribe contoso/tools");

    const text = await press(message, "Look again");

    assert.match(text, /✅ 3 · Subscribe this channel to a repository\nOne subscription in this channel/);
  });

  it("belong to who asked for them", async () => {
    const { message } = await chat.ask(chat.mira, "start");

    assert.match(await press(message, "Skip", chat.jon), /Say start to see your own/);
    assert.match(await press(message, "Skip"), /skipped/);
  });
});

describe("the first steps with a directory", () => {
  it("have a profile among them", async () => {
    const chat = await startChat({
      env: {
        LDAP_URL: "ldap://127.0.0.1:1",
        LDAP_BIND_DN: "cn=root",
        LDAP_BIND_PASSWORD: "x",
        LDAP_PEOPLE_DN: "ou=people,dc=team,dc=example",
        LDAP_GROUPS_DN: "ou=groups,dc=team,dc=example",
      },
    });
    try {
      const { text } = await chat.ask(chat.mira, "start", chat.teams.personalChat(chat.mira));

      assert.match(text, /⬜ 4 · Fill in your profile/);
    } finally {
      await chat.close();
    }
  });
});
