import assert from "node:assert/strict";
import {
  startTokenIssuer,
  type FakeConversation,
  type FakeMessage,
  type TokenIssuer,
} from "../../demo/teams/connector/index.ts";
import { until } from "../support/until.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const fromBot = (where: FakeConversation): readonly FakeMessage[] =>
  where.threads.filter((one) => one.from === "bot");

function heard(chat: Chat, where: FakeConversation, text: RegExp): Promise<FakeMessage> {
  return chat.teams.waitFor(() => fromBot(where).find((one) => text.test(readable(one))));
}

describe("every kind of conversation", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  after(() => chat.close());

  const openIssue = (title: string): Promise<unknown> =>
    chat.lab.openIssue("contoso/tools", { by: "jon", title, body: "", labels: [] });
  /** Opens one and waits until it is told where it is told all the time. */
  const openHeard = async (title: string): Promise<void> => {
    await openIssue(title);
    await heard(chat, chat.teams.personalChat(chat.mira), new RegExp(title));
  };
  const subscribe = async (where: FakeConversation): Promise<void> => {
    assert.match((await chat.ask(chat.mira, "subscribe contoso/tools", where)).text, /✅ Subscribed/);
  };
  const inTeam = (name: string): FakeConversation => {
    const channel = chat.teams.channel(name);
    channel.members.add(chat.mira);
    return channel;
  };

  const kinds: readonly (readonly [string, () => Promise<FakeConversation>])[] = [
    ["a personal chat", async () => chat.teams.personalChat(chat.mira)],
    ["a group chat", async () => chat.teams.groupChat("lunch")],
    ["a standard channel", async () => chat.teams.channel("standard")],
    ["a private channel", () => letIn("private")],
    ["a shared channel", () => letIn("shared")],
  ];
  const letIn = async (membership: "private" | "shared"): Promise<FakeConversation> => {
    const channel = chat.teams.channel(`${membership} one`, membership);
    await chat.teams.letBotIn(chat.mira, channel);
    await heard(chat, channel, /Hi|help/);
    return channel;
  };
  for (const [kind, place] of kinds) {
    it(`is subscribed and told in ${kind}`, async () => {
      const where = await place();
      await subscribe(where);

      await openIssue(`Told in ${kind}`);

      await heard(chat, where, new RegExp(`Told in ${kind}`));
    });
  }

  it("rests with the team while the bot is removed, and goes on with exactly one message", async () => {
    const [one, two, three] = [inTeam("one"), inTeam("two"), inTeam("three")];
    await subscribe(one);
    await subscribe(two);
    await chat.teams.removeBot(chat.mira, two);
    await openHeard("While nobody is there");
    const before = [one, two, three].map((channel) => fromBot(channel).length);

    await chat.teams.installBot(chat.mira, three);
    const back = await heard(chat, three, /I'm back/);
    await openIssue("They are back");
    await heard(chat, one, /They are back/);
    await heard(chat, two, /They are back/);

    assert.match(
      readable(back),
      /other channels? of this team go(es)? on with \d+ subscriptions?; this one has none/,
    );
    const since = [one, two, three].map((channel, index) => fromBot(channel).length - (before[index] ?? 0));
    assert.deepEqual(since, [1, 1, 1]);
  });

  it("rests when Teams says that the bot is away, though nobody told of it", async () => {
    const chatRoom = chat.teams.groupChat("unannounced");
    await subscribe(chatRoom);
    chatRoom.installed = false;
    const attempts = (): number =>
      chat.teams.requests.filter(({ path, status }) => path.includes("unannounced") && status === 403).length;
    await openIssue("Into the void");
    await until(() => attempts() === 1);
    await openHeard("Not even tried");
    assert.equal(attempts(), 1);

    await chat.teams.installBot(chat.mira, chatRoom);

    const back = await heard(chat, chatRoom, /I'm back/);
    assert.equal(readable(back), "I'm back. This chat has 1 subscription.");
    assert.ok(!fromBot(chatRoom).some((message) => /void|tried/.test(readable(message))));
  });

  it("rests while its channel is deleted, follows a new name, and comes back by itself", async () => {
    const channel = inTeam("shortlived");
    await subscribe(channel);

    await chat.teams.changeChannel(chat.mira, channel, "channelRenamed", "Longlived");
    await chat.teams.changeChannel(chat.mira, channel, "channelDeleted");
    const before = fromBot(channel).length;
    await openHeard("Nobody reads this");
    assert.equal(fromBot(channel).length, before);
    await chat.teams.changeChannel(chat.mira, channel, "channelRestored");

    await heard(chat, channel, /I'm back\. This channel has 1 subscription\./);
    const known = await chat.app.parts.store.read((reads) => reads.conversations.findByChannel(channel.id));
    assert.deepEqual([known?.name, known?.state], ["Longlived", "active"]);
  });

  it("leaves a private channel alone, and comes back into it", async () => {
    const channel = chat.teams.channel("secret", "private");
    await chat.teams.letBotIn(chat.mira, channel);
    await subscribe(channel);

    await chat.teams.takeBotOut(chat.mira, channel);
    await openIssue("Not for the private one");
    await heard(chat, inTeam("standard"), /Not for the private one/);
    await chat.teams.letBotIn(chat.mira, channel);

    await heard(chat, channel, /I'm back\. This channel has 1 subscription\./);
    assert.ok(!fromBot(channel).some((message) => /Not for/.test(readable(message))));
  });

  it("rests with a deleted team and goes on with the restored one, without a word", async () => {
    const channel = inTeam("of the team");
    await subscribe(channel);
    await chat.teams.changeChannel(chat.mira, channel, "teamDeleted");
    await openHeard("The team is deleted");
    await chat.teams.changeChannel(chat.mira, channel, "teamRenamed", "Another team");
    await chat.teams.changeChannel(chat.mira, channel, "teamRestored");

    await openIssue("The team is restored");
    await heard(chat, channel, /The team is restored/);

    assert.ok(!fromBot(channel).some((message) => /team is deleted|I'm back/.test(readable(message))));
  });
});

describe("a channel shared with another organization", () => {
  const APP_ID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  const HOST = "11111111-1111-4111-8111-111111111111";
  let issuer: TokenIssuer;
  let chat: Chat;
  let channel: FakeConversation;
  before(async () => {
    issuer = await startTokenIssuer();
    chat = await startChat({
      env: {
        MICROSOFT_APP_ID: APP_ID,
        MICROSOFT_APP_PASSWORD: "not-a-real-one",
        MICROSOFT_APP_TENANT_ID: HOST,
        HOST: "127.0.0.1",
      },
      overrides: {
        teamsEndpoints: {
          openIdMetadataUrl: issuer.metadataUrl,
          tokens: () => Promise.resolve("outbound-token"),
          loopback: true,
        },
      },
    });
    chat.teams.connectBot({
      url: `${chat.app.url}/api/messages`,
      token: (activity) => issuer.mint({ appId: APP_ID, serviceUrl: String(activity["serviceUrl"]) }),
    });
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    channel = chat.teams.channel("across", "shared");
    await chat.teams.letBotIn(chat.mira, channel);
    await chat.ask(chat.mira, "subscribe contoso/tools", channel);
  });
  after(async () => {
    await chat.close();
    await issuer.close();
  });

  const outsiders = [
    ["somebody of another tenant", { tenantId: "99999999-9999-4999-8999-999999999999" }],
    ["a guest", { guest: true }],
  ] as const;
  for (const [who, traits] of outsiders) {
    it(`lets ${who} ask for help and see the list, and nothing else`, async () => {
      const person = chat.teams.person({ name: "Olga Outside", ...traits });

      assert.match((await chat.ask(person, "help", channel)).text, /subscribe/);
      assert.match((await chat.ask(person, "subscribe list", channel)).text, /contoso\/tools/);
      for (const text of [
        "subscribe contoso/tools",
        "unsubscribe contoso/tools",
        "signin",
        "unsubscribe all",
      ])
        assert.match((await chat.ask(person, text, channel)).text, /[Gg]uests/, text);
    });
  }
});
