import type { AlertPreferences } from "../../../src/adapters/store/contract/index.ts";
import type { AlertJobDeps } from "../../../src/features/alerts/alert-job.ts";
import type { News, Subject } from "../../../src/features/alerts/news.ts";
import type { JobRun } from "../../../src/core/job.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { ManualTime } from "../../support/manual-time.ts";
import type { TestStore } from "../../support/store.ts";
import { templateCards } from "../../support/template-cards.ts";

export const CLIENT_APP = "app";

export interface SeededPerson {
  readonly userId: string;
  readonly conversationId: string;
}

/** Somebody connected as that GitHub account, with a 1:1 chat and all alerts on. */
export async function seedPerson(
  store: TestStore,
  login: string,
  ghUserId: string,
  change: Partial<AlertPreferences> = {},
): Promise<SeededPerson> {
  const teamsUserId = `29:${login}`;
  return store.transaction(async (tx) => {
    const person = { tenantId: "tenant", teamsUserId, aadObjectId: login, displayName: login };
    const { id: userId } = await tx.users.ensure(person);
    const conversation = await tx.conversations.ensure({
      tenantId: "tenant",
      teamId: "",
      channelId: `a:${login}`,
      type: "personal",
      serviceUrl: "https://smba.example.com/",
      name: login,
    });
    await tx.githubUsers.connect({
      ...{ userId, tenantId: "tenant", clientAppId: CLIENT_APP, teamsUserId, ghUserId, ghLogin: login },
      tokens: { accessToken: "token" },
    });
    const all = { reviewRequested: true, assigned: true, mentioned: true, checksFailed: true };
    const quiet = { quietFrom: "", quietUntil: "", quietWeekends: false, zone: "" };
    const row = { userId, tenantId: "tenant", teamsUserId, conversationId: conversation.id, pings: true };
    await tx.alerts.savePreferences({ ...row, ...all, ...quiet, ...change }, undefined);
    return { userId, conversationId: conversation.id };
  });
}

export const SUBJECT: Subject = {
  key: "pull:3001#7",
  repository: "octo/hello",
  number: 7,
  title: "Warm the stove",
  url: "https://github.com/octo/hello/pull/7",
  state: "open",
  at: "2026-03-01T12:00:00Z",
};

/** Somebody asks for the reviews of these accounts. */
export function reviewNews(ids: readonly string[], change: Partial<News> = {}): News {
  const at = SUBJECT.at;
  const reason = { kind: "review-requested", mark: at, by: "jon", text: "", url: SUBJECT.url, at } as const;
  return {
    repository: { id: "3001", fullName: "octo/hello" },
    actorId: "8",
    subject: SUBJECT,
    reasons: [{ ...reason, ids: [...ids], logins: [] }],
    ...change,
  };
}

export function runOf(payload: JsonObject, targetId = "target"): JobRun {
  const signal = new AbortController().signal;
  return { id: "job", targetId, payload, attempt: 1, signal, holder: "here" };
}

export function alertDeps(
  store: TestStore,
  time: ManualTime,
  change: Partial<AlertJobDeps> = {},
): AlertJobDeps {
  return {
    store,
    clock: time,
    cards: templateCards,
    clientAppId: CLIENT_APP,
    notifyMailbox: () => undefined,
    wakeJobs: () => undefined,
    canRead: () => Promise.resolve(true),
    asConnected: () => Promise.reject(new Error("nobody asks GitHub")),
    ...change,
  };
}
