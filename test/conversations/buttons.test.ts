import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { followSignIn } from "../support/browser.ts";
import { buttonUrl, readable, startChat, type Chat } from "../support/chat.ts";
import { ManualTime } from "../support/manual-time.ts";

describe("a button pressed before signing in", () => {
  let chat: Chat;
  const time = new ManualTime();
  before(async () => {
    chat = await startChat({ overrides: { clock: time } });
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  after(async () => {
    await chat.close();
  });

  let channels = 0;
  const issueCard = async (title: string): Promise<{ card: FakeMessage; channel: FakeConversation }> => {
    channels += 1;
    const channel = chat.teams.channel(`buttons-${String(channels)}`);
    await chat.ask(chat.mira, "subscribe contoso/tools issues", channel);
    await chat.lab.openIssue("contoso/tools", { by: "mira", title, body: "", labels: [] });
    const card = await chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && readable(one).includes(title)),
    );
    return { card, channel };
  };
  const signInCards = (card: FakeMessage): readonly FakeMessage[] =>
    card.replies.filter((one) => readable(one).includes("Connect your GitHub account"));
  const press = async (person: FakePerson, card: FakeMessage, title: string, inputs = {}) => {
    const before = signInCards(card).length;
    const result = await chat.teams.clickButton(person, card.id, title, inputs);
    const asked = await chat.teams.world.waitFor(() => signInCards(card)[before]);
    return { result, asked };
  };
  const finish = async (
    person: FakePerson,
    asked: FakeMessage,
    login: string,
    card: FakeMessage,
    channel: FakeConversation,
  ): Promise<void> => {
    const { code } = await followSignIn(buttonUrl(asked), login, chat.lab);
    await chat.teams.say(person, channel, `signin ${code}`, { thread: card.id });
  };
  const comments = (text: string): number =>
    chat.lab.deliveries.filter(
      ({ event, body }) => event === "issue_comment" && JSON.stringify(body).includes(text),
    ).length;

  it("acts once, by itself, after the sign-in of who pressed it, and says so", async () => {
    const { card, channel } = await issueCard("Pressed twice");
    const newcomer = chat.teams.person({ name: "Nia New" });

    const { result, asked } = await press(newcomer, card, "Send comment", { comment: "Pressed it" });
    await press(newcomer, card, "Send comment", { comment: "Pressed it" });
    await finish(newcomer, asked, "jon", card, channel);
    const said = await chat.teams.world.waitFor(() =>
      card.replies.find((one) => one.text?.includes("✅ Commented on")),
    );
    await chat.lab.settled();

    assert.equal(result.error, undefined);
    assert.match(readable(asked), /Nia New, I need to know who you are/);
    assert.match(said.text ?? "", /contoso\/tools#\d+/);
    assert.equal(comments("Pressed it"), 1);
    assert.ok(card.replies.some((one) => readable(one).includes("Comment on an issue or pull request")));
  });

  it("waits for its own presser's sign-in, not for another's", async () => {
    const { card, channel } = await issueCard("Whose button");
    const presser = chat.teams.person({ name: "Pia Presser" });
    const other = chat.teams.person({ name: "Odo Other" });

    await press(presser, card, "Close");
    const { asked } = await press(other, card, "Send comment", { comment: "From Odo" });
    await finish(other, asked, "jon", card, channel);
    await chat.teams.world.waitFor(() => card.replies.find((one) => one.text?.includes("✅ Commented on")));

    assert.match(readable(card), /🟢 Open/);
  });

  it("is checked again with the account that signed in", async () => {
    const { card, channel } = await issueCard("Not allowed");
    const outsider = chat.teams.person({ name: "Una Outside" });

    const { asked } = await press(outsider, card, "Close");
    await finish(outsider, asked, "eve", card, channel);

    await chat.teams.world.waitFor(() =>
      card.replies.find((one) => one.text?.includes("lacks the permission")),
    );
    assert.match(readable(card), /🟢 Open/);
  });

  it("brings its dialog as a form in the thread, where the request for it is long over", async () => {
    const channel = chat.teams.channel("dialogs");
    const newcomer = chat.teams.person({ name: "Fay Form" });
    const { message } = await chat.ask(chat.mira, "issue open contoso/tools", channel);
    const root = channel.threads[0];
    assert.ok(root !== undefined);

    const pressed = await chat.teams.clickButton(newcomer, message.id, "Write it…");
    const asked = await chat.teams.world.waitFor(() => signInCards(root)[0]);
    await finish(newcomer, asked, "jon", root, channel);
    const form = await chat.teams.world.waitFor(() =>
      root.replies.find((one) => JSON.stringify(one.card ?? {}).includes("An issue needs a title")),
    );
    await chat.teams.clickButton(newcomer, form.id, "Open issue", { title: "From the thread" });

    assert.match(pressed.toast ?? "", /Connect your GitHub account/);
    await chat.teams.world.waitFor(() =>
      root.replies.find((one) => readable(one).includes("From the thread")),
    );
  });

  it("is forgotten after half an hour", async () => {
    const { card, channel } = await issueCard("Too late");
    const late = chat.teams.person({ name: "Lea Late" });

    await press(late, card, "Close");
    await time.advance(31 * MINUTE);
    const again = await chat.ask(late, "signin", channel);
    const { code } = await followSignIn(buttonUrl(again.message), "jon", chat.lab);
    const connected = await chat.ask(late, `signin ${code}`, channel);

    assert.match(connected.text, /is connected to GitHub/);
    assert.doesNotMatch(connected.text, /Going on with/);
    assert.match(readable(card), /🟢 Open/);
  });
});
