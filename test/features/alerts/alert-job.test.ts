import assert from "node:assert/strict";
import { faults } from "../../../src/core/errors.ts";
import { JobDelay } from "../../../src/core/job.ts";
import { alertJob, type AlertJobDeps } from "../../../src/features/alerts/alert-job.ts";
import { digestJob } from "../../../src/features/alerts/digest-job.ts";
import type { News } from "../../../src/features/alerts/news.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { listMessages } from "../notifications/seed.ts";
import { alertDeps, reviewNews, runOf, seedPerson, SUBJECT } from "./seed.ts";

const NIGHT = { quietFrom: "19:00", quietUntil: "08:00", zone: "Europe/Berlin" };

describe("telling people what concerns them", () => {
  let store: TestStore;
  let time: ManualTime;

  beforeEach(async () => {
    time = new ManualTime("2026-03-01T22:00:00Z");
    store = await openTestStore({ clock: time });
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const tell = (news: News, change: Partial<AlertJobDeps> = {}): Promise<void> =>
    alertJob().run(runOf({ ...news }), { alerts: alertDeps(store, time, change) });
  const digest = (userId: string): Promise<void> =>
    digestJob().run(runOf({}, userId), { digest: alertDeps(store, time) });
  const dueJobs = (now: Date): Promise<readonly string[]> =>
    store.read((reads) => reads.jobs.listDue(now, 10));

  it("says a thing once, though the job runs twice", async () => {
    const mona = await seedPerson(store, "mona", "7");

    await tell(reviewNews(["7"]));
    await tell(reviewNews(["7"]));

    assert.deepEqual(await listMessages(store, mona.conversationId), [
      "create notification: 👀 @jon asks for your review: octo/hello#7 Warm the stove",
    ]);
  });

  it("tells the others though one can't be asked about, and that one later", async () => {
    const mona = await seedPerson(store, "mona", "7");
    const hubot = await seedPerson(store, "hubot", "9");
    const githubUser = await store.read((reads) => reads.alerts.listPeopleByUser("app", [mona.userId]));
    const isMona = (id: string): boolean => id === githubUser[0]?.githubUserId;
    const down = {
      canRead: (id: string) =>
        isMona(id) ? Promise.reject(faults.GITHUB_UNREACHABLE()) : Promise.resolve(true),
    };

    await assert.rejects(tell(reviewNews(["7", "9"]), down), { code: "GITHUB_UNREACHABLE" });
    assert.equal((await listMessages(store, mona.conversationId)).length, 0);
    assert.equal((await listMessages(store, hubot.conversationId)).length, 1);
    await tell(reviewNews(["7", "9"]));

    assert.equal((await listMessages(store, mona.conversationId)).length, 1);
    assert.equal((await listMessages(store, hubot.conversationId)).length, 1);
  });

  it("tells nothing to whom GitHub refuses, and doesn't try again", async () => {
    const mona = await seedPerson(store, "mona", "7");

    await tell(reviewNews(["7"]), { canRead: () => Promise.resolve(false) });
    await tell(reviewNews(["7"]), { canRead: () => Promise.reject(faults.SIGN_IN_AGAIN()) });

    assert.deepEqual(await listMessages(store, mona.conversationId), []);
  });

  it("tells nothing of what the person did, or doesn't want", async () => {
    const jon = await seedPerson(store, "jon", "8");
    const mona = await seedPerson(store, "mona", "7", { reviewRequested: false });

    await tell(reviewNews(["7", "8"]));

    assert.deepEqual(await listMessages(store, jon.conversationId), []);
    assert.deepEqual(await listMessages(store, mona.conversationId), []);
  });

  it("says nothing into a chat that the bot was taken out of", async () => {
    const mona = await seedPerson(store, "mona", "7");
    await store.transaction((tx) => tx.conversations.setState(mona.conversationId, "paused", "removed"));

    await tell(reviewNews(["7"]));

    assert.deepEqual(await listMessages(store, mona.conversationId), []);
  });

  it("changes a card in place, and adds a message for a new reason only", async () => {
    const mona = await seedPerson(store, "mona", "7");
    await tell(reviewNews(["7"]));

    await tell({ ...reviewNews([]), subject: { ...SUBJECT, state: "merged", at: "2026-03-02T12:00:00Z" } });
    await tell({ ...reviewNews([]), subject: { ...SUBJECT, title: "Older", at: "2026-02-01T12:00:00Z" } });
    const again = reviewNews(["7"]).reasons.map((reason) => ({
      ...reason,
      mark: "later",
      at: "2026-03-03T12:00:00Z",
    }));
    await tell({ ...reviewNews([]), reasons: again });

    const said = (await listMessages(store, mona.conversationId)).map((message) => message.split(":")[0]);
    assert.deepEqual(said, ["create notification", "update state", "update state", "reply notification"]);
  });

  it("holds what comes in quiet hours for one message at their end", async () => {
    const { userId, conversationId } = await seedPerson(store, "mona", "7", NIGHT);
    const other = { ...SUBJECT, key: "issue:3001#8", number: 8, title: "Toast burns" };

    await tell(reviewNews(["7"]));
    await tell(reviewNews(["7"], { subject: other }));

    assert.deepEqual(await listMessages(store, conversationId), []);
    const morning = new Date("2026-03-02T07:00:00Z");
    assert.equal((await dueJobs(new Date(morning.getTime() - 1))).length, 0);
    assert.equal((await dueJobs(morning)).length, 1);
    await assert.rejects(
      digest(userId),
      (error) => error instanceof JobDelay && +error.runAfter === +morning,
    );
    await time.advance(9 * 3_600_000);
    await digest(userId);
    await digest(userId);
    assert.deepEqual(await listMessages(store, conversationId), [
      "create notification: 🌅 2 things came in your quiet hours",
    ]);
  });

  it("counts all that was held, though one message reads only so much of it", async () => {
    const { userId, conversationId } = await seedPerson(store, "mona", "7", NIGHT);
    await tell(reviewNews(["7"]));
    const held = Array.from({ length: 250 }, (_, index) => `issue:3001#${String(index + 100)}`);
    await store.transaction(async (tx) => {
      for (const subjectKey of held)
        await tx.alerts.saveSubject({ userId, subjectKey, repositoryId: "3001", held: true });
    });
    await time.advance(9 * 3_600_000);

    await digest(userId);

    assert.deepEqual(await listMessages(store, conversationId), [
      "create notification: 🌅 251 things came in your quiet hours",
    ]);
  });

  it("goes on with a card of its own after the digest", async () => {
    const { userId, conversationId } = await seedPerson(store, "mona", "7", NIGHT);
    await tell(reviewNews(["7"]));
    await time.advance(9 * 3_600_000);
    await digest(userId);

    await tell(reviewNews(["7"]));
    const again = reviewNews(["7"]).reasons.map((reason) => ({ ...reason, mark: "later" }));
    await tell({ ...reviewNews([]), reasons: again });

    assert.deepEqual(
      (await listMessages(store, conversationId)).map((message) => message.split(":")[0]),
      ["create notification", "create notification"],
    );
  });
});
