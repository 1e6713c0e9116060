import { optionalWord, rest, restWords, word, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { tailOf } from "../../core/grammar.ts";
import type { EnvironmentVerdict } from "../../adapters/github/contract/index.ts";
import type { CollaborationDeps } from "./deps.ts";
import { confirmDecision, decideEnvironments } from "./environments.ts";
import { joinRun } from "./runs.ts";
import { asYou } from "./subject-commands.ts";
import { readRerun, readRunParameters, readWorkflow } from "./words.ts";
import { cancelRun, rerun, runWorkflow } from "./workflows.ts";

const common = {
  scopes: ["personal", "group", "channel"],
  needs: { account: "github", permission: "member" },
} as const;
const repository = word("owner/repo", "which repository");
const run = word("owner/repo#run", "which workflow run");
const workflow: ArgumentKind<string> = {
  arity: "one",
  label: "workflow.yml",
  what: "which workflow",
  parse: readWorkflow,
};
const pointed = "The run is named by its link, or as `octo/hello#8123456789` or `octo/hello 8123456789`.";

export const workflowCommands: readonly CommandSpec<CollaborationDeps>[] = [
  defineCommand({
    name: "workflow run",
    pattern: "workflow run :repository :workflow :parameters",
    args: {
      repository,
      workflow,
      parameters: rest("branch or name=value", "its branch and inputs", readRunParameters),
    },
    summary: "Start a workflow of GitHub Actions",
    examples: [
      "workflow run octo/hello deploy.yml",
      "workflow run octo/hello deploy.yml main stage=test",
      'workflow run octo/hello "Release it" version=1.2.0',
    ],
    details: [
      "The workflow is named by its file or its name; without a branch it runs on the default one.",
      'Inputs are `name=value`, with quotes around values that have blanks: `note="two words"`.',
      asYou,
    ],
    ...common,
    run: (turn, { collaboration }: CollaborationDeps) =>
      runWorkflow(turn, turn.args.repository, turn.args.workflow, turn.args.parameters, collaboration),
  }),
  defineCommand({
    name: "workflow rerun",
    pattern: "workflow rerun :run :more",
    args: { run, more: rest("failed", "which jobs", readRerun) },
    summary: "Run a finished workflow run again",
    examples: [
      "workflow rerun https://github.com/octo/hello/actions/runs/8123456789",
      "workflow rerun octo/hello#8123456789 failed",
    ],
    details: ["With `failed` only the jobs that failed, and what depends on them.", pointed, asYou],
    ...common,
    run: (turn, { collaboration }: CollaborationDeps) => {
      const { id, jobs } = turn.args.more;
      return rerun(turn, joinRun(turn.args.run, id).reference, jobs, collaboration);
    },
  }),
  defineCommand({
    name: "workflow cancel",
    pattern: "workflow cancel :run :id",
    args: { run, id: optionalWord("run", "which run of it") },
    summary: "Cancel a workflow run",
    examples: ["workflow cancel https://github.com/octo/hello/actions/runs/8123456789"],
    details: [pointed, asYou],
    ...common,
    run: (turn, { collaboration }: CollaborationDeps) =>
      cancelRun(turn, joinRun(turn.args.run, toList(turn.args.id)).reference, collaboration),
  }),
  decisionCommand("approve", "approved", "Ship it"),
  decisionCommand("reject", "rejected", "Not on a Friday"),
];

function decisionCommand(
  deed: "approve" | "reject",
  verdict: EnvironmentVerdict,
  comment: string,
): CommandSpec<CollaborationDeps> {
  const verb = deed === "approve" ? "Approve" : "Reject";
  return defineCommand({
    name: `workflow ${deed}`,
    pattern: `workflow ${deed} :run :comment`,
    args: { run, comment: restWords("comment", "why") },
    summary: `${verb} the environments that a workflow run waits for`,
    examples: [
      `workflow ${deed} https://github.com/octo/hello/actions/runs/8123456789`,
      `workflow ${deed} octo/hello#8123456789 ${comment}`,
    ],
    details: [
      "One that waits is decided about at once; where several wait you are asked whether you mean all of them.",
      pointed,
      asYou,
    ],
    ...common,
    confirm: (turn, { collaboration }: CollaborationDeps) => {
      const { reference } = joinRun(turn.args.run, turn.args.comment);
      return confirmDecision(turn, reference, verdict, collaboration);
    },
    run: (turn, { collaboration }: CollaborationDeps) => {
      const { reference, words } = joinRun(turn.args.run, turn.args.comment);
      const decision = { verdict, comment: tailOf(turn.text, 2 + words) };
      return decideEnvironments(turn, reference, decision, collaboration);
    },
  });
}

function toList(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}
