/** Where an issue can go, as its workflow has it. */
export interface Transition {
  readonly id: string;
  readonly name: string;
  readonly to: string;
  /** The key of one of Jira's three categories of status: `new`, `indeterminate`, `done`. */
  readonly category: string;
}

export interface IssueSeed {
  readonly id: string;
  readonly key: string;
  readonly summary: string;
  readonly status?: string;
  readonly category?: string;
}

export interface Issue {
  readonly id: string;
  readonly key: string;
  summary: string;
  status: string;
  category: string;
  updatedAt: Date;
  readonly comments: string[];
}

export const DEFAULT_ISSUES: readonly IssueSeed[] = [
  { id: "10002", key: "PROJ-1", summary: "Stove is *cold*" },
];

export const DEFAULT_TRANSITIONS: readonly Transition[] = [
  { id: "31", name: "Finish", to: "Done", category: "done" },
];

const FIRST = new Date("2026-11-21T09:00:00.000Z");
const STEP_MS = 60_000;

export function toIssue({ id, key, summary, status = "To Do", category = "new" }: IssueSeed): Issue {
  return { id, key, summary, status, category, updatedAt: FIRST, comments: [] };
}

/** Every change is later than the one before. */
export function touch(issue: Issue): void {
  issue.updatedAt = new Date(issue.updatedAt.getTime() + STEP_MS);
}

/** As REST API 2 and webhooks show an issue. */
export function showIssue({ id, key, summary, status, category, updatedAt }: Issue): object {
  const project = key.slice(0, key.lastIndexOf("-"));
  return {
    id,
    key,
    self: `https://example.atlassian.net/rest/api/2/issue/${id}`,
    fields: {
      summary,
      status: { name: status, statusCategory: { id: 2, key: category, name: "x" } },
      issuetype: { name: "Bug", subtask: false },
      priority: { name: "High" },
      assignee: null,
      reporter: { accountId: "5b10", displayName: "Mira <at>Chen</at>" },
      labels: ["kitchen"],
      description: "It does not heat.",
      updated: updatedAt.toISOString().replace("Z", "+0000"),
      project: { key: project, name: "Project" },
    },
  };
}
