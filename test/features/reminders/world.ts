import type { GitHubPerson, OpenPull } from "../../../src/adapters/github/contract/index.ts";
import type { EventRecord, ScheduleRecord } from "../../../src/adapters/store/contract/index.ts";
import type { JobRun } from "../../../src/core/job.ts";
import { isCard, type Message } from "../../../src/core/message.ts";
import { silentLog } from "../../../src/core/log.ts";
import { addMilliseconds, MINUTE } from "../../../src/core/clock.ts";
import type { ReminderDeps } from "../../../src/features/reminders/deps.ts";
import { NO_FILTERS, toStored } from "../../../src/features/reminders/filters.ts";
import { createReminderTicker, type Ticker } from "../../../src/features/reminders/ticker.ts";
import { githubPerson } from "../signin/connected.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

export function aPull(change: Partial<OpenPull> = {}): OpenPull {
  return {
    repository: "contoso/web",
    number: 7,
    title: "Warm the stove",
    htmlUrl: "https://github.test/contoso/web/pull/7",
    authorLogin: "jon",
    createdAt: new Date("2026-03-01T12:00:00Z"),
    isDraft: false,
    review: "none",
    checks: "none",
    reviewers: [],
    ...change,
  };
}

/** One schedule, daily at 12:05 UTC, on a store of its own; it is noon. */
export interface ReminderWorld {
  readonly time: ManualTime;
  readonly store: TestStore;
  readonly deps: ReminderDeps;
  readonly schedule: ScheduleRecord;
  /** What GitHub answers; throw to fail. */
  readonly github: { pulls: () => readonly OpenPull[]; sees: boolean };
  readonly posted: Message[];
  readonly woken: string[];
  ticker(over?: Pick<TestStore, "read" | "transaction">): Ticker;
  /** A job of this occurrence, won by this process. */
  claimJob(occurrence?: Date): Promise<JobRun>;
  current(): Promise<ScheduleRecord | undefined>;
  events(): Promise<readonly EventRecord[]>;
  close(): Promise<void>;
}

export async function openReminderWorld(): Promise<ReminderWorld> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const posted: Message[] = [];
  const woken: string[] = [];
  const github: ReminderWorld["github"] = { pulls: () => [aPull()], sees: true };
  const schedule = await addSchedule(store, time);
  const deps = remindersOf({ store, time, github, posted });
  const claimJob = (occurrence = addMilliseconds(time.now(), 0)): Promise<JobRun> =>
    store.transaction(async (tx) => {
      const payload = { occurrence: occurrence.toISOString() };
      const job = await tx.jobs.create({ kind: "reminder", targetId: schedule.id, payload });
      await tx.jobs.claim(job.id, "holder", time.now(), addMilliseconds(time.now(), 5 * MINUTE));
      const signal = new AbortController().signal;
      return { id: job.id, targetId: schedule.id, payload, attempt: 1, signal, holder: "holder" };
    });
  return {
    time,
    store,
    deps,
    schedule,
    github,
    posted,
    woken,
    claimJob,
    ticker: (over = store) =>
      createReminderTicker({
        store: over,
        clock: time,
        timers: time,
        log: silentLog,
        wakeJobs: (ids) => void woken.push(...ids),
      }),
    current: () => store.read((reads) => reads.schedules.find(schedule.id)),
    events: () => store.read((reads) => reads.events.listByEntity("schedule", schedule.id, { limit: 50 })),
    close: () => store.cleanup(),
  };
}

function addSchedule(store: TestStore, time: ManualTime): Promise<ScheduleRecord> {
  return store.transaction(async (tx) => {
    const person = { tenantId: "t", teamsUserId: "29:m", aadObjectId: "m", displayName: "Mira" };
    const user = await tx.users.ensure(person);
    const conversation = await tx.conversations.ensure({
      tenantId: "t",
      teamId: "",
      channelId: "19:a",
      type: "channel",
      serviceUrl: "https://smba.example/",
      name: "General",
    });
    const creator = await tx.githubUsers.connect({
      userId: user.id,
      tenantId: "t",
      clientAppId: "app",
      teamsUserId: "29:m",
      ghUserId: "7",
      ghLogin: "mira",
      tokens: { accessToken: "a" },
    });
    return tx.schedules.create({
      conversationId: conversation.id,
      creatorId: creator.id,
      ghArtifactId: "3001",
      ghArtifactName: "contoso/web",
      ghArtifactType: "Repo",
      days: "1,2,3,4,5,6,7",
      timeOfDay: "12:05",
      zone: "UTC",
      filters: toStored(NO_FILTERS),
      nextRunAt: addMilliseconds(time.now(), 5 * MINUTE),
    });
  });
}

function remindersOf(world: Pick<ReminderWorld, "store" | "time" | "github" | "posted">): ReminderDeps {
  const { store, time, github, posted } = world;
  const person: GitHubPerson = githubPerson({
    findRepositoryById: async (id) =>
      github.sees
        ? {
            id,
            fullName: "contoso/web",
            ownerId: "1",
            ownerLogin: "contoso",
            isPrivate: true,
            htmlUrl: "https://github.test/contoso/web",
            defaultBranch: "main",
          }
        : undefined,
  });
  const reviews: GitHubPerson["reviews"] = {
    listOpen: async () => {
      const pulls = github.pulls();
      return { pulls, total: pulls.length, htmlUrl: "https://github.test/pulls" };
    },
  };
  const me = Object.defineProperty(person, "reviews", { value: reviews });
  return {
    reminders: {
      store,
      app: { findAccountInstallation: async () => undefined },
      asConnected: (_id, work) => work(me),
      parseTarget: () => ({ kind: "repository", owner: "contoso", name: "web" }),
      clock: time,
      record: (_tx, _turn, answer) => Promise.resolve(answer),
      post: async (tx, conversationId, message) => {
        posted.push(message);
        const text = isCard(message) ? message.summary : message.text;
        await tx.outbox.append([{ conversationId, kind: "create", lane: "state", body: { text } }]);
      },
      nameLogin: (login) => `@${login}`,
    },
  };
}
