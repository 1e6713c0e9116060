import { z } from "zod";
import { effectivePermission, rank } from "../auth/access.ts";
import { created, invalid, notFound, ok, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { findAccount, fullName } from "../lookups.ts";
import type { IssueRecord, RepositoryRecord } from "../world.ts";
import { changeLabels, comment, editIssue, openIssue, setIssueState, type By } from "../acts/issues.ts";
import { toComment, toIssue, toLabel } from "../shapes/issue.ts";
import { readable, withIssue, writable, type Need } from "./guards.ts";

/** Anybody who can read may open and comment; labels and other people's issues need triage. */
const WRITE: Need = { permission: "issues", access: "write", role: "read" };
const TRIAGE: Need = { permission: "issues", access: "write", role: "triage" };
const BASE = "/repos/:owner/:repo/issues";

const NewIssue = z.object({
  title: z.string().min(1),
  body: z.string().nullish(),
  labels: z.array(z.string()).optional(),
  assignees: z.array(z.string()).optional(),
});
const Edit = z.object({
  title: z.string().min(1).optional(),
  body: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.string().nullish(),
  labels: z.array(z.string()).optional(),
});
const Labels = z.object({ labels: z.array(z.string()).min(1) });

export const issueRoutes: Route[] = [
  route(`GET ${BASE}`, readable(list)),
  route(`POST ${BASE}`, writable(WRITE, open)),
  route(
    `GET ${BASE}/:number`,
    readable((call, repository) =>
      withIssue(call, repository, "issue", (issue) => ok(toIssue(call.world, repository, issue))),
    ),
  ),
  route(
    `PATCH ${BASE}/:number`,
    writable(WRITE, (call, repository, by) =>
      withIssue(call, repository, "issue", (issue) => edit(call, repository, by, issue)),
    ),
  ),
  route(
    `GET ${BASE}/:number/comments`,
    readable((call, repository) =>
      withIssue(call, repository, "issue", (issue) =>
        paged(call, issue.comments, (record) => toComment(call.world, repository, issue, record)),
      ),
    ),
  ),
  route(`POST ${BASE}/:number/comments`, writable(WRITE, addComment)),
  route(`POST ${BASE}/:number/labels`, writable(TRIAGE, addLabels)),
  route(`DELETE ${BASE}/:number/labels/:label`, writable(TRIAGE, removeLabel)),
];

function list(call: Call, repository: RepositoryRecord): Answer {
  const state = call.query.get("state") ?? "open";
  const labels = (call.query.get("labels") ?? "").split(",").filter((name) => name !== "");
  const shown = [...repository.issues.values()]
    .filter((issue) => state === "all" || issue.state === state)
    .filter((issue) => labels.every((name) => issue.labels.some((label) => label.name === name)))
    .reverse();
  return paged(call, shown, (issue) => toIssue(call.world, repository, issue));
}

function open(call: Call, repository: RepositoryRecord, by: By): Answer {
  const fields = NewIssue.safeParse(call.body);
  if (!fields.success) return invalid("Issue", "title", "missing_field");
  const { title, body } = fields.data;
  // GitHub drops labels and assignees in silence when the author lacks the right to set them.
  const mayLabel =
    by.sender.type === "Bot" || rank(effectivePermission(by.sender, repository)) >= rank("triage");
  const labels = mayLabel ? fields.data.labels : [];
  const assignees = (mayLabel ? (fields.data.assignees ?? []) : []).flatMap(
    (login) => findAccount(call.world, login) ?? [],
  );
  const { record } = openIssue(call.world, repository, by, { title, body, labels, assignees });
  return created(toIssue(call.world, repository, record));
}

function edit(call: Call, repository: RepositoryRecord, by: By, issue: IssueRecord): Answer {
  const own = issue.user === by.sender || by.sender.type === "Bot";
  if (!own && rank(effectivePermission(by.sender, repository)) < rank("triage")) {
    return {
      ...notFound(),
      status: 403,
      json: { message: `Must have push access to ${fullName(repository)}`, status: "403" },
    };
  }
  const fields = Edit.safeParse(call.body);
  if (!fields.success) return invalid("Issue", "state", "invalid");
  const { title, body, state, state_reason: reason, labels } = fields.data;
  if (title !== undefined || body !== undefined)
    editIssue(call.world, repository, issue, by, { title, body });
  if (state !== undefined) setIssueState(call.world, repository, issue, by, state, reason ?? undefined);
  if (labels !== undefined) {
    const remove = issue.labels.map(({ name }) => name).filter((name) => !labels.includes(name));
    changeLabels(call.world, repository, issue, by, { add: labels, remove });
  }
  return ok(toIssue(call.world, repository, issue));
}

function addComment(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withIssue(call, repository, "issue", (issue) => {
    const { body } = call.body;
    if (typeof body !== "string" || body.trim() === "")
      return invalid("IssueComment", "body", "missing_field");
    const { record } = comment(call.world, repository, issue, by, body);
    return created(toComment(call.world, repository, issue, record));
  });
}

function addLabels(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withIssue(call, repository, "issue", (issue) => {
    const fields = Labels.safeParse(call.body);
    if (!fields.success) return invalid("Label", "name", "missing_field");
    changeLabels(call.world, repository, issue, by, { add: fields.data.labels });
    return ok(issue.labels.map((label) => toLabel(call.world, repository, label)));
  });
}

function removeLabel(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withIssue(call, repository, "issue", (issue) => {
    const name = param(call, "label").toLowerCase();
    if (!issue.labels.some((label) => label.name.toLowerCase() === name)) return notFound();
    changeLabels(call.world, repository, issue, by, { remove: [name] });
    return ok(issue.labels.map((label) => toLabel(call.world, repository, label)));
  });
}
