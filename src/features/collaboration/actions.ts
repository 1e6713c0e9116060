import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { commentOn } from "./comment.ts";
import type { CollaborationDeps } from "./deps.ts";
import { setState } from "./issues.ts";
import { askIssue, openFromForm } from "./open-issue.ts";
import { askMerge, reviewPull } from "./pulls.ts";
import { runActions } from "./run-actions.ts";

const needs = { account: "github", permission: "member" } as const;
/** `octo/hello#7`. */
const subject = z.string().min(1).max(500);
const written = z.string().max(20_000).default("");
const onSubject = z.object({ subject });
const withComment = z.object({ subject, comment: written });
const review = z.object({ subject, approval: written });

/** The buttons of issues' and pull requests' cards. Who presses one acts with their own account, or not at all. */
export const collaborationActions: readonly ActionSpec<CollaborationDeps>[] = [
  defineAction({
    verb: "issue.comment",
    summary: "Comment on an issue or pull request",
    data: withComment,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      commentOn(
        turn,
        turn.data.subject,
        turn.data.comment,
        "issue comment octo/hello#7 On it",
        collaboration,
      ),
  }),
  defineAction({
    verb: "issue.close",
    summary: "Close an issue or pull request",
    data: withComment,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      setState(turn, turn.data.subject, "closed", turn.data.comment.trim(), collaboration),
  }),
  defineAction({
    verb: "issue.reopen",
    summary: "Reopen an issue or pull request",
    data: withComment,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      setState(turn, turn.data.subject, "open", turn.data.comment.trim(), collaboration),
  }),
  defineAction({
    verb: "issue.form",
    summary: "Write an issue",
    data: z.object({ repositoryId: z.string().max(20) }),
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      askIssue(turn, turn.data.repositoryId, collaboration),
  }),
  defineAction({
    verb: "issue.open",
    summary: "Open an issue",
    data: z.object({
      repositoryId: z.string().max(20),
      title: written,
      body: written,
      labels: z.string().max(500).default(""),
    }),
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => {
      const { repositoryId, title, body, labels } = turn.data;
      const names = labels.split(",").map((label) => label.trim());
      const issue = { title: title.trim(), body, labels: names.filter((name) => name !== "") };
      return openFromForm(turn, repositoryId, issue, collaboration);
    },
  }),
  defineAction({
    verb: "pull.approve",
    summary: "Approve a pull request",
    data: review.extend({ sha: z.string().max(64).default("") }),
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => {
      const { subject: pull, approval, sha } = turn.data;
      return reviewPull(turn, pull, { verdict: "approve", body: approval.trim(), shown: sha }, collaboration);
    },
  }),
  defineAction({
    verb: "pull.request-changes",
    summary: "Request changes on a pull request",
    data: review,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => {
      const { subject: pull, approval } = turn.data;
      return reviewPull(turn, pull, { verdict: "request-changes", body: approval.trim() }, collaboration);
    },
  }),
  defineAction({
    verb: "pull.merge",
    summary: "Merge a pull request",
    data: onSubject,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => askMerge(turn, turn.data.subject, collaboration),
  }),
  ...runActions,
];
