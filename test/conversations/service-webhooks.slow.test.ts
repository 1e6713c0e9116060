import assert from "node:assert/strict";
import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { startFakeJenkins, type FakeJenkins } from "../adapters/services/jenkins/fake-jenkins.ts";
import { startFakeJira, type FakeJira } from "../../demo/jira/index.ts";
import { startLocalServer, type LocalServer } from "../adapters/services/local-server.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { until } from "../support/until.ts";
import type { Log, LogFields } from "../../src/core/log.ts";

const key = generateKeyPairSync("rsa", { modulusLength: 2_048 });

describe("webhooks of services", () => {
  let chat: Chat;
  let jira: FakeJira;
  let jenkins: FakeJenkins;
  let travis: LocalServer;
  let isAway = false;
  const lines: string[] = [];
  const write = (fields: LogFields, text: string): void =>
    void lines.push(`${JSON.stringify(fields)} ${text}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  before(async () => {
    jira = await startFakeJira();
    jenkins = await startFakeJenkins();
    travis = await startLocalServer((path, { headers }) => {
      const pem = key.publicKey.export({ type: "spki", format: "pem" });
      if (isAway) return { status: 503 };
      if (path === "/config")
        return { json: { config: { notifications: { webhook: { public_key: pem } } } } };
      return headers.authorization === "token tok" ? { json: { login: "mira" } } : { status: 403 };
    });
  });
  beforeEach(async () => {
    lines.length = 0;
    isAway = false;
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" }, log });
  });
  afterEach(async () => {
    await chat.close();
  });
  after(() => {
    jira.close();
    jenkins.close();
    travis.close();
  });

  const mine = () => chat.teams.personalChat(chat.mira);
  const FIELDS: Readonly<Record<string, () => Record<string, string>>> = {
    jira: () => ({ fieldBaseUrl: jira.url, fieldEmail: "mira@team.example", secretToken: "good" }),
    jenkins: () => ({ fieldBaseUrl: jenkins.url, fieldUser: "mira", secretToken: "11aa" }),
    travis: () => ({ fieldBaseUrl: travis.url, secretToken: "tok" }),
  };
  const enable = async (provider: string, who: FakePerson = chat.mira): Promise<string> => {
    const { message } = await chat.ask(who, `service enable ${provider}`, chat.teams.personalChat(who));
    return JSON.stringify(
      await chat.teams.clickButton(who, message.id, "Save", FIELDS[provider.replace("team ", "")]?.() ?? {}),
    );
  };
  const rotate = async (provider: string, who: FakePerson = chat.mira) => {
    const { text } = await chat.ask(who, `service rotate ${provider}`, chat.teams.personalChat(who));
    const [, address = ""] = /`(http[^`]+)`/.exec(text) ?? [];
    const [, secret = ""] = /secret: `([^`]+)`/.exec(text) ?? [];
    return { text, address, secret };
  };
  const join = async (provider: string, who?: FakePerson) => {
    await enable(provider, who);
    return rotate(provider, who);
  };
  const post = async (address: string, body: string, headers: Record<string, string> = {}) =>
    (await fetch(address, { method: "POST", body, headers })).status;
  const cards = (where: FakeConversation, text: RegExp): readonly FakeMessage[] =>
    where.threads.filter((one) => one.from === "bot" && one.card !== undefined && text.test(readable(one)));
  const card = (text: RegExp, where = chat.channel): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => cards(where, text)[0]);
  const changed = (message: FakeMessage, text: RegExp): Promise<boolean> =>
    chat.teams.world.waitFor(() => text.test(readable(message)));
  const replied = (message: FakeMessage, text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => message.replies.find((one) => text.test(readable(one))));
  /** All that came in is worked on. */
  const settled = (): Promise<void> =>
    until(() =>
      chat.app.parts.store.read(async (reads) => {
        const { queued = 0, running = 0 } = await reads.jobs.countByState();
        return queued + running + (await reads.outbox.backlog()).waiting === 0;
      }),
    );

  describe("of Jira", () => {
    const issue = (change: { status?: string; summary?: string; minute?: number; key?: string } = {}) => ({
      id: change.key ?? "10002",
      key: `${change.key ?? "PROJ"}-1`,
      fields: {
        summary: change.summary ?? "Stove is cold",
        status: { name: change.status ?? "To Do", statusCategory: { key: "new" } },
        issuetype: { name: "Bug" },
        updated: `2026-11-21T10:${String(change.minute ?? 0).padStart(2, "0")}:00.000+0100`,
        project: { key: change.key ?? "PROJ" },
      },
    });
    const payload = (webhookEvent: string, more: object): string =>
      JSON.stringify({ webhookEvent, user: { displayName: "Mira *Chen*" }, ...more });
    const created = (change = {}) => payload("jira:issue_created", { issue: issue(change) });
    const updated = (change = {}) => payload("jira:issue_updated", { issue: issue(change) });
    const commented = (body: string, change = {}) =>
      payload("comment_created", { issue: issue(change), comment: { body } });
    const send = (to: { address: string; secret: string }, body: string, id = "") =>
      post(to.address, body, {
        "x-hub-signature": `sha256=${createHmac("sha256", to.secret).update(body).digest("hex")}`,
        ...(id !== "" && { "x-atlassian-webhook-identifier": id }),
      });

    it("make one card of an issue, change it in place, and bring comments into its thread", async () => {
      assert.match(await enable("jira"), /service rotate jira/);
      const hook = await rotate("jira");
      assert.match(hook.text, /WebHooks: enter the address and the secret/);
      const asked = await chat.ask(chat.mira, "notify jira:proj");
      assert.match(asked.text, /is told of \*\*jira:PROJ\*\*.*No webhook came.*service rotate jira/s);

      assert.equal(await send(hook, created()), 202);
      const told = await card(/Stove is cold/);
      assert.equal(await send(hook, updated({ status: "In Progress", minute: 1 })), 202);
      await changed(told, /In Progress/);
      assert.equal(await send(hook, commented("On *it*", { status: "In Progress", minute: 2 })), 202);
      const note = await replied(told, /commented: On/);

      assert.match(readable(note), /Mira \\\*Chen\\\* commented: On \\\*it\\\*/);
      assert.equal(cards(chat.channel, /Stove/).length, 1);
      assert.doesNotMatch((await chat.ask(chat.mira, "notify jira:PROJ")).text, /No webhook/);
    });

    it("do nothing when they come again", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      await send(hook, created(), "a");
      const told = await card(/Stove/);
      const same = [1, 2, 3].map(() => send(hook, commented("Once"), "b"));
      assert.deepEqual(await Promise.all(same), [202, 202, 202]);
      assert.equal(await send(hook, commented("Once"), "b"), 202);
      await replied(told, /Once/);
      await settled();
      await send(hook, commented("Last"), "c");
      await replied(told, /Last/);

      assert.equal(told.replies.length, 2);
      assert.equal(cards(chat.channel, /Stove/).length, 1);
    });

    it("leave the card whole when a comment brings only some of its issue", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      await send(hook, created());
      const told = await card(/Stove is cold/);
      const whole = issue();
      const { summary, project } = whole.fields;
      const some = { ...whole, fields: { summary, project } };
      await send(hook, payload("comment_created", { issue: some, comment: { body: "On it" } }));
      await replied(told, /On it/);
      await settled();

      assert.match(readable(told), /Bug[^]*To Do/);
    });

    it("may come in any order: the later change stays", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      await send(hook, updated({ status: "Done", minute: 5 }));
      await settled();
      assert.equal(cards(chat.channel, /Stove/).length, 0);
      await send(hook, created());
      const told = await card(/Stove is cold/);
      assert.match(readable(told), /Done/);
      await send(hook, updated({ status: "In Progress", minute: 3 }));
      await settled();
      await send(hook, updated({ summary: "Stove is warm", status: "Done", minute: 6 }));
      await changed(told, /Stove is warm/);

      assert.match(readable(told), /Done/);
    });

    it("reach each conversation that asked for the project, and no other", async () => {
      const hook = await join("jira");
      const [second, third] = [chat.teams.channel("second"), chat.teams.channel("third")];
      await chat.ask(chat.mira, "notify jira:PROJ");
      await chat.ask(chat.mira, "notify jira:PROJ", second);
      await chat.ask(chat.mira, "notify jira:OTHER", third);
      await send(hook, created());
      await card(/Stove/);
      await card(/Stove/, second);
      await settled();
      assert.equal(cards(third, /Stove/).length, 0);

      assert.match((await chat.ask(chat.mira, "notify list", second)).text, /jira:PROJ/);
      assert.match((await chat.ask(chat.jon, "notify off jira:proj", second)).text, /no longer told/);
      assert.match((await chat.ask(chat.jon, "notify off jira:PROJ", second)).text, /isn't told/);
      await send(hook, updated({ status: "Gone on", minute: 4 }));
      await changed(await card(/Stove/), /Gone on/);
      await settled();
      assert.doesNotMatch(readable(await card(/Stove/, second)), /Gone on/);
      assert.match((await chat.ask(chat.mira, "notify list", second)).text, /told of no service/);
    });

    it("of one person reach nobody who asked with another's connection", async () => {
      const miras = await join("jira");
      const eves = await join("jira", chat.eve);
      await chat.ask(chat.mira, "notify jira:PROJ");
      assert.match((await chat.ask(chat.eve, "notify jira:PROJ")).text, /already/);
      assert.equal(await send(eves, created({ summary: "Forged by Eve" })), 202);
      await send(miras, created());
      await card(/Stove/);
      await settled();

      assert.equal(cards(chat.channel, /Forged/).length, 0);
      assert.doesNotMatch(readable(await card(/Stove/)), /Forged/);
    });

    it("are refused unsigned, with another secret, and with the one before", async () => {
      await enable("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      const { id } = await connection("jira");
      const address = `${chat.app.parts.config.http.publicUrl}/services/jira/${id}/webhook`;
      assert.equal(await send({ address, secret: "" }, created()), 401);
      const old = await rotate("jira");
      assert.equal(old.address, address);
      assert.equal(await post(address, created()), 401);
      assert.equal(await send({ address, secret: "guessed" }, created()), 401);
      const fresh = await rotate("jira");
      assert.equal(await send(old, created()), 401);
      assert.equal(await send(fresh, created()), 202);

      assert.equal(cards(chat.channel, /./).length <= 1, true);
      await card(/Stove/);
    });

    it("are read as far as they can be, whatever is in them", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      for (const odd of ["", "null", "[]", "{", '{"webhookEvent":"jira:issue_created","issue":7}', "\u0000"])
        assert.equal(await send(hook, odd), 202, odd);
      assert.equal(await send(hook, "x".repeat(1024 * 1024 + 1)), 413);
      await send(hook, created());
      await card(/Stove/);
      await settled();

      const dead = await chat.app.parts.store.read((reads) => reads.deliveries.listDead(10));
      assert.deepEqual(dead, []);
    });

    it("find nobody after Disable, and the credentials are gone", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      const asked = await chat.ask(chat.mira, "service disable jira", mine());
      await chat.teams.clickButton(chat.mira, asked.message.id, "Disable");
      const { id, webhookSecretHash } = await connection("jira");

      assert.equal(await send(hook, created()), 410);
      assert.equal(webhookSecretHash, "");
      assert.equal(
        await chat.app.parts.store.read((reads) => reads.serviceConnections.findCredentials(id)),
        undefined,
      );
      assert.match((await chat.ask(chat.mira, "notify jira:PROJ")).text, /service enable jira/);
    });

    it("only change the card where the conversation wants no replies", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "settings threads off");
      await chat.ask(chat.mira, "notify jira:PROJ");
      await send(hook, created());
      const told = await card(/Stove/);
      await send(hook, commented("On it", { status: "In Progress", minute: 1 }));
      await changed(told, /In Progress/);
      await settled();

      assert.deepEqual(told.replies, []);
    });

    it("of a team reach what its members asked for, and a notification outlives who fed it", async () => {
      await chat.ask(chat.mira, "team create Platform");
      await enable("team jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      await send(await rotate("team jira"), created());
      await card(/Stove/);
      const asked = await chat.ask(chat.mira, "service disable team jira", mine());
      await chat.teams.clickButton(chat.mira, asked.message.id, "Disable");
      const eves = await join("jira", chat.eve);
      assert.match((await chat.ask(chat.eve, "notify jira:PROJ")).text, /✅ This conversation is told/);
      await send(eves, created({ summary: "Fed by Eve", minute: 9 }));

      await changed(await card(/Stove|Fed/), /Fed by Eve/);
    });

    it("keep their secret when the token is changed", async () => {
      const hook = await join("jira");
      await chat.ask(chat.mira, "notify jira:PROJ");
      await enable("jira");

      assert.equal(await send(hook, created()), 202);
      await card(/Stove/);
    });
  });

  describe("of Jenkins", () => {
    const build = (phase: string, more: object = {}): string =>
      JSON.stringify({
        name: "app",
        url: "job/team/job/app/",
        build: { number: 7, phase, timestamp: 1_795_000_000_000, duration: 0, ...more },
      });

    it("are let in by an address that nobody can guess, and show a build live", async () => {
      const { address, text } = await join("jenkins");
      assert.doesNotMatch(text, /secret:/);
      await chat.ask(chat.mira, "notify jenkins:team/app");
      assert.equal(await post(address, build("STARTED")), 202);
      const told = await card(/team\/app/);
      const ended = build("COMPLETED", { status: "FAILURE", duration: 61_000 });
      assert.equal(await post(address, ended), 202);
      await changed(told, /🔴/);
      await replied(told, /team\/app #7/);
      // Late: it must not make a running build of one that ended.
      assert.equal(await post(address, build("STARTED", { notes: "again" })), 202);
      await settled();

      assert.match(readable(told), /🔴/);
      assert.equal(cards(chat.channel, /team\/app/).length, 1);
    });

    it("find nothing at any other address, and nobody learns what is wrong with it", async () => {
      const { address } = await join("jenkins");
      const [, base = "", id = ""] = /^(.*\/services)\/jenkins\/([^/]+)\//.exec(address) ?? [];
      const wrong = [
        `${base}/jenkins/${id}/webhook`,
        `${base}/jenkins/${id}/webhook/guessed`,
        `${base}/jira/${id}/webhook`,
        `${base}/nosuch/${id}/webhook`,
        `${base}/jenkins/0192b4f0-0000-7000-8000-000000000000/webhook/guessed`,
        `${base}/jenkins/x/webhook/guessed`,
        `${address}x`,
      ];
      for (const one of wrong) assert.equal(await post(one, build("STARTED")), 404, one);

      const segment = address.slice(address.lastIndexOf("/") + 1);
      assert.equal(await post(address, build("STARTED")), 202);
      assert.ok(segment.length >= 43);
      assert.doesNotMatch(lines.join("\n"), new RegExp(segment));
    });

    it("need a new address after a rotation", async () => {
      const { address } = await join("jenkins");
      const { address: fresh } = await rotate("jenkins");

      assert.equal(await post(address, build("STARTED")), 404);
      assert.equal(await post(fresh, build("STARTED")), 202);
    });
  });

  it("of Travis CI are proven by its host's own key", async () => {
    const { address, text } = await join("travis");
    assert.match(text, /\.travis\.yml/);
    await chat.ask(chat.mira, "notify travis:Octo/Hello");
    const payload = JSON.stringify({
      ...{ id: 86601346, number: "1045", status: 1, status_message: "Broken", duration: 300 },
      ...{ finished_at: "2026-11-21T09:05:00Z", branch: "main", commit: "0123456789abcdef" },
      ...{ message: "Mend it", author_name: "Mira", type: "push", build_url: "https://travis.example/x" },
      repository: { id: 1, name: "hello", owner_name: "octo" },
    });
    const body = new URLSearchParams({ payload }).toString();
    const signature = createSign("sha1").update(payload).sign(key.privateKey, "base64");
    assert.equal(await post(address, body), 401);
    assert.equal(await post(address, `${body}x`, { signature }), 401);
    assert.equal(await post(address, body, { signature }), 202);
    await card(/Mend it/);

    assert.equal(await post(`${address}/x`, body, { signature }), 404);
  });

  it("of Travis CI are to come again while its key can't be had", async () => {
    const { address } = await join("travis");
    isAway = true;
    const body = new URLSearchParams({ payload: "{}" }).toString();

    assert.equal(await post(address, body, { signature: "eA==" }), 503);
  });

  it("are given out in a 1:1 chat only", async () => {
    await enable("jira");
    const { text } = await chat.ask(chat.mira, "service rotate jira");
    assert.match(text, /service rotate jira.*1:1 chat/);
    assert.doesNotMatch(text, /secret: `/);
    assert.match((await rotate("travis")).text, /service enable travis/);
  });

  const odd: readonly (readonly [string, RegExp])[] = [
    ["jira:PROJ", /service enable jira/],
    ["jira", /I can't follow "jira"/],
    ["", /^Name the service and what of it.*notify jira:PROJ/],
    ["jira:", /I can't follow/],
    [`jira:${"x".repeat(201)}`, /I can't follow/],
    ["jirra:PROJ", /no service "jirra".*jira/],
    ["tp:Kitchen Tools", /service enable targetprocess/],
  ];
  for (const [what, expected] of odd)
    it(`answer notify ${what.slice(0, 20)} with what to do`, async () => {
      assert.match((await chat.ask(chat.mira, `notify ${what}`)).text, expected);
    });

  async function connection(provider: string) {
    const found = await chat.app.parts.store.read(async (reads) => {
      const user = await reads.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      return reads.serviceConnections.findByOwner({ ownerType: "user", ownerId: user?.id ?? "" }, provider);
    });
    assert.ok(found !== undefined);
    return found;
  }
});
