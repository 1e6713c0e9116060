import { showIssue, toIssue, touch, type Issue, type Transition } from "./issues.ts";

export interface Tracker {
  readonly issues: Map<string, Issue>;
  readonly transitions: readonly Transition[];
  /** Comments of all issues, in the order of their writing. */
  readonly comments: string[];
  /** An issue became another one: whoever listens is told. */
  readonly onChange: (issue: Issue, from: string) => void;
}

export interface Answer {
  readonly status: number;
  readonly value?: unknown;
}

const MISSING: Answer = {
  status: 404,
  value: { errorMessages: ["Issue does not exist or you do not have permission to see it."], errors: {} },
};

/** What Jira's REST API 2 answers, as far as we use it: developer.atlassian.com/cloud/jira/platform/rest/v2. */
export function answer(method: string, path: string, body: string, tracker: Tracker): Answer {
  if (path === "/rest/api/2/myself")
    return { status: 200, value: { accountId: "5b10", displayName: "Mira Chen" } };
  if (path === "/rest/api/2/issue") return createIssue(body, tracker);
  const [, key = "", below = ""] =
    /^\/rest\/api\/2\/issue\/([A-Z0-9_]+-\d+)(\/\w+)?(?:\?.*)?$/.exec(path) ?? [];
  const issue = tracker.issues.get(key);
  if (issue === undefined) return MISSING;
  if (below === "") return { status: 200, value: showIssue(issue) };
  if (below === "/comment") return method === "GET" ? listComments(issue) : addComment(issue, body, tracker);
  if (below === "/transitions")
    return method === "GET" ? listTransitions(tracker) : move(issue, body, tracker);
  return MISSING;
}

function listComments({ comments }: Issue): Answer {
  const created = new Date().toISOString();
  const list = comments.map((text) => ({ id: "10000", body: text, created }));
  return { status: 200, value: { startAt: 0, total: list.length, comments: list } };
}

function addComment(issue: Issue, body: string, { comments }: Tracker): Answer {
  const text = String(Reflect.get(Object(JSON.parse(body)), "body"));
  issue.comments.push(text);
  comments.push(text);
  return { status: 201, value: { id: "10000" } };
}

function listTransitions({ transitions }: Tracker): Answer {
  const list = transitions.map(({ id, name, to }) => ({
    id,
    name,
    to: { name: to, id: "3" },
    hasScreen: false,
  }));
  return { status: 200, value: { expand: "transitions", transitions: list } };
}

function move(issue: Issue, body: string, { transitions, onChange }: Tracker): Answer {
  const id = /"id":"(\d+)"/.exec(body)?.[1] ?? "undefined";
  const chosen = transitions.find((one) => one.id === id);
  if (chosen === undefined) {
    const message = `It seems that you have tried to perform a workflow operation (${id}) that is not valid`;
    return { status: 400, value: { errorMessages: [message], errors: {} } };
  }
  const from = issue.status;
  issue.status = chosen.to;
  issue.category = chosen.category;
  touch(issue);
  onChange(issue, from);
  return { status: 204 };
}

function createIssue(body: string, { issues }: Tracker): Answer {
  if (!body.includes('"Bug"'))
    return { status: 400, value: { errorMessages: [], errors: { issuetype: "Specify a valid issue type" } } };
  const [first] = issues.values();
  const made = first ?? toIssue({ id: "10002", key: "PROJ-1", summary: "" });
  return { status: 201, value: { id: made.id, key: made.key, self: "" } };
}
