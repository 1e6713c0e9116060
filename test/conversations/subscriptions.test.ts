import assert from "node:assert/strict";
import { buttonUrl, readable, startChat, type Chat } from "../support/chat.ts";

describe("subscribing", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.signIn(chat.mira, "mira");
  });
  afterEach(async () => {
    await chat.close();
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ["http://github.com/contoso/tools", /https links only/],
    ["https://github.com.evil.example/contoso/tools", /not a link to/],
    ["https://127.0.0.1/contoso;evil.com", /not a link to/],
    ["contoso//tools", /not an owner or owner\/repository/],
    ["contoso/tools/extra/deep", /not an owner or owner\/repository/],
    ["-contoso", /not an owner or owner\/repository/],
    ["nobody-of-this-name", /no account "nobody-of-this-name"/],
    ["contoso/tools isues", /"isues" is not a feature/],
  ];
  for (const [argument, expected] of bad) {
    it(`answers "${argument}" with its own sentence`, async () => {
      assert.match((await chat.ask(chat.mira, `subscribe ${argument}`)).text, expected);
    });
  }

  it("offers to install the App, with the note for organizations, and goes on when it is installed", async () => {
    const asked = await chat.ask(chat.mira, "subscribe contoso/tools");
    assert.match(asked.text, /Install the GitHub App/);
    assert.match(asked.text, /only an owner of the organization/);
    await chat.lab.installInBrowser("mira", buttonUrl(asked.message), {
      account: "contoso",
      repositories: "all",
    });

    await chat.teams.world.waitFor(() =>
      asked.thread.replies.some((reply) => readable(reply).includes("Subscribed to")),
    );
  });

  it("has no note for a person's own account", async () => {
    const asked = await chat.ask(chat.mira, "subscribe mira/dotfiles");

    assert.match(asked.text, /Install the GitHub App/);
    assert.doesNotMatch(asked.text, /organization/);
  });

  it("waits on without a word when the installation still doesn't reach it", async () => {
    const asked = await chat.ask(chat.mira, "subscribe contoso/tools");
    await chat.lab.install("contoso", ["contoso/web"]);
    await chat.lab.settled();
    await chat.lab.addRepositories("contoso", ["contoso/tools"]);

    await chat.teams.world.waitFor(() =>
      asked.thread.replies.some((reply) => readable(reply).includes("Subscribed to")),
    );
    assert.equal(
      asked.thread.replies.filter((reply) => readable(reply).includes("Install the GitHub App")).length,
      1,
    );
  });

  it("gives an outsider and a member without access the same card as for what doesn't exist", async () => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.jon, "jon");
    await chat.signIn(chat.eve, "eve");

    const [jon, eve, missing] = await Promise.all([
      chat.ask(chat.jon, "subscribe contoso/secret"),
      chat.ask(chat.eve, "subscribe contoso/secret"),
      chat.ask(chat.eve, "subscribe contoso/nosuch"),
    ]);

    const shape = (text: string): string => text.replace("secret", "X").replace("nosuch", "X");
    assert.equal(shape(jon.text), shape(missing.text));
    assert.equal(shape(eve.text), shape(missing.text));
    assert.equal(buttonUrl(eve.message), buttonUrl(missing.message));
  });

  it("lets no outsider subscribe an organization", async () => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.eve, "eve");

    assert.match((await chat.ask(chat.eve, "subscribe contoso")).text, /Install the GitHub App/);
    assert.match((await chat.ask(chat.mira, "subscribe contoso")).text, /Subscribed to \[contoso\]/);
  });

  it("takes a link, and names exactly the features that were named", async () => {
    await chat.lab.install("contoso", "all");

    const answer = await chat.ask(
      chat.mira,
      "Subscribe https://github.com/contoso/tools/issues?q=1 reviews, issues".replace(
        "https://github.com",
        chat.lab.webUrl.replace("http:", "https:"),
      ),
    );
    assert.match(answer.text, /✅ Subscribed to \[contoso\/tools\].*will get issues, reviews/);
    const named = await chat.ask(chat.mira, "subscribe contoso/web reviews, Issues");
    const more = await chat.ask(chat.mira, "subscribe contoso/web pulls");

    assert.match(named.text, /will get issues, reviews/);
    assert.match(more.text, /now gets issues, pulls, reviews/);
  });

  it("says that GitHub doesn't answer, and changes nothing", async () => {
    await chat.lab.install("contoso", "all");
    chat.lab.failNext(/users\/contoso/, 503, 5);

    assert.match((await chat.ask(chat.mira, "subscribe contoso/tools")).text, /GitHub doesn't answer/);
    chat.lab.clearFailures();
    assert.match((await chat.ask(chat.mira, "subscribe contoso/tools")).text, /✅ Subscribed/);
  });

  it("says that a suspended installation is suspended", async () => {
    await chat.lab.install("contoso", "all");
    await chat.lab.suspend("contoso");

    assert.match((await chat.ask(chat.mira, "subscribe contoso/tools")).text, /suspended on contoso/);
  });
});

