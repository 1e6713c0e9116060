import { z } from "zod";
import { announce, type By } from "../acts/issues.ts";
import { done } from "../acts/done.ts";
import { effectivePermission, rank } from "../auth/access.ts";
import { created, invalid, ok, type Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { findAccount } from "../lookups.ts";
import { toUser } from "../shapes/account.ts";
import { toIssue } from "../shapes/issue.ts";
import { touch } from "../stamps.ts";
import type { IssueRecord, RepositoryRecord } from "../world.ts";
import { withIssue, writable } from "./guards.ts";

const Assignees = z.object({ assignees: z.array(z.string()) });

/** Source: docs.github.com/rest/issues/assignees. */
export const assigneeRoutes: Route[] = [
  route(
    "POST /repos/:owner/:repo/issues/:number/assignees",
    writable({ permission: "issues", access: "write", role: "triage" }, (call, repository, by) =>
      withIssue(call, repository, "issue", (issue) => assign(call, repository, by, issue)),
    ),
  ),
  route(
    "DELETE /repos/:owner/:repo/issues/:number/assignees",
    writable({ permission: "issues", access: "write", role: "triage" }, (call, repository, by) =>
      withIssue(call, repository, "issue", (issue) => takeOff(call, repository, by, issue)),
    ),
  ),
];

/** Whom GitHub can't assign it leaves out in silence. */
function assign(call: Call, repository: RepositoryRecord, by: By, issue: IssueRecord): Answer {
  const fields = Assignees.safeParse(call.body);
  if (!fields.success) return invalid("Issue", "assignees", "invalid");
  const accounts = fields.data.assignees.flatMap((login) => findAccount(call.world, login) ?? []);
  const added = accounts.filter(
    (account) =>
      !issue.assignees.includes(account) && rank(effectivePermission(account, repository)) >= rank("triage"),
  );
  const mails = added.map((assignee) => {
    issue.assignees.push(assignee);
    touch(call.world, issue);
    const extra = { assignee: toUser(call.world, assignee) };
    return announce(call.world, repository, issue, by, "assigned", extra);
  });
  done(call.world, issue, mails);
  return created(toIssue(call.world, repository, issue));
}

/** Who isn't assigned is nothing to take off. */
function takeOff(call: Call, repository: RepositoryRecord, by: By, issue: IssueRecord): Answer {
  const fields = Assignees.safeParse(call.body);
  if (!fields.success) return invalid("Issue", "assignees", "invalid");
  const logins = fields.data.assignees.map((login) => login.toLowerCase());
  const removed = issue.assignees.filter(({ login }) => logins.includes(login.toLowerCase()));
  const mails = removed.map((assignee) => {
    issue.assignees = issue.assignees.filter((one) => one !== assignee);
    touch(call.world, issue);
    const extra = { assignee: toUser(call.world, assignee) };
    return announce(call.world, repository, issue, by, "unassigned", extra);
  });
  done(call.world, issue, mails);
  return ok(toIssue(call.world, repository, issue));
}
