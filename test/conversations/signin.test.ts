import assert from "node:assert/strict";
import { buttonUrl, readable, startChat, type Chat } from "../support/chat.ts";
import { followSignIn, newBrowser } from "../support/browser.ts";

describe("signing in", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
  });
  afterEach(async () => {
    await chat.close();
  });

  const signInUrl = async (person = chat.mira): Promise<string> =>
    buttonUrl((await chat.ask(person, "signin")).message);

  it("connects when the code comes back from the person who asked", async () => {
    const { code, html } = await followSignIn(await signInUrl(), "mira", chat.lab);

    const answer = await chat.ask(chat.mira, `signin ${code}`);

    assert.match(html, /@mira/);
    assert.match(answer.text, /connected to GitHub as \*\*@mira\*\*/);
    assert.match((await chat.ask(chat.mira, "signin")).text, /signed in as @mira/);
  });

  it("tells a person who was handed the link whose it is", async () => {
    const page = await newBrowser().open(await signInUrl());

    assert.equal(page.status, 200);
    assert.match(page.html, /made for <strong>Mira Chen<\/strong>/);
  });

  it("does not connect a victim who finished somebody else's link, nor their attacker without the code", async () => {
    const { code } = await followSignIn(await signInUrl(chat.eve), "mira", chat.lab);

    const victim = await chat.ask(chat.mira, `signin ${code}`);
    const attacker = await chat.ask(chat.eve, `signin ${code === "000000" ? "000001" : "000000"}`);

    assert.match(victim.text, /No sign-in of yours waits for a code/);
    assert.match(attacker.text, /not the code/);
    assert.match((await chat.ask(chat.eve, "signin")).text, /Connect your GitHub account/);
  });

  it("takes five wrong codes at most", async () => {
    const { code } = await followSignIn(await signInUrl(), "mira", chat.lab);
    const wrong = code === "111111" ? "222222" : "111111";

    for (const left of [4, 3, 2, 1])
      assert.match(
        (await chat.ask(chat.mira, `signin ${wrong}`)).text,
        new RegExp(`${String(left)} (?:try|tries) left`),
      );
    assert.match((await chat.ask(chat.mira, `signin ${wrong}`)).text, /it was the last try/);

    assert.match((await chat.ask(chat.mira, `signin ${code}`)).text, /No sign-in of yours waits/);
  });

  it("refuses a link finished in another browser", async () => {
    const url = await signInUrl();
    const started = newBrowser();
    await started.open(url);
    const toGitHub = await started.open(`${url}&go=1`);
    const callback = await chat.lab.authorize("mira", toGitHub.location);

    const other = await newBrowser().open(callback);

    assert.equal(other.status, 403);
    assert.match(other.html, /started in another browser/);
  });

  it("uses a link once, and refuses a forged or unknown one", async () => {
    const url = await signInUrl();
    await followSignIn(url, "mira", chat.lab);

    const again = await newBrowser().open(url);
    const forged = await newBrowser().open(url.replace(/state=.../, "state=AAA"));
    const without = await newBrowser().open(url.replace(/\?.*/, ""));

    for (const page of [again, forged, without]) {
      assert.equal(page.status, 410);
      assert.match(page.html, /expired or was used already/);
    }
  });

  it("says so when the person declines at GitHub, and starts anew", async () => {
    const url = await signInUrl();
    const browser = newBrowser();
    await browser.open(url);
    const toGitHub = await browser.open(`${url}&go=1`);
    const callback = await chat.lab.authorize("mira", toGitHub.location, { deny: true });

    const page = await browser.open(callback);

    assert.match(page.html, /declined/);
    assert.match((await chat.ask(chat.mira, "signin")).text, /Connect your GitHub account/);
  });

  it("takes the code from the sign-in window inside Teams, from its own user alone", async () => {
    const { code } = await followSignIn(await signInUrl(), "mira", chat.lab);

    await chat.teams.verifyState(chat.eve, chat.channel, code);
    await chat.teams.verifyState(chat.mira, chat.channel, code);

    assert.match((await chat.ask(chat.mira, "signin")).text, /signed in as @mira/);
    assert.match((await chat.ask(chat.eve, "signin")).text, /Connect your GitHub account/);
  });

  it("asks to sign in again when GitHub no longer accepts the token, and goes on afterwards", async () => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    chat.lab.revokeTokens("mira");

    const asked = await chat.ask(chat.mira, "subscribe contoso/tools");
    assert.match(asked.text, /Connect your GitHub account/);
    const { code } = await followSignIn(buttonUrl(asked.message), "mira", chat.lab);
    await chat.ask(chat.mira, `signin ${code}`);

    await chat.teams.world.waitFor(() =>
      asked.thread.replies.some((reply) => readable(reply).includes("Subscribed to")),
    );
  });
});

