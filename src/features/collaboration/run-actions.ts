import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import type { CollaborationDeps } from "./deps.ts";
import { askDecision } from "./dialogs.ts";
import { decideEnvironments } from "./environments.ts";
import { cancelRun, rerun } from "./workflows.ts";

const needs = { account: "github", permission: "member" } as const;
/** `octo/hello#8123456789`. */
const onRun = z.object({ run: z.string().min(1).max(500) });
const ids = z.string().regex(/^\d{1,16}(?:,\d{1,16}){0,49}$/);

/** The buttons of workflow runs' cards, and the form behind two of them. */
export const runActions: readonly ActionSpec<CollaborationDeps>[] = [
  defineAction({
    verb: "workflow.approve",
    summary: "Approve a deployment",
    data: onRun,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      askDecision(turn, turn.data.run, "approved", collaboration),
  }),
  defineAction({
    verb: "workflow.reject",
    summary: "Reject a deployment",
    data: onRun,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      askDecision(turn, turn.data.run, "rejected", collaboration),
  }),
  defineAction({
    verb: "workflow.review",
    summary: "Approve or reject a deployment",
    data: onRun.extend({
      verdict: z.enum(["approved", "rejected"]),
      comment: z.string().max(2_000).default(""),
      offered: ids,
      /** There where several were offered. */
      chosen: ids.optional(),
    }),
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => {
      const { run, verdict, comment, chosen, offered } = turn.data;
      const decision = { verdict, comment, environmentIds: (chosen ?? offered).split(",") };
      return decideEnvironments(turn, run, decision, collaboration);
    },
  }),
  defineAction({
    verb: "workflow.rerun",
    summary: "Run a workflow run again",
    data: onRun,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => rerun(turn, turn.data.run, "all", collaboration),
  }),
  defineAction({
    verb: "workflow.rerun-failed",
    summary: "Run the failed jobs of a workflow run again",
    data: onRun,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => rerun(turn, turn.data.run, "failed", collaboration),
  }),
  defineAction({
    verb: "workflow.cancel",
    summary: "Cancel a workflow run",
    data: onRun,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) => cancelRun(turn, turn.data.run, collaboration),
  }),
];
