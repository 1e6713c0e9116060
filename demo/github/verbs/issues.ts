import type { Issue, IssueComment } from "@octokit/webhooks-types";
import { getAccount, getIssue, getRepository } from "../lookups.ts";
import type { IssueRecord, RepositoryRecord, World } from "../world.ts";
import { changeLabels, comment, editIssue, openIssue, setIssueState, type By } from "../acts/issues.ts";
import type { Done } from "../acts/done.ts";
import { toComment, toIssue } from "../shapes/issue.ts";

/** What people do with issues (and, for comments and labels, pull requests). */
export interface IssueVerbs {
  openIssue(
    repo: string,
    fields: { by: string; title: string; body?: string; labels?: string[]; assignees?: string[] },
  ): Promise<Issue>;
  editIssue(
    repo: string,
    number: number,
    fields: { by: string; title?: string; body?: string },
  ): Promise<Issue>;
  closeIssue(
    repo: string,
    number: number,
    fields: { by: string; reason?: "completed" | "not_planned" },
  ): Promise<Issue>;
  reopenIssue(repo: string, number: number, fields: { by: string }): Promise<Issue>;
  labelIssue(
    repo: string,
    number: number,
    fields: { by: string; add?: string[]; remove?: string[] },
  ): Promise<Issue>;
  commentIssue(repo: string, number: number, fields: { by: string; body: string }): Promise<IssueComment>;
}

export function createIssueVerbs(world: World): IssueVerbs {
  const change = async (
    repo: string,
    number: number,
    by: string,
    act: (repository: RepositoryRecord, issue: IssueRecord, by: By) => Done<IssueRecord>,
  ): Promise<Issue> => {
    const repository = getRepository(world, repo);
    const done = act(repository, getIssue(repository, number), { sender: getAccount(world, by) });
    await done.sent;
    return toIssue(world, repository, done.record);
  };
  return {
    async openIssue(repo, { by, assignees = [], ...fields }) {
      const repository = getRepository(world, repo);
      const people = assignees.map((login) => getAccount(world, login));
      const done = openIssue(
        world,
        repository,
        { sender: getAccount(world, by) },
        { ...fields, assignees: people },
      );
      await done.sent;
      return toIssue(world, repository, done.record);
    },
    editIssue: async (repo, number, { by, ...fields }) =>
      await change(repo, number, by, (repository, issue, who) =>
        editIssue(world, repository, issue, who, fields),
      ),
    closeIssue: async (repo, number, { by, reason }) =>
      await change(repo, number, by, (repository, issue, who) =>
        setIssueState(world, repository, issue, who, "closed", reason),
      ),
    reopenIssue: async (repo, number, { by }) =>
      await change(repo, number, by, (repository, issue, who) =>
        setIssueState(world, repository, issue, who, "open"),
      ),
    labelIssue: async (repo, number, { by, ...labels }) =>
      await change(repo, number, by, (repository, issue, who) =>
        changeLabels(world, repository, issue, who, labels),
      ),
    async commentIssue(repo, number, { by, body }) {
      const repository = getRepository(world, repo);
      const issue = getIssue(repository, number);
      const done = comment(world, repository, issue, { sender: getAccount(world, by) }, body);
      await done.sent;
      return toComment(world, repository, issue, done.record);
    },
  };
}
