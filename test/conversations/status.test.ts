import assert from "node:assert/strict";
import { addMilliseconds, MINUTE, type Clock } from "../../src/core/clock.ts";
import { readable, startChat, type Chat, type Heard } from "../support/chat.ts";
import { until } from "../support/until.ts";

class JumpingClock implements Clock {
  #ahead = 0;
  now(): Date {
    return addMilliseconds(new Date(), this.#ahead);
  }
  jump(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

describe("status", () => {
  let chat: Chat;
  let clock: JumpingClock;
  beforeEach(async () => {
    clock = new JumpingClock();
    chat = await startChat({ overrides: { clock } });
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  afterEach(async () => {
    await chat.close();
  });

  const settled = async (): Promise<void> => {
    await chat.lab.settled();
    await until(() =>
      chat.app.parts.store.read(async ({ jobs, outbox }) => {
        const { queued = 0, running = 0 } = await jobs.countByState();
        return queued + running + (await outbox.backlog()).waiting === 0;
      }),
    );
  };
  const happens = async (repository: string): Promise<void> => {
    await chat.lab.openIssue(repository, { by: "mira", title: "A matter", body: "", labels: [] });
    await settled();
  };
  /** Asked by somebody who is not signed in. */
  const status = (text = "status"): Promise<Heard> => chat.ask(chat.eve, text);

  it("says how to begin where nothing is subscribed", async () => {
    assert.match((await status()).text, /Nothing is subscribed here/);
  });

  it("tells when something last came, without sign-in", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");
    await chat.ask(chat.mira, "subscribe contoso/web issues");
    await happens("contoso/tools");

    const { text } = await status();

    assert.match(text, /🟢 2 subscriptions, all as it should be/);
    assert.match(
      text,
      /contoso\/tools\]\([^)]*\)\*\* · 🟢 active · last told \{\{DATE\(\d{4}-[^)]+Z,SHORT\)\}\}/,
    );
    assert.match(text, /contoso\/web\]\([^)]*\)\*\* · 🟢 active · nothing told yet/);
  });

  it("names a permission that a feature lacks and our App doesn't ask for", async () => {
    await chat.close();
    const permissions = { metadata: "read", issues: "read", contents: "read" } as const;
    const repositories = [{ name: "contoso/tools" }];
    const orgs = [{ login: "contoso", owners: ["mira"] }];
    chat = await startChat({
      seed: { users: [{ login: "mira" }], orgs, repositories, app: { permissions } },
    });
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, "subscribe contoso/tools issues deployments");

    const { text } = await status();

    assert.match(text, /⚠️ Nothing comes of deployments.*doesn't ask for the permission "Deployments"/);
  });

  it("tells of a suspended installation, and hides what the App doesn't reach, both with a button", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");
    await chat.lab.suspend("contoso");
    const suspended = await status();
    assert.match(suspended.text, /⏸️ Our GitHub App is suspended on contoso/);
    assert.match(JSON.stringify(suspended.message.card), /"title":"Configure App","url":"[^"]*installations/);
    await chat.lab.unsuspend("contoso");

    await chat.lab.uninstall("contoso");
    await chat.lab.install("contoso", ["contoso/web"]);
    await settled();
    const unreached = await status();

    assert.doesNotMatch(unreached.text, /contoso\/tools/);
    assert.match(unreached.text, /One subscription can't be shown/);
    assert.match(JSON.stringify(unreached.message.card), /"title":"Configure App"/);
  });

  it("counts what has stopped, without names, and hands it to who has access", async () => {
    await chat.ask(chat.mira, "subscribe contoso/secret issues");
    await chat.signIn(chat.jon, "jon");
    await chat.ask(chat.jon, "subscribe contoso/tools issues");
    await chat.lab.revokeAuthorization("mira");
    await settled();
    chat.lab.setMember("contoso", "eve", "admin");
    await chat.signIn(chat.eve, "eve");

    const { text, message } = await status();

    assert.match(text, /⛔ One subscription of @mira stopped\. Why: revoked the authorization/);
    assert.doesNotMatch(text, /secret/);
    await chat.teams.clickButton(chat.eve, message.id, "Take over");
    await settled();
    assert.match((await status()).text, /contoso\/secret/);
  });

  it("tells of an expired sign-in, a single sign-on and a refusal, each with what mends it", async () => {
    await chat.ask(chat.mira, "subscribe contoso/secret issues");
    const sso = { "x-github-sso": "required; url=https://github.com/orgs/contoso/sso" };
    chat.lab.failNext(/GET \/repositories\/912004417/, 403, 1, sso);
    await happens("contoso/secret");
    const single = await status();
    assert.match(single.text, /⚠️ contoso asks @mira.*single sign-on/);
    assert.match(
      JSON.stringify(single.message.card),
      /"title":"Authorize SSO","url":"[^"]*\/orgs\/contoso\/sso"/,
    );

    clock.jump(11 * MINUTE);
    await happens("contoso/secret");
    assert.match((await status()).text, /🟢 One subscription/);

    clock.jump(11 * MINUTE);
    // Once for the person; the App still reaches it.
    chat.lab.failNext(/GET \/repositories\/912004417/, 404, 1);
    await happens("contoso/secret");
    const refused = await status();
    assert.match(refused.text, /⚠️ GitHub refused it to @mira/);
    assert.match(
      JSON.stringify(refused.message.card),
      /"title":"Grant access","url":"[^"]*secret\/settings\/access"/,
    );

    clock.jump(11 * MINUTE);
    chat.lab.revokeTokens("mira");
    await happens("contoso/secret");
    const expired = await status();
    assert.match(expired.text, /⚠️ The sign-in of @mira, who set it up, expired on/);
    assert.match(JSON.stringify(expired.message.card), /"verb":"signin\.again"/);
  });

  it("ends a pause by its button", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");
    await chat.ask(chat.mira, "subscribe pause contoso/tools 2h");
    const paused = await status();
    assert.match(paused.text, /⏸️ Paused until/);

    await chat.teams.clickButton(chat.mira, paused.message.id, "Resume");

    assert.doesNotMatch((await status()).text, /Paused/);
  });

  it("says who slows us down: GitHub, or Teams", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");
    const limit = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" };
    chat.lab.failNext(/./, 403, 100, limit);
    assert.match((await status()).text, /⏳ GitHub asks us to slow down/);
    chat.lab.failNext(/./, 503, 100);
    chat.lab.clearFailures();
    chat.lab.failNext(/./, 503, 100);
    assert.match((await status()).text, /⏳ GitHub doesn't answer/);
    chat.lab.clearFailures();

    const conversation = await chat.app.parts.store.read((reads) =>
      reads.conversations.findByChannel(chat.channel.id),
    );
    await chat.app.parts.store.transaction((tx) =>
      tx.outbox.append([
        {
          conversationId: conversation?.id ?? "",
          kind: "create",
          lane: "notification",
          body: { text: "later" },
          dueAt: addMilliseconds(clock.now(), 60 * MINUTE),
        },
      ]),
    );
    clock.jump(2 * MINUTE);

    assert.match((await status()).text, /⏳ Teams takes messages slowly here: 1 wait/);
  });

  it("is the conversation's own, and may be asked with anything behind it", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");

    const elsewhere = await chat.ask(chat.mira, "status", chat.teams.channel("ops"));

    assert.match(readable(elsewhere.message), /Nothing is subscribed here/);
    assert.match((await status("Status 99 whatever")).text, /contoso\/tools/);
  });
});
