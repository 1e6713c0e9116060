import assert from "node:assert/strict";
import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { startFakeJira, type FakeJira } from "../../demo/jira/index.ts";
import type { FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { startFakeJenkins, type FakeJenkins } from "../adapters/services/jenkins/fake-jenkins.ts";
import { startLocalServer, type LocalServer } from "../adapters/services/local-server.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const key = generateKeyPairSync("rsa", { modulusLength: 2_048 });

describe("buttons of cards that services' webhooks made", () => {
  let chat: Chat;
  let jira: FakeJira;
  let jenkins: FakeJenkins;
  let travis: LocalServer;
  const build = { id: 86601346, number: "1045", state: "failed", repository: { slug: "octo/hello" } };
  beforeEach(async () => {
    jira = await startFakeJira();
    jenkins = await startFakeJenkins();
    build.state = "failed";
    travis = await startLocalServer((path, { method }) => {
      const pem = key.publicKey.export({ type: "spki", format: "pem" });
      if (path === "/config")
        return { json: { config: { notifications: { webhook: { public_key: pem } } } } };
      if (path === "/user") return { json: { login: "mira" } };
      if (method === "GET" && path === "/build/86601346")
        return { json: { ...build, updated_at: "2026-11-21T09:10:00Z" } };
      if (/^\/build\/86601346\/(?:restart|cancel)$/.test(path)) {
        build.state = path.endsWith("restart") ? "started" : "canceled";
        return { status: 202 };
      }
      return undefined;
    });
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" } });
  });
  afterEach(async () => {
    await chat.close();
    for (const fake of [jira, jenkins, travis]) fake.close();
  });

  const FIELDS: Readonly<Record<string, () => Record<string, string>>> = {
    jira: () => ({ fieldBaseUrl: jira.url, fieldEmail: "mira@team.example", secretToken: "good" }),
    jenkins: () => ({ fieldBaseUrl: jenkins.url, fieldUser: "mira", secretToken: "11aa" }),
    travis: () => ({ fieldBaseUrl: travis.url, secretToken: "tok" }),
  };
  const enable = async (service: string, who: FakePerson = chat.mira): Promise<void> => {
    const { message } = await chat.ask(who, `service enable ${service}`, chat.teams.personalChat(who));
    const fields = FIELDS[service.replace("team ", "")]?.() ?? {};
    const saved = JSON.stringify(await chat.teams.clickButton(who, message.id, "Save", fields));
    assert.match(saved, /is enabled/);
  };
  const rotate = async (service: string) => {
    const { text } = await chat.ask(
      chat.mira,
      `service rotate ${service}`,
      chat.teams.personalChat(chat.mira),
    );
    const [, address = ""] = /`(http[^`]+)`/.exec(text) ?? [];
    const [, secret = ""] = /secret: `([^`]+)`/.exec(text) ?? [];
    return { address, secret };
  };
  const card = (text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      chat.channel.threads.find((one) => one.from === "bot" && text.test(readable(one))),
    );
  const changed = (message: FakeMessage, text: RegExp): Promise<boolean> =>
    chat.teams.world.waitFor(() => text.test(readable(message)));
  const press = async (message: FakeMessage, title: string, who: FakePerson = chat.mira): Promise<string> =>
    JSON.stringify(await chat.teams.clickButton(who, message.id, title));

  describe("of Jira", () => {
    /** The card of PROJ-1, by a webhook that says nothing more afterwards. */
    const told = async (): Promise<FakeMessage> => {
      await enable("jira");
      const { address, secret } = await rotate("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      const body = JSON.stringify({
        webhookEvent: "jira:issue_created",
        issue: {
          id: "10002",
          key: "PROJ-1",
          fields: { summary: "Stove", updated: "2026-11-21T08:00:00.000+0000", project: { key: "PROJ" } },
        },
      });
      const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
      await fetch(address, { method: "POST", body, headers: { "x-hub-signature": signature } });
      return card(/PROJ-1/);
    };

    it("move the issue as whoever presses, and the card says so at once", async () => {
      const message = await told();
      const { dialog } = await chat.teams.clickButton(chat.mira, message.id, "Move…");
      assert.ok(dialog);
      const done = await chat.teams.submitDialog(chat.mira, chat.channel, dialog, "Move", {
        transition: "31",
      });

      assert.match(JSON.stringify(done), /is now Done/);
      await changed(message, /🟣 Done/);
      assert.match(await press(message, "Move…", chat.jon), /service enable jira/);
      assert.equal(jira.asked.filter(({ method }) => method === "POST").length, 1);
    });

    it("comment on it", async () => {
      const message = await told();
      const { dialog } = await chat.teams.clickButton(chat.mira, message.id, "Comment…");
      assert.ok(dialog);
      await chat.teams.submitDialog(chat.mira, chat.channel, dialog, "Comment", { text: "On it" });

      assert.deepEqual(jira.comments, ["On it"]);
    });

    it("act at that Jira alone", async () => {
      const message = await told();
      const other = await startFakeJira();
      const { message: form } = await chat.ask(
        chat.eve,
        "service enable jira",
        chat.teams.personalChat(chat.eve),
      );
      const fields = { fieldBaseUrl: other.url, fieldEmail: "mira@team.example", secretToken: "good" };
      await chat.teams.clickButton(chat.eve, form.id, "Save", fields);

      assert.match(await press(message, "Comment…", chat.eve), /of another Jira/);
      other.close();
    });
  });

  describe("of Jenkins", () => {
    const told = async (): Promise<FakeMessage> => {
      await enable("jenkins");
      const { address } = await rotate("jenkins");
      await chat.ask(chat.mira, "notify jenkins:team/app");
      const started = { number: 7, phase: "STARTED", timestamp: 1_795_000_000_000, duration: 0 };
      const send = (how: object) =>
        fetch(address, {
          method: "POST",
          body: JSON.stringify({ name: "app", url: "job/team/job/app/", build: how }),
        });
      await send(started);
      const message = await card(/team\/app #7/);
      assert.doesNotMatch(JSON.stringify(message.card), /Build again/);
      await send({ ...started, phase: "COMPLETED", status: "FAILURE", duration: 61_000 });
      await changed(message, /🔴/);
      return message;
    };
    const builds = () => jenkins.asked.filter(({ method }) => method === "POST");
    const question = (text: RegExp): Promise<FakeMessage> =>
      chat.teams.world.waitFor(() =>
        chat.channel.threads
          .flatMap((root) => [root, ...root.replies])
          .find((one) => one.from === "bot" && text.test(readable(one))),
      );

    it("build again with the same parameters, after a question", async () => {
      jenkins.parameters = [
        { name: "BRANCH", value: "main" },
        { name: "TEXT", value: "a {b} c" },
        { name: "DRY", value: true },
        { name: "EMPTY", value: "" },
      ];
      const message = await told();
      await press(message, "Build again");
      const asked = await question(/Build \*\*team\/app\*\* with BRANCH=main/);
      assert.match(readable(asked), /TEXT=a \{b\} c, DRY=true, EMPTY= on /);
      assert.equal(builds().length, 0);
      await press(asked, "Build");

      await question(/Jenkins · Build/);
      assert.equal(builds()[0]?.body, "BRANCH=main&TEXT=a+%7Bb%7D+c&DRY=true&EMPTY=");
    });

    it("say so where Jenkins keeps a parameter to itself", async () => {
      jenkins.parameters = [{ name: "PASSWORD" }];
      const message = await told();

      assert.match(await press(message, "Build again"), /had parameters that I can't read or repeat/);
      assert.match(await press(message, "Build again", chat.jon), /service enable jenkins/);
    });
  });

  describe("of Travis CI", () => {
    const told = async (): Promise<FakeMessage> => {
      await enable("travis");
      const { address } = await rotate("travis");
      await chat.ask(chat.mira, "notify travis:octo/hello");
      const payload = JSON.stringify({
        ...{ id: 86601346, number: "1045", status: 1, status_message: "Failed", duration: 300 },
        ...{ finished_at: "2026-11-21T09:05:00Z", branch: "main", message: "Mend it", type: "push" },
        repository: { id: 1, name: "hello", owner_name: "octo" },
      });
      const body = new URLSearchParams({ payload }).toString();
      const signature = createSign("sha1").update(payload).sign(key.privateKey, "base64");
      await fetch(address, { method: "POST", body, headers: { signature } });
      return card(/octo\/hello #1045/);
    };

    it("restart and cancel a build, and the card says so at once", async () => {
      const message = await told();
      assert.match(await press(message, "Restart"), /is restarted/);
      await changed(message, /🟡 Running/);
      assert.match(await press(message, "Cancel"), /is canceled/);

      assert.deepEqual(
        travis.asked.filter((one) => one.startsWith("POST")),
        ["POST /build/86601346/restart", "POST /build/86601346/cancel"],
      );
      assert.match(await press(message, "Cancel", chat.jon), /service enable travis/);
    });
  });

  it("act with the team's connection for whoever is in it", async () => {
    await chat.ask(chat.mira, "team create Kitchen");
    await enable("team jira");
    const { address, secret } = await rotate("team jira");
    await chat.ask(chat.mira, "notify jira:PROJ");
    jira.webhook = { address, secret };
    await jira.change("PROJ-1", { status: "Review" });
    const created = JSON.stringify({
      webhookEvent: "jira:issue_created",
      issue: { id: "10002", key: "PROJ-1", fields: { summary: "Stove", project: { key: "PROJ" } } },
    });
    const signature = `sha256=${createHmac("sha256", secret).update(created).digest("hex")}`;
    await fetch(address, { method: "POST", body: created, headers: { "x-hub-signature": signature } });
    const message = await card(/PROJ-1/);
    const { dialog } = await chat.teams.clickButton(chat.mira, message.id, "Comment…");
    assert.ok(dialog);
    await chat.teams.submitDialog(chat.mira, chat.channel, dialog, "Comment", { text: "On it" });

    assert.deepEqual(jira.comments, ["On it\n\nMira Chen, in Teams"]);
    assert.match(await press(message, "Comment…", chat.eve), /service enable jira/);
  });
});
