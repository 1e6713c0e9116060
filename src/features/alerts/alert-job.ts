import type { GitHubPerson, GitHubPull } from "../../adapters/github/contract/index.ts";
import type { AlertedPerson } from "../../adapters/store/contract/index.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import { isFault } from "../../core/errors.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { toLine } from "../../core/plain-text.ts";
import { ALERT_JOB } from "./await.ts";
import { hasReason, readFacts, toAlertKey } from "./card-facts.ts";
import { listConcerned, type Concerned } from "./concerned.ts";
import { News, type Failure, type Reason, type Subject } from "./news.ts";
import { tell, type TellDeps } from "./tell.ts";

/** People told at once; each may take a question to GitHub. */
const CONCURRENCY = 5;
/** Pull requests of one commit that GitHub is asked about. */
const MOST_PULLS = 5;

export interface AlertJobDeps extends TellDeps {
  readonly clientAppId: string;
  /** Can this person read the repository now (a cached answer will do)? */
  readonly canRead: (githubUserId: string, repositoryId: string) => Promise<boolean>;
  readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
}

/** Tells the people whom news concerns, each as far as they may know it. */
export function alertJob(): JobSpec<{ readonly alerts: AlertJobDeps }> {
  return defineJob<{ readonly alerts: AlertJobDeps }>({
    kind: ALERT_JOB,
    attempts: 10,
    leaseSeconds: 120,
    concurrency: 8,
    backoffSeconds: [1, 5, 20, 60, 300, 900],
    run: (run, { alerts }) => runAlerts(run, alerts),
  });
}

/** Everybody gets their turn; what failed for some is tried again for all, without telling anybody twice. */
async function runAlerts(run: JobRun, deps: AlertJobDeps): Promise<void> {
  const news = News.parse(run.payload);
  const concerned = await deps.store.read(({ alerts }) => listConcerned(news, deps.clientAppId, alerts));
  const failures: unknown[] = [];
  await mapConcurrently(concerned, CONCURRENCY, async (one) => {
    try {
      await tellOne(one, news, deps);
    } catch (error) {
      // Whom GitHub refuses for good isn't told; time doesn't mend it.
      if (!isFault(error) || error.retryable) failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}

async function tellOne(concerned: Concerned, news: News, deps: AlertJobDeps): Promise<void> {
  const { failure } = news;
  if (failure !== undefined) await tellFailure(concerned, failure, news, deps);
  else if (news.subject !== undefined) await tellSubject(concerned, news.subject, news, deps);
}

async function tellSubject(
  { person, reasons, follows, isAuthor }: Concerned,
  subject: Subject,
  { repository, head }: News,
  deps: AlertJobDeps,
): Promise<void> {
  const { userId } = person.preferences;
  // Only what they are shown needs their right to see it; that a head is theirs, GitHub said itself.
  const isShown = reasons.length > 0 || follows;
  if (isShown && !(await deps.canRead(person.githubUserId, repository.id))) return;
  const own = isAuthor && head !== undefined ? { head: { sha: head.sha, at: head.at } } : {};
  await tell({ userId, repositoryId: repository.id, subject, reasons, ...own }, deps);
}

/** Once a commit, and only for the author of an open pull request that still has it. */
async function tellFailure(
  { person, pulls }: Concerned,
  failure: Failure,
  { repository }: News,
  deps: AlertJobDeps,
): Promise<void> {
  const { userId } = person.preferences;
  const reason = toReason(failure);
  for (const key of pulls.slice(0, MOST_PULLS)) {
    if (await isToldOf(person, key, reason, deps)) continue;
    const pull = await findPull(person, repository.fullName, key, deps);
    if (pull?.authorId !== person.ghUserId) continue;
    if (pull.headSha !== failure.sha || pull.state !== "open") continue;
    const url = reason.url === "" ? pull.htmlUrl : reason.url;
    const subject = toSubject(key, repository.fullName, pull, failure.at);
    await tell({ userId, repositoryId: repository.id, subject, reasons: [{ ...reason, url }] }, deps);
  }
}

async function isToldOf(
  { preferences: { conversationId } }: AlertedPerson,
  key: string,
  reason: Reason,
  { store }: AlertJobDeps,
): Promise<boolean> {
  const card = await store.read((reads) => reads.cards.find(conversationId, toAlertKey(key)));
  return card !== undefined && hasReason(readFacts(card.facts), reason);
}

/** As the person: whose pull request it is and that they may see it, in one answer. */
async function findPull(
  person: AlertedPerson,
  fullName: string,
  key: string,
  { asConnected }: AlertJobDeps,
): Promise<GitHubPull | undefined> {
  const [owner, name] = fullName.split("/");
  const number = Number(key.slice(key.indexOf("#") + 1));
  if (owner === undefined || name === undefined || !Number.isSafeInteger(number)) return undefined;
  return asConnected(person.githubUserId, ({ collaboration }) =>
    collaboration.findPull({ owner, name }, number),
  );
}

function toReason({ sha, name, url, at }: Failure): Reason {
  return { kind: "checks-failed", mark: sha, by: "", text: name, url, at };
}

function toSubject(key: string, repository: string, pull: GitHubPull, at: string): Subject {
  return {
    key,
    repository,
    number: pull.number,
    title: toLine(pull.title, 256),
    url: pull.htmlUrl,
    state: pull.isDraft ? "draft" : "open",
    at,
  };
}