describe("unsubscribing", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, "subscribe contoso/tools");
  });
  afterEach(async () => {
    await chat.close();
  });

  it("stops one feature, then says that the last one gone is the end", async () => {
    const one = await chat.ask(chat.mira, "unsubscribe contoso/tools comments commits");
    const last = await chat.ask(chat.mira, "unsubscribe contoso/tools issues pulls releases deployments");

    assert.match(
      one.text,
      /no longer gets `commits`, `comments`.*still gets `issues`, `pulls`, `releases`, `deployments`/,
    );
    assert.match(last.text, /Unsubscribed from \*\*contoso\/tools\*\*.*was the last that was on/);
    assert.match((await chat.ask(chat.mira, "subscribe list")).text, /isn't subscribed to any/);
  });

  it("says how to undo", async () => {
    const { text } = await chat.ask(chat.mira, "unsubscribe contoso/tools");
    const undo = /say `(subscribe [^`]+)`/.exec(text)?.[1] ?? "";

    assert.match(
      (await chat.ask(chat.mira, undo)).text,
      /will get issues, pulls, commits, releases, deployments, comments/,
    );
  });

  it("finds what GitHub no longer knows by its last-known name", async () => {
    await chat.lab.deleteRepository("contoso/tools");

    const { text } = await chat.ask(chat.mira, "unsubscribe Contoso/Tools");

    assert.match(text, /Unsubscribed from \*\*contoso\/tools\*\*/);
  });

  it("tells the unknown from the unsubscribed", async () => {
    assert.match(
      (await chat.ask(chat.mira, "unsubscribe contoso/web")).text,
      /isn't subscribed to contoso\/web/,
    );
    assert.match(
      (await chat.ask(chat.mira, "unsubscribe contoso/nosuch")).text,
      /can't find contoso\/nosuch/,
    );
    assert.match(
      (await chat.ask(chat.mira, "unsubscribe contoso/tools reviews")).text,
      /`reviews` is not on/,
    );
    assert.match((await chat.ask(chat.mira, "unsubscribe")).text, /which repository or owner/);
    assert.match((await chat.ask(chat.jon, "unsubscribe contoso/tools")).text, /Connect your GitHub account/);
  });
});

describe("subscribe list", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  afterEach(async () => {
    await chat.close();
  });

  it("needs no sign-in, ignores what stands behind it, and links each name", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");
    await chat.ask(chat.mira, "subscribe contoso");

    const { text } = await chat.ask(chat.eve, "subscribe LIST whatever https://x");

    assert.match(text, /repositories\*\*\n- \[contoso\/tools\]\(http[^)]+\): `issues`/);
    assert.match(text, /accounts\*\*\n- \[contoso\]\(http[^)]+\): `issues`, `pulls`/);
  });

  it("is the channel's own", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");

    assert.match(
      (await chat.ask(chat.mira, "subscribe list", chat.teams.channel("ops"))).text,
      /isn't subscribed to any/,
    );
  });

  it("hides what the App can no longer reach, and shows it again", async () => {
    await chat.lab.uninstall("contoso");
    await chat.lab.install("contoso", ["contoso/tools", "contoso/web"]);
    await chat.ask(chat.mira, "subscribe contoso/tools");
    await chat.ask(chat.mira, "subscribe contoso/web");
    await chat.lab.removeRepositories("contoso", ["contoso/tools"]);

    const hidden = await chat.ask(chat.mira, "subscribe list");
    await chat.lab.addRepositories("contoso", ["contoso/tools"]);
    const shown = await chat.ask(chat.mira, "subscribe list");

    assert.doesNotMatch(hidden.text, /contoso\/tools/);
    assert.match(hidden.text, /One subscription is not shown/);
    assert.match(shown.text, /contoso\/tools/);
  });

  it("shows a suspended installation's as paused, and last-known names while GitHub is away", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools");
    await chat.lab.suspend("contoso");
    assert.match((await chat.ask(chat.mira, "subscribe list")).text, /contoso\/tools.*paused/);
    await chat.lab.unsuspend("contoso");

    chat.lab.failNext(/./, 503, 100);
    assert.match((await chat.ask(chat.mira, "subscribe list")).text, /contoso\/tools.*GitHub doesn't answer/);
  });
});
