import assert from "node:assert/strict";
import { buttonUrl, readable, startChat, type Chat } from "../support/chat.ts";
import { followSignIn } from "../support/browser.ts";

describe("subscribe", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => {
    await chat.close();
  });

  it("without a target says what is missing, before any sign-in", async () => {
    const { text } = await chat.ask(chat.mira, "subscribe");

    assert.match(text, /which repository or owner/);
    assert.match(text, /subscribe octo\/hello/);
  });

  it("of whatever kind without its words says what is missing, before any sign-in", async () => {
    assert.match((await chat.ask(chat.mira, "subscribe pause octo/hello")).text, /Tell me for how long/);
    assert.match((await chat.ask(chat.mira, "issue comment octo/hello#7")).text, /Tell me what to write/);
    assert.match(
      (await chat.ask(chat.mira, "pr request-changes octo/hello#7")).text,
      /Tell me what to write/,
    );
    assert.match((await chat.ask(chat.mira, "jira comment PROJ-1")).text, /Tell me what to write/);
  });

  it("asks for sign-in before it looks at the argument, and goes on by itself", async () => {
    await chat.lab.install("contoso", "all");

    const asked = await chat.ask(chat.mira, "subscribe contoso/tools");
    assert.match(asked.text, /Connect your GitHub account/);
    const { code } = await followSignIn(buttonUrl(asked.message), "mira", chat.lab);
    await chat.ask(chat.mira, `signin ${code}`);

    await chat.teams.world.waitFor(() =>
      asked.thread.replies.some((reply) => readable(reply).includes("Subscribed to")),
    );
  });

  it("says so when it is subscribed already", async () => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");

    const first = await chat.ask(chat.mira, "subscribe contoso/tools");
    const second = await chat.ask(chat.mira, "subscribe contoso/tools");

    assert.match(first.text, /✅ Subscribed to \[contoso\/tools\]/);
    assert.match(second.text, /already subscribed/);
  });
});
