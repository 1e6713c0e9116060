import assert from "node:assert/strict";
import { startFakeJira, type FakeJira } from "../../demo/jira/index.ts";
import { startLocalServer, type LocalServer } from "../adapters/services/local-server.ts";
import { startChat, type Chat } from "../support/chat.ts";

describe("acting on services", () => {
  let chat: Chat;
  let jira: FakeJira;
  beforeEach(async () => {
    jira = await startFakeJira();
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" } });
  });
  afterEach(async () => {
    await chat.close();
    jira.close();
  });
  const enable = async (service: string, fields: Record<string, string>) => {
    const { message } = await chat.ask(
      chat.mira,
      `service enable ${service}`,
      chat.teams.personalChat(chat.mira),
    );
    const saved = await chat.teams.clickButton(chat.mira, message.id, "Save", fields);
    assert.match(JSON.stringify(saved), /is enabled/);
  };
  const enableJira = () =>
    enable("jira", { fieldBaseUrl: jira.url, fieldEmail: "mira@team.example", secretToken: "good" });
  const posts = (path: RegExp) =>
    jira.asked.filter((one) => one.method === "POST" && path.test(one.path)).length;

  describe("jira", () => {
    beforeEach(enableJira);

    it("comments with the words as typed", async () => {
      const { text } = await chat.ask(chat.mira, "jira comment proj-1 On it,\n  *now*");

      assert.match(text, /✅ Commented on \[PROJ-1\]\(http:.*\/browse\/PROJ-1\)/);
      assert.deepEqual(jira.comments, ["On it,\n *now*"]);
    });

    it("wants something to say", async () => {
      assert.match((await chat.ask(chat.mira, "jira comment PROJ-1")).text, /what to write/);
      assert.equal(posts(/comment/), 0);
    });

    it("moves an issue by state or by transition, in any case", async () => {
      assert.match((await chat.ask(chat.mira, "jira move PROJ-1 done")).text, /is now \*\*Done\*\*/);
      assert.match((await chat.ask(chat.mira, "jira move PROJ-1 finish")).text, /is now \*\*Done\*\*/);
    });

    it("lists where an issue can go, with what was probably meant", async () => {
      const { text } = await chat.ask(chat.mira, "jira move PROJ-1 dune");

      assert.match(text, /Did you mean Done\? Use one of: Done/);
      assert.equal(posts(/transitions/), 0);
    });

    it("creates an issue and shows it", async () => {
      const { text } = await chat.ask(chat.mira, "jira create PROJ Bug Stove is cold");

      assert.match(text, /PROJ-1 Stove is/);
      assert.match((await chat.ask(chat.mira, "jira create PROJ Epik x")).text, /Specify a valid issue type/);
    });

    it("says why, when Jira does not do it", async () => {
      assert.match((await chat.ask(chat.mira, "jira comment NOSUCH-1 hi")).text, /Jira has no NOSUCH-1/);
      assert.match((await chat.ask(chat.mira, "jira move nonsense Done")).text, /Jira has no nonsense/);
      assert.match((await chat.ask(chat.jon, "jira comment PROJ-1 hi")).text, /service enable jira/);
    });

    it("looks up what it heard no answer to, and never sends it again", async () => {
      jira.mute = true;

      assert.match((await chat.ask(chat.mira, "jira comment PROJ-1 Once")).text, /✅ Commented/);
      assert.match((await chat.ask(chat.mira, "jira move PROJ-1 Done")).text, /is now \*\*Done\*\*/);
      assert.deepEqual(jira.comments, ["Once"]);
      assert.equal(posts(/transitions/), 1);
    });

    it("tells that it doesn't know, where looking up tells nothing", async () => {
      jira.mute = true;

      const { text } = await chat.ask(chat.mira, "jira create PROJ Bug Stove");

      assert.match(text, /I don't know whether your issue arrived/);
      assert.equal(posts(/issue$/), 1);
    });

    it("comments by the card's button, as whoever presses it", async () => {
      const { message } = await chat.ask(chat.mira, "jira PROJ-1");
      const { dialog } = await chat.teams.clickButton(chat.mira, message.id, "Comment…");
      assert.ok(dialog);
      const done = await chat.teams.submitDialog(chat.mira, chat.channel, dialog, "Comment", { text: "Yes" });

      assert.match(JSON.stringify(done), /Commented on/);
      assert.deepEqual(jira.comments, ["Yes"]);
      const other = await chat.teams.clickButton(chat.jon, message.id, "Comment…");
      assert.match(JSON.stringify(other), /service enable jira/);
    });

    it("moves by the card's button to one of the states that are possible", async () => {
      const { message } = await chat.ask(chat.mira, "jira PROJ-1");
      const { dialog } = await chat.teams.clickButton(chat.mira, message.id, "Move…");
      assert.ok(dialog);
      assert.match(JSON.stringify(dialog), /Done \(Finish\)/);
      const done = await chat.teams.submitDialog(chat.mira, chat.channel, dialog, "Move", {
        transition: "31",
      });

      assert.match(JSON.stringify(done), /is now/);
      assert.equal(posts(/transitions/), 1);
    });

    it("does nothing at another Jira than the card's", async () => {
      const { message } = await chat.ask(chat.mira, "jira PROJ-1");
      const other = await startFakeJira();
      await enable("jira", { fieldBaseUrl: other.url, fieldEmail: "mira@team.example", secretToken: "good" });

      const refused = await chat.teams.clickButton(chat.mira, message.id, "Comment…");

      other.close();
      assert.match(JSON.stringify(refused), /of another Jira/);
    });
  });

  describe("travis", () => {
    let travis: LocalServer;
    const build = { id: 86601346, number: "1045", state: "failed", repository: { slug: "octo/hello" } };
    beforeEach(async () => {
      travis = await startLocalServer((path, { method }) => {
        if (path === "/user") return { json: { login: "mira" } };
        if (path.startsWith("/repo/octo%2Fhello/builds?")) return { json: { builds: [build] } };
        if (method === "GET" && path === "/build/86601346") return { json: build };
        if (/^\/build\/86601346\/(?:restart|cancel)$/.test(path)) return { status: 202 };
        if (path === "/repo/octo%2Fhello/requests") return { status: 202 };
        return undefined;
      });
      await enable("travis", { fieldBaseUrl: travis.url, secretToken: "tok" });
    });
    afterEach(() => {
      travis.close();
    });
    const posted = () => travis.asked.filter((one) => one.startsWith("POST"));

    it("restarts, cancels and triggers", async () => {
      assert.match((await chat.ask(chat.mira, "travis restart 86601346")).text, /is restarted/);
      assert.match((await chat.ask(chat.mira, "travis cancel 86601346")).text, /is canceled/);
      assert.match((await chat.ask(chat.mira, "travis trigger octo/hello stable")).text, /is asked for/);

      assert.deepEqual(posted(), [
        "POST /build/86601346/restart",
        "POST /build/86601346/cancel",
        "POST /repo/octo%2Fhello/requests",
      ]);
    });

    it("restarts by the button of a build's card", async () => {
      const { message } = await chat.ask(chat.mira, "travis octo/hello");
      const done = await chat.teams.clickButton(chat.mira, message.id, "Restart");

      assert.match(JSON.stringify(done), /is restarted/);
      assert.deepEqual(posted(), ["POST /build/86601346/restart"]);
    });

    it("knows no other build", async () => {
      assert.match((await chat.ask(chat.mira, "travis restart 7")).text, /Travis CI has no 7/);
      assert.match((await chat.ask(chat.mira, "travis cancel ../7")).text, /Travis CI has no/);
    });
  });
});
