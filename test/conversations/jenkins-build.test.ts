import assert from "node:assert/strict";
import { FOLLOW_JOB, followJob } from "../../src/features/services/jenkins-follow.ts";
import { startFakeJenkins, type FakeJenkins } from "../adapters/services/jenkins/fake-jenkins.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { ManualTime } from "../support/manual-time.ts";

describe("building with Jenkins", () => {
  let chat: Chat;
  let jenkins: FakeJenkins;
  let time: ManualTime;
  beforeEach(async () => {
    time = new ManualTime(new Date().toISOString());
    jenkins = await startFakeJenkins();
    chat = await startChat({
      env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" },
      overrides: { clock: time, timers: time },
    });
    const { message } = await chat.ask(chat.mira, "service enable jenkins", mine());
    await chat.teams.clickButton(chat.mira, message.id, "Save", {
      fieldBaseUrl: jenkins.url,
      fieldUser: "mira",
      secretToken: "11aa",
    });
  });
  afterEach(async () => {
    await chat.close();
    jenkins.close();
  });
  const mine = () => chat.teams.personalChat(chat.mira);
  const builds = () => jenkins.asked.filter(({ method }) => method === "POST");
  const card = () => {
    const found = mine().threads.find(({ card: shown }) =>
      JSON.stringify(shown ?? {}).includes("Jenkins · Build"),
    );
    return found === undefined ? "" : readable(found);
  };
  /** Turns the clock on, in steps that let requests come back, until the card says it. */
  const shows = async (expected: RegExp, seconds = 300) => {
    for (let at = 0; at < seconds && !expected.test(card()); at += 1) {
      await time.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.match(card(), expected);
  };
  const ask = async (text: string) => {
    const asked = await chat.ask(chat.mira, text, mine());
    return { ...asked, press: (title: string) => chat.teams.clickButton(chat.mira, asked.message.id, title) };
  };

  it("asks first, naming job, parameters and whose connection it is", async () => {
    const { text, press } = await ask('jenkins build team/app BRANCH=main TEXT="a *b*"');

    assert.match(text, /Build \*\*team\/app\*\* with BRANCH=main, TEXT=/);
    assert.match(text, /on 127[^ ]*0\.0\.1:\d+, as mira \(your account\)\?/);
    await press("Cancel");
    assert.equal(builds().length, 0);
  });

  it("follows the build in one card from the queue to its result", async () => {
    const { press } = await ask("jenkins build team/app BRANCH=main");
    assert.match(JSON.stringify(await press("Build")), /is asked for/);
    assert.equal(builds()[0]?.body, "BRANCH=main");

    await shows(/⚪ Queued[^]*BRANCH=main[^]*Waiting for next available executor/);
    jenkins.leaveQueue();
    await shows(/team\/app #7[^]*🟡 Running|🟡 Running[^]*team\/app #7/);
    assert.match(card(), /Started by user mira/);
    jenkins.finish("FAILURE");
    await shows(/🔴 Failed/);
    assert.equal(builds().length, 1);
    const cards = mine().threads.filter(({ card: shown }) =>
      JSON.stringify(shown ?? {}).includes("Jenkins · Build"),
    );
    assert.equal(cards.length, 1);
    const before = jenkins.asked.length;
    await time.advance(120_000);
    assert.equal(jenkins.asked.length, before);
  });

  it("follows no longer than the connection is there", async () => {
    const { press } = await ask("jenkins build team/app");
    await press("Build");
    await shows(/Queued/);
    const disable = await ask("service disable jenkins");
    await disable.press("Disable");

    await shows(/was disabled\. It is followed no more/);
  });

  it("gives up after two hours", async () => {
    const { press } = await ask("jenkins build team/app");
    await press("Build");
    await shows(/Waiting for next/);
    const { store, services } = chat.app.parts;
    const [job] = await store.read(async ({ jobs }) => {
      const ids = await jobs.listDue(new Date(time.now().getTime() + 3_600_000), 100);
      const found = await Promise.all(ids.map((id) => jobs.find(id)));
      return found.filter((one) => one?.kind === FOLLOW_JOB);
    });
    assert.ok(job);
    const since = new Date(time.now().getTime() - 2 * 3_600_000 - 1).toISOString();
    const run = { ...job, payload: { ...job.payload, since }, attempt: 1, holder: "" };
    await followJob.run({ ...run, signal: new AbortController().signal }, services.deps);

    await shows(/longer than two hours/);
  });

  it("takes only parameters, and only jobs that there are", async () => {
    assert.match((await ask("jenkins build team/app BRANCH")).text, /"BRANCH" is no parameter/);
    const { press } = await ask("jenkins build team/nosuch");
    const { body } = await press("Build");

    assert.match(JSON.stringify(body), /Jenkins has no team\/nosuch/);
  });
});
