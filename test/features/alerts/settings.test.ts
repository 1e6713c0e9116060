import assert from "node:assert/strict";
import type { CommandTurn } from "../../../src/core/command.ts";
import type { ChatPerson } from "../../../src/core/conversation.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { alertCommands } from "../../../src/features/alerts/commands.ts";
import type { AlertCommandDeps } from "../../../src/features/alerts/deps.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { seedPerson, type SeededPerson } from "./seed.ts";

describe("what a person says of their alerts", () => {
  let store: TestStore;
  let time: ManualTime;
  let mona: SeededPerson;
  let woken: string[];

  beforeEach(async () => {
    time = new ManualTime("2026-03-01T22:00:00Z");
    store = await openTestStore({ clock: time });
    mona = await seedPerson(store, "mona", "7");
    woken = [];
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const deps = (): AlertCommandDeps => ({
    alertSettings: {
      store,
      clock: time,
      wakeJobs: (ids) => woken.push(...ids),
      findGitHub: () => Promise.resolve({ id: "g", ghUserId: "7", ghLogin: "mona" }),
      record: (_tx, _turn, answer) => Promise.resolve(answer),
    },
  });

  async function say(
    name: string,
    raw: Record<string, string[]>,
    who: Partial<ChatPerson> = {},
  ): Promise<string> {
    const command = alertCommands.find((one) => one.name === name);
    if (command === undefined) throw new Error(`there is no command ${name}`);
    return toText(await command.prepare(raw).run(turnOf(mona, who), deps()));
  }

  const zone = async (): Promise<string | undefined> =>
    (await store.read((reads) => reads.alerts.findPreferences(mona.userId)))?.zone;

  it("takes the timezone that Teams tells, else says that it is UTC", async () => {
    const plain = await say("alerts quiet", { wish: ["19:00-08:00"] });
    const bad = await say("alerts quiet", { wish: ["19:00-08:00"] }, { timezone: "Nowhere/At all" });
    assert.equal(await zone(), "");
    const told = await say("alerts quiet", { wish: ["19:00-08:00"] }, { timezone: "Europe/Berlin" });

    assert.match(plain, /\(UTC\).*Teams doesn't tell me your timezone/);
    assert.match(bad, /\(UTC\)/);
    assert.match(told, /from 19:00 until 08:00 \(Europe\/Berlin\)/);
    assert.doesNotMatch(told, /doesn't tell me/);
    assert.equal(await zone(), "Europe/Berlin");
  });

  it("keeps a timezone once named, and drops what was held when alerts end", async () => {
    await say("alerts quiet", { wish: ["19:00-08:00", "America/New_York"] });
    await say("alerts quiet", { wish: ["weekends"] }, { timezone: "Europe/Berlin" });
    assert.equal(await zone(), "America/New_York");
    await hold();

    await say("alerts off", { kinds: [] });

    const left = await store.read((reads) => reads.alerts.listHeld(mona.userId, 5));
    const preferences = await store.read((reads) => reads.alerts.findPreferences(mona.userId));
    assert.deepEqual(left, []);
    assert.equal(preferences?.digestAt, undefined);
    assert.deepEqual(woken, []);
  });

  it("tells what was held at once when quiet hours end by word", async () => {
    await say("alerts quiet", { wish: ["19:00-08:00", "UTC"] });
    await hold();

    await say("alerts quiet", { wish: ["off"] });

    assert.equal(woken.length, 1);
  });

  it("leaves the digest where it is when something else changes", async () => {
    await say("alerts quiet", { wish: ["19:00-08:00", "UTC"] });
    await hold();
    const jobs = () => store.read((reads) => reads.jobs.listDue(new Date("2026-03-03T00:00:00Z"), 10));

    await say("alerts off", { kinds: ["assigned"] });
    await say("mentions", { state: ["off"] });
    assert.equal((await jobs()).length, 0);
    await say("alerts quiet", { wish: ["19:00-09:00", "UTC"] });

    assert.equal((await jobs()).length, 1);
  });

  it("writes who changed what into the events", async () => {
    await say("alerts off", { kinds: ["assigned"] });

    const [event] = await store.read((reads) =>
      reads.events.listByEntity("alert_preferences", mona.userId, { limit: 5 }),
    );
    assert.equal(event?.verb, "changed");
    assert.deepEqual(event.data["alerts"], ["review-requested", "mentioned", "checks-failed"]);
  });

  /** As an alert in quiet hours leaves it. */
  async function hold(): Promise<void> {
    await store.transaction(async (tx) => {
      const known = await tx.alerts.findPreferences(mona.userId);
      if (known === undefined) throw new Error("nobody is there");
      const { id: _id, version, ...values } = known;
      await tx.alerts.savePreferences({ ...values, digestAt: new Date("2026-03-02T08:00:00Z") }, version);
      await tx.alerts.saveSubject({
        userId: mona.userId,
        subjectKey: "pull:1#1",
        repositoryId: "1",
        held: true,
      });
    });
  }
});

function turnOf({ userId, conversationId }: SeededPerson, who: Partial<ChatPerson>): CommandTurn {
  const person = { tenantId: "tenant", teamsUserId: "29:mona", aadObjectId: "mona", displayName: "Mona" };
  const serviceUrl = "https://smba.example.com/";
  return {
    jobId: "job",
    jobHolder: "here",
    actor: { userId, person: { ...person, ...who }, isAdmin: false },
    place: {
      conversationId,
      reference: {
        ...{ tenantId: "tenant", teamId: "", channelId: "a:mona", serviceUrl, name: "mona" },
        type: "personal",
      },
    },
    mentions: [],
    source: "typed",
    signal: new AbortController().signal,
    text: "",
  };
}

function toText(answer: Reply): string {
  const message = answer.kind === "messages" ? answer.messages[0] : undefined;
  if (message === undefined) return "";
  return "text" in message ? message.text : message.summary;
}
