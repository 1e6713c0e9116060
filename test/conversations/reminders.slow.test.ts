import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage } from "../../demo/teams/connector/index.ts";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { startApp } from "../../src/process.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { freePort } from "../../demo/free-port.ts";
import { ManualTime } from "../support/manual-time.ts";
import { until } from "../support/until.ts";

describe("being reminded of reviews", () => {
  let time: ManualTime;
  let chat: Chat;
  before(async () => {
    // The lab's clock runs, so ours begins where it is.
    time = new ManualTime(new Date().toISOString());
    chat = await startChat({ overrides: { clock: time, timers: time } });
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.signIn(chat.jon, "jon");
    await chat.signIn(chat.eve, "eve");
    const number = await pull("Warm _the_ stove");
    chat.lab.requestReviews("contoso/tools", number, ["mira", "eve"]);
  });
  after(async () => {
    await chat.close();
  });
  afterEach(() => {
    chat.lab.clearFailures();
  });

  let branches = 0;
  const pull = async (
    title: string,
    more: { draft?: boolean; labels?: string[]; by?: string; repo?: string } = {},
  ): Promise<number> => {
    const { by = "jon", repo = "contoso/tools", ...fields } = more;
    branches += 1;
    const head = `branch-${String(branches)}`;
    const { number } = await chat.lab.openPullRequest(repo, { by, title, head, base: "main", ...fields });
    return number;
  };
  /** The wall time in so many minutes, in UTC. */
  const inMinutes = (minutes: number): string =>
    new Date(time.now().getTime() + minutes * MINUTE).toISOString().slice(11, 16);
  const roots = (where: FakeConversation): readonly FakeMessage[] =>
    where.threads.filter((message) => message.from === "bot");
  const pass = async (milliseconds: number): Promise<void> => {
    await time.advance(milliseconds);
  };
  const posted = (where: FakeConversation, pattern: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => roots(where).find((message) => pattern.test(readable(message))));
  const finished = async (): Promise<void> => {
    await until(async () => {
      const counts = await chat.app.parts.store.read((reads) => reads.jobs.countByState());
      return (counts["queued"] ?? 0) + (counts["running"] ?? 0) === 0;
    });
  };

  it("says what it will do, and when", async () => {
    const channel = chat.teams.channel("says");

    const { text } = await chat.ask(
      chat.mira,
      'schedule reviews contoso/tools weekdays 9:30 europe/berlin -label:"not yet" older:2d drafts:on',
      channel,
    );

    assert.match(text, /^✅ Reminder 1: pull requests of contoso\/tools that wait for review/);
    assert.match(text, /weekdays at 09:30 \(Europe\/Berlin\)/);
    assert.match(text, /not yet.*older:2d drafts:on/);
    assert.match(text, /Next: (Mon|Tue|Wed|Thu|Fri) \d+ \w+, 09:30/);
  });

  it("lists what waits at its time, the oldest first, and once", async () => {
    const channel = chat.teams.channel("lists");
    await pull("Still a draft", { draft: true });
    const approved = await pull("Approved already");
    await chat.lab.review("contoso/tools", approved, { by: "mira", state: "approved" });
    await pull("Not for you", { labels: ["wip"] });
    const at = inMinutes(10);
    await chat.ask(chat.mira, `schedule reviews contoso/tools daily ${at} UTC -label:wip`, channel);

    await pass(11 * MINUTE);
    const card = await posted(channel, /wait/);
    await finished();

    const text = readable(card);
    assert.match(text, /⏱️ 1 pull request waits for review in contoso\/tools/);
    assert.match(text, /\[contoso\/tools#\d+\]\(.*\/pull\/\d+\) Warm \\_the\\_ stove/);
    assert.match(text, /by @jon · new · waits for @mira, @eve/);
    assert.doesNotMatch(text, /draft|Approved|Not for you/);
    assert.equal(roots(channel).length, 1);
    await pass(HOUR);
    await finished();
    assert.equal(roots(channel).length, 1);
  });

  it("is posted once by two processes on one database", async () => {
    const channel = chat.teams.channel("two");
    const { config } = chat.app.parts;
    const http = { ...config.http, port: await freePort() };
    const other = await startApp({ ...config, http }, { clock: time, timers: time, log: silentLog });
    await chat.ask(chat.mira, `schedule reviews contoso/tools daily ${inMinutes(5)} UTC for:mira`, channel);

    await pass(6 * MINUTE);
    await posted(channel, /1 pull request waits/);
    await finished();
    await pass(5 * MINUTE);
    await finished();
    await other.stop(1_000);

    assert.equal(roots(channel).length, 1);
  });

  it("says nothing when nothing waits, but does when asked", async () => {
    const channel = chat.teams.channel("nothing");
    const said = `schedule reviews contoso/web daily ${inMinutes(5)} UTC`;
    await chat.ask(chat.mira, said, channel);

    await pass(6 * MINUTE);
    await finished();
    const { text } = await chat.ask(chat.jon, "schedule run 1", channel);

    assert.equal(roots(channel).length, 0);
    assert.equal(text, "Nothing waits for review in contoso/web.");
  });

  it("pauses, goes on, is listed and removed by number or name", async () => {
    const channel = chat.teams.channel("managed");
    await chat.ask(chat.mira, `schedule reviews contoso/tools daily ${inMinutes(5)} UTC for:mira`, channel);
    await chat.ask(chat.mira, "schedule reviews contoso/web mon,fri 09:00", channel);

    const paused = await chat.ask(chat.jon, "schedule pause 1", channel);
    const again = await chat.ask(chat.jon, "schedule pause 1", channel);
    await pass(6 * MINUTE);
    await finished();
    const list = await chat.ask(chat.mira, "schedule list", channel);
    const resumed = await chat.ask(chat.jon, "schedule resume contoso/tools", channel);
    const removed = await chat.ask(chat.jon, "schedule remove contoso/web", channel);
    const gone = await chat.ask(chat.jon, "schedule remove 2", channel);

    assert.match(paused.text, /^⏸️ Paused reminder 1 of contoso\/tools/);
    assert.match(again.text, /paused already/);
    assert.equal(roots(channel).length, 0);
    assert.match(list.text, /\*\*1\*\* · reviews of contoso\/tools, daily at .*for:mira · ⏸️ paused/);
    assert.match(
      list.text,
      /\*\*2\*\* · reviews of contoso\/web, Mon, Fri at 09:00 \(UTC\) · next (Mon|Fri)/,
    );
    assert.match(resumed.text, /goes on\. Next: .* It reads GitHub as you from now on\./);
    assert.match(removed.text, /To have it back: `schedule reviews contoso\/web mon,fri 09:00 UTC`/);
    assert.match(gone.text, /no reminder "2" here/);
  });

  it("is made by a form", async () => {
    const channel = chat.teams.channel("form");
    const asked = await chat.ask(chat.mira, "schedule", channel);
    const inputs = { target: "contoso/web", days: "mon,wed", time: "07:15", zone: "", filters: "older:1d" };

    const wrong = await chat.teams.clickButton(chat.mira, asked.message.id, "Schedule it", {
      ...inputs,
      zone: "Berlin",
    });
    const result = await chat.teams.clickButton(chat.mira, asked.message.id, "Schedule it", inputs);

    assert.match(wrong.error?.message ?? "", /Did you mean Europe\/Berlin\?/);
    assert.equal(result.error, undefined);
    assert.match(readable(asked.message), /✅ Reminder 1: .*contoso\/web.*Mon, Wed at 07:15 \(UTC\)/);
    assert.match(readable(asked.message), /You named no timezone, so it is UTC/);
    const prefilled = await chat.ask(chat.mira, "schedule reviews contoso/tools", channel);
    assert.match(JSON.stringify(prefilled.message.card), /"value":"contoso\/tools"/);
  });

  const MISTAKES: readonly [said: string, answer: RegExp][] = [
    ["weekdays 25:00", /"25:00" is no time of day/],
    ["someday 09:30", /"someday" is no day that I know/],
    ["weekdays", /on which days and at what time/],
    ["weekdays 09:30 Europe/Berln", /timezone "Europe\/Berln"\. Did you mean `Europe\/Berlin`/],
    ["weekdays 09:30 EST", /timezone "EST"\. Did you mean `America\/New_York`/],
    ["weekdays 09:30 UTC older:soon", /"soon" can't stand behind `older:`.*`older:2d`/],
    ["weekdays 09:30 UTC colour:red", /"colour:red" is no filter of reminders/],
    ["weekdays 09:30 UTC for:nobody-at-all", /no account "nobody-at-all"/],
  ];
  for (const [said, answer] of MISTAKES)
    it(`explains what is wrong with ${said}`, async () => {
      const channel = chat.teams.channel(said);

      const { text } = await chat.ask(chat.mira, `schedule reviews contoso/tools ${said}`, channel);

      assert.match(text, answer);
    });

  it("refuses a second one of the same", async () => {
    const channel = chat.teams.channel("twice");
    const said = "schedule reviews contoso/tools daily 09:00 UTC";
    await chat.ask(chat.mira, said, channel);

    assert.match((await chat.ask(chat.jon, said, channel)).text, /That is reminder 1 already/);
  });

  it("says the same of what is private and of what is not there", async () => {
    const channel = chat.teams.channel("private");
    const ask = (target: string) => chat.ask(chat.eve, `schedule reviews ${target} daily 09:00 UTC`, channel);

    const [hidden, missing, owner] = [
      await ask("contoso/secret"),
      await ask("contoso/nothing"),
      await ask("contoso"),
    ];

    assert.equal(hidden.text.replace("secret", "nothing"), missing.text);
    assert.match(hidden.text, /can't find/);
    assert.match(owner.text, /can't find contoso/);
  });

  it("covers an owner's repositories, those that its maker sees", async () => {
    const channel = chat.teams.channel("owner");
    await pull("In the open", { repo: "contoso/web" });
    await pull("Behind doors", { repo: "contoso/secret", by: "mira" });
    await chat.ask(chat.mira, "schedule reviews contoso daily 09:00 UTC", channel);

    const { message } = await chat.ask(chat.jon, "schedule run contoso", channel);

    assert.match(readable(message), /contoso\/web#\d+\].* In the open/);
    assert.match(readable(message), /contoso\/secret#\d+\].* Behind doors/);
  });

  it("runs late when GitHub was down", async () => {
    const channel = chat.teams.channel("late");
    await chat.ask(chat.mira, `schedule reviews contoso/tools daily ${inMinutes(5)} UTC for:mira`, channel);
    chat.lab.failNext(/graphql/, 502, 1);

    await pass(6 * MINUTE);
    await until(() => chat.lab.requests.some((request) => request.path === "/graphql"));
    await time.advanceUntil(() => roots(channel).length > 0, 20 * MINUTE);

    assert.match(readable(await posted(channel, /wait/)), /1 pull request waits/);
  });

  it("tells that its maker has to sign in, and goes on when they have", async () => {
    const channel = chat.teams.channel("expired");
    await chat.ask(chat.jon, `schedule reviews contoso/tools daily ${inMinutes(5)} UTC for:mira`, channel);
    chat.lab.revokeTokens("jon");

    await pass(6 * MINUTE);
    const told = await posted(channel, /sign-in of @jon has expired/);
    await finished();
    const list = await chat.ask(chat.mira, "schedule list", channel);
    const refused = await chat.ask(chat.mira, "schedule run 1", channel);
    await chat.signIn(chat.jon, "jon");
    const { message } = await chat.ask(chat.mira, "schedule run 1", channel);

    assert.match(readable(told), /`schedule resume 1`/);
    assert.match(refused.text, /reads GitHub as @jon, whose sign-in has ended/);
    assert.match(readable(message), /1 pull request waits/);
    assert.equal(roots(channel).length, 1);
    assert.match(list.text, /⚠️ can't read GitHub at the moment/);
  });

  it("stops when its maker can't see it any more, said once, and is taken over", async () => {
    const channel = chat.teams.channel("lost");
    chat.lab.setCollaborator("contoso/secret", "jon", "read");
    await chat.ask(chat.jon, `schedule reviews contoso/secret daily ${inMinutes(5)} UTC`, channel);
    await chat.lab.removeCollaborator("contoso/secret", "jon");

    await pass(6 * MINUTE);
    await until(() => chat.lab.requests.some(({ path }) => path === "/repositories/912004417"));
    assert.equal(roots(channel).length, 0);
    await time.advanceUntil(() => roots(channel).length > 0, 20 * MINUTE);
    await posted(channel, /has stopped: @jon can no longer see it/);
    const refused = await chat.ask(chat.eve, "schedule resume 1", channel);
    const taken = await chat.ask(chat.mira, "schedule resume 1", channel);

    assert.match(refused.text, /can't find contoso\/secret/);
    assert.match(taken.text, /It reads GitHub as you from now on/);
  });
});
