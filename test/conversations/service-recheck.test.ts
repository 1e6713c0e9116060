import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { queueDue } from "../../src/features/services/verify-job.ts";
import { startFakeJira, type FakeJira } from "../../demo/jira/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { ManualTime } from "../support/manual-time.ts";
import { until } from "../support/until.ts";

describe("services are asked again by themselves", () => {
  let chat: Chat;
  let jira: FakeJira;
  let time: ManualTime;
  beforeEach(async () => {
    time = new ManualTime(new Date().toISOString());
    jira = await startFakeJira();
    chat = await startChat({
      env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" },
      overrides: { clock: time, timers: time },
    });
  });
  afterEach(async () => {
    await chat.close();
    jira.close();
  });
  const mine = () => chat.teams.personalChat(chat.mira);
  const save = async (word = "") => {
    const { message } = await chat.ask(chat.mira, `service enable${word} jira`, mine());
    await chat.teams.clickButton(chat.mira, message.id, "Save", {
      fieldBaseUrl: jira.url,
      fieldEmail: "mira@team.example",
      secretToken: "good",
    });
  };
  const said = (expected: RegExp) =>
    mine().threads.filter((one) => one.from === "bot" && expected.test(readable(one))).length;
  const aDayLater = async () => {
    const { store } = chat.app.parts;
    const before = jira.asked.length;
    const queued = await store.transaction((tx) =>
      queueDue(tx, new Date(time.now().getTime() + DAY + MINUTE)),
    );
    await time.advance(31_000);
    if (queued > 0) await until(() => jira.asked.length > before);
    await time.advance(1_000);
    return queued;
  };

  it("tells the owner once when the service no longer lets them in, and when it works again", async () => {
    await save();
    jira.broken = { status: 401, body: "{}" };
    await aDayLater();
    await until(() => said(/⚠️ Jira of yours doesn't let me in any more/) === 1);
    await aDayLater();

    assert.equal(said(/⚠️/), 1);
    assert.match((await chat.ask(chat.mira, "services", mine())).text, /Jira\*\* · 🔴 Failing/);
    assert.match((await chat.ask(chat.mira, "account", mine())).text, /Jira \(failing\)/);
    jira.broken = undefined;
    await aDayLater();
    await until(() => said(/✅ Jira of yours works/) === 1);
  });

  it("tells a team's owner of a team's", async () => {
    await chat.ask(chat.mira, "team create Platform", mine());
    await save(" team");
    jira.broken = { status: 401, body: "{}" };
    await aDayLater();

    await until(() => said(/⚠️ Jira of team Platform doesn't let me in/) === 1);
  });

  it("says nothing of an outage, and asks each only once a day", async () => {
    await save();
    jira.broken = { status: 503, body: "" };
    assert.equal(await aDayLater(), 1);
    assert.equal(await aDayLater(), 0);

    assert.equal(said(/⚠️/), 0);
    assert.match((await chat.ask(chat.mira, "services", mine())).text, /Jira\*\* · 🟢 Enabled/);
  });

  it("ask again after minutes where the service was away when it was saved", async () => {
    jira.broken = { status: 503, body: "" };
    await save();
    jira.broken = undefined;
    await time.advance(3 * MINUTE);

    await until(() => said(/✅ Jira of yours works/) === 1);
    assert.match((await chat.ask(chat.mira, "services", mine())).text, /Jira\*\* · 🟢 Enabled as Mira Chen/);
  });

  it("leave alone what was disabled meanwhile", async () => {
    await save();
    const { message } = await chat.ask(chat.mira, "service disable jira", mine());
    await chat.teams.clickButton(chat.mira, message.id, "Disable");

    assert.equal(await aDayLater(), 0);
  });
});
