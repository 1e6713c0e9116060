import type { PullRequest, PullRequestReview, PullRequestReviewComment } from "@octokit/webhooks-types";
import { getAccount, getIssue, getRepository } from "../lookups.ts";
import type { IssueRecord, RepositoryRecord, ReviewRecord, World } from "../world.ts";
import type { By } from "../acts/issues.ts";
import type { Done } from "../acts/done.ts";
import { setIssueState } from "../acts/issues.ts";
import { closePull, mergePull, openPull, pushToPull, setDraft } from "../acts/pulls.ts";
import { review, reviewComment } from "../acts/reviews.ts";
import { getPull, toPull } from "../shapes/pull.ts";
import { toReview, toReviewComment } from "../shapes/review.ts";

/** What people do with pull requests. Both branches are in the same repository; a missing head branch is made. */
export interface PullVerbs {
  openPullRequest(
    repo: string,
    fields: {
      by: string;
      title: string;
      body?: string;
      head: string;
      base?: string;
      draft?: boolean;
      labels?: string[];
    },
  ): Promise<PullRequest>;
  readyForReview(repo: string, number: number, fields: { by: string }): Promise<PullRequest>;
  convertToDraft(repo: string, number: number, fields: { by: string }): Promise<PullRequest>;
  pushToPullRequest(
    repo: string,
    number: number,
    fields: { by: string; commits?: { message: string }[]; forced?: boolean },
  ): Promise<PullRequest>;
  mergePullRequest(
    repo: string,
    number: number,
    fields: { by: string; title?: string },
  ): Promise<PullRequest>;
  closePullRequest(repo: string, number: number, fields: { by: string }): Promise<PullRequest>;
  reopenPullRequest(repo: string, number: number, fields: { by: string }): Promise<PullRequest>;
  /** Asks for these people's reviews, without an event. */
  requestReviews(repo: string, number: number, logins: readonly string[]): void;
  review(
    repo: string,
    number: number,
    fields: { by: string; state: ReviewRecord["state"]; body?: string },
  ): Promise<PullRequestReview>;
  reviewComment(
    repo: string,
    number: number,
    fields: { by: string; body: string; path?: string; line?: number },
  ): Promise<PullRequestReviewComment>;
}

type Act = (repository: RepositoryRecord, issue: IssueRecord, by: By) => Done<IssueRecord>;

export function createPullVerbs(world: World): PullVerbs {
  const change = async (repo: string, number: number, by: string, act: Act): Promise<PullRequest> => {
    const repository = getRepository(world, repo);
    const done = act(repository, getIssue(repository, number), { sender: getAccount(world, by) });
    await done.sent;
    return toPull(world, repository, done.record);
  };
  return {
    async openPullRequest(repo, { by, ...fields }) {
      const repository = getRepository(world, repo);
      const done = openPull(world, repository, { sender: getAccount(world, by) }, fields);
      await done.sent;
      return toPull(world, repository, done.record);
    },
    readyForReview: async (repo, number, { by }) =>
      await change(repo, number, by, (repository, issue, who) =>
        setDraft(world, repository, issue, who, false),
      ),
    convertToDraft: async (repo, number, { by }) =>
      await change(repo, number, by, (repository, issue, who) =>
        setDraft(world, repository, issue, who, true),
      ),
    pushToPullRequest: async (repo, number, { by, commits = [{ message: "More work" }], forced = false }) =>
      await change(repo, number, by, (repository, issue, who) => {
        const messages = commits.map(({ message }) => message);
        return pushToPull(world, repository, issue, who, messages, forced);
      }),
    mergePullRequest: async (repo, number, { by, title }) =>
      await change(repo, number, by, (repository, issue, who) =>
        mergePull(world, repository, issue, who, title),
      ),
    closePullRequest: async (repo, number, { by }) =>
      await change(repo, number, by, (repository, issue, who) => closePull(world, repository, issue, who)),
    reopenPullRequest: async (repo, number, { by }) =>
      await change(repo, number, by, (repository, issue, who) =>
        setIssueState(world, repository, issue, who, "open"),
      ),
    requestReviews(repo, number, logins) {
      const pull = getPull(getIssue(getRepository(world, repo), number));
      pull.requestedReviewers = logins.map((login) => getAccount(world, login));
    },
    async review(repo, number, { by, ...fields }) {
      const repository = getRepository(world, repo);
      const issue = getIssue(repository, number);
      const done = review(world, repository, issue, { sender: getAccount(world, by) }, fields);
      await done.sent;
      return toReview(world, repository, issue, done.record);
    },
    async reviewComment(repo, number, { by, body, path = "README.md", line = 1 }) {
      const repository = getRepository(world, repo);
      const issue = getIssue(repository, number);
      const done = reviewComment(
        world,
        repository,
        issue,
        { sender: getAccount(world, by) },
        { body, path, line },
      );
      await done.sent;
      return toReviewComment(world, repository, issue, done.record);
    },
  };
}