describe("what was asked elsewhere", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
  });
  afterEach(async () => {
    await chat.close();
  });

  it("goes on there after a sign-in, and is not told where the code was said", async () => {
    const ownChat = chat.teams.personalChat(chat.mira);
    const asked = await chat.ask(chat.mira, "subscribe contoso/secret", ownChat);
    await chat.ask(chat.mira, "subscribe contoso/tools");
    const { code } = await followSignIn(buttonUrl(asked.message), "mira", chat.lab);

    const answer = await chat.ask(chat.mira, `signin ${code}`);

    assert.match(answer.text, /subscribe contoso\/tools/);
    assert.doesNotMatch(answer.text, /secret/);
    await chat.teams.world.waitFor(() =>
      ownChat.threads.some((message) => readable(message).includes("Subscribed to [contoso/secret]")),
    );
  });

  it("is counted, not named, when somebody signs out in another channel", async () => {
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, "subscribe contoso/secret", chat.teams.channel("ops"));
    await chat.ask(chat.mira, "subscribe contoso/tools");

    const here = await chat.ask(chat.mira, "signout");
    const privately = await chat.ask(chat.mira, "signout", chat.teams.personalChat(chat.mira));

    assert.match(here.text, /contoso\/tools, 1 in other conversations/);
    assert.doesNotMatch(here.text, /secret/);
    assert.match(privately.text, /contoso\/secret, contoso\/tools/);
  });

  it("is not inherited by another GitHub account of the same person", async () => {
    const first = await chat.ask(chat.mira, "signin");
    const second = await chat.ask(chat.mira, "signin");
    const asMira = await followSignIn(buttonUrl(first.message), "mira", chat.lab);
    await chat.ask(chat.mira, `signin ${asMira.code}`);
    await chat.ask(chat.mira, "subscribe contoso/secret");
    const asEve = await followSignIn(buttonUrl(second.message), "eve", chat.lab);

    await chat.ask(chat.mira, `signin ${asEve.code}`);

    await chat.teams.world.waitFor(() =>
      chat.channel.threads.find((root) => root.from === "bot" && readable(root).includes("have stopped")),
    );
    assert.match((await chat.ask(chat.mira, "signin")).text, /signed in as @eve/);
  });

  it("takes the six digits as one word, and says so", async () => {
    assert.match((await chat.ask(chat.mira, "signin 123 456")).text, /"456" there.*signin \[code\]/);
    assert.match((await chat.ask(chat.mira, "signin 12345x")).text, /six digits/);
  });
});

describe("signing out", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  afterEach(async () => {
    await chat.close();
  });

  it("asks first when subscriptions would stop; cancelling changes nothing", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");

    const asked = await chat.ask(chat.mira, "signout");
    assert.match(asked.text, /Sign out @mira\?.*contoso\/tools/s);
    const result = await chat.teams.clickButton(chat.mira, asked.message.id, "Cancel");

    assert.equal(result.status, 200);
    assert.match((await chat.ask(chat.mira, "signin")).text, /signed in as @mira/);
  });

  it("asks first, too, where what would stop is paused", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");
    await chat.ask(chat.mira, "subscribe pause contoso/tools 2h");

    assert.match((await chat.ask(chat.mira, "signout")).text, /Sign out @mira\?.*contoso\/tools/s);
  });

  it("stops the person's subscriptions, tells the channel once, and lets somebody with access take over", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");
    await chat.ask(chat.mira, "subscribe contoso/secret");
    await chat.signIn(chat.jon, "jon");

    const asked = await chat.ask(chat.mira, "signout");
    await chat.teams.clickButton(chat.mira, asked.message.id, "Sign out");
    const lost = await chat.teams.world.waitFor(() =>
      chat.channel.threads.find((root) => root.from === "bot" && readable(root).includes("have stopped")),
    );
    assert.match(readable(asked.message), /Signed out/);
    assert.match(readable(lost), /contoso\/tools/);
    await chat.teams.clickButton(chat.jon, lost.id, "Take over");

    assert.match(readable(lost), /Jon Park took over.*contoso\/tools/s);
    assert.doesNotMatch(readable(lost), /- contoso\/secret/);
    const list = await chat.ask(chat.jon, "subscribe list");
    assert.match(list.text, /contoso\/tools/);
    assert.doesNotMatch(list.text, /contoso\/secret/);
    assert.equal(chat.channel.threads.filter((root) => root.from === "bot").length, 1);
  });

  it("lets only the asker confirm, and only once", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");
    const asked = await chat.ask(chat.mira, "signout");

    const stranger = await chat.teams.clickButton(chat.jon, asked.message.id, "Sign out");
    assert.match(stranger.error?.message ?? "", /Only the person who ran the command/);
    const card = asked.message.card;
    await chat.teams.clickButton(chat.mira, asked.message.id, "Sign out");
    asked.message.card = card;
    const again = await chat.teams.clickButton(chat.mira, asked.message.id, "Sign out");

    assert.match(again.error?.message ?? "", /expired or was used/);
  });

  it("is what a revoked authorization on GitHub does too", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");

    await chat.lab.revokeAuthorization("mira");

    await chat.teams.world.waitFor(() =>
      chat.channel.threads.find(
        (root) => root.from === "bot" && readable(root).includes("revoked the authorization"),
      ),
    );
    assert.match((await chat.ask(chat.mira, "signin")).text, /Connect your GitHub account/);
  });

  it("says so when there is nobody to sign out", async () => {
    assert.match((await chat.ask(chat.jon, "signout")).text, /aren't signed in/);
  });
});
