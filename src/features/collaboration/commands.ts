import { restWords, someWords, word, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { tailOf } from "../../core/grammar.ts";
import type { MergeMethod } from "../../adapters/github/contract/index.ts";
import { commentOn } from "./comment.ts";
import type { CollaborationDeps } from "./deps.ts";
import { openOrAsk } from "./open-issue.ts";
import { confirmMerge, mergePull, reviewPull } from "./pulls.ts";
import { asYou, named, subjectCommands } from "./subject-commands.ts";
import { readMergeMethod } from "./words.ts";
import { workflowCommands } from "./workflow-commands.ts";

const scopes = ["personal", "group", "channel"] as const;
const needs = { account: "github", permission: "member" } as const;
const reference = word("owner/repo#7", "which issue or pull request");
const repository = word("owner/repo", "which repository");
const text = someWords("text", "what to write");
const remark = restWords("text", "what to write with it");
const method: ArgumentKind<MergeMethod | undefined> = {
  arity: "optional",
  label: "squash|rebase|merge",
  what: "how to merge",
  parse: readMergeMethod,
};
const issueCommands: readonly CommandSpec<CollaborationDeps>[] = [
  defineCommand({
    name: "issue open",
    pattern: "issue open :repository :title",
    args: { repository, title: restWords("title", "its title") },
    summary: "Open an issue",
    examples: ["issue open octo/hello The stove is cold", "issue open octo/hello"],
    details: ["Without a title you get a button that opens a form for title, text and labels.", asYou],
    scopes,
    needs,
    menu: true,
    run: (turn, { collaboration }: CollaborationDeps) =>
      openOrAsk(turn, turn.args.repository, tailOf(turn.text, 3), collaboration),
  }),
  defineCommand({
    name: "issue comment",
    pattern: "issue comment :reference :text",
    args: { reference, text },
    summary: "Comment on an issue or pull request",
    examples: ["issue comment octo/hello#7 On it", "issue comment #7 On it"],
    details: [named, asYou],
    scopes,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      commentOn(
        turn,
        turn.args.reference,
        tailOf(turn.text, 3),
        "issue comment octo/hello#7 On it",
        collaboration,
      ),
  }),
];

const pullCommands: readonly CommandSpec<CollaborationDeps>[] = [
  defineCommand({
    name: "pr comment",
    pattern: "pr comment :reference :text",
    args: { reference, text },
    summary: "Comment on a pull request",
    examples: ["pr comment octo/hello#7 Nice"],
    details: [named, asYou],
    scopes,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      commentOn(
        turn,
        turn.args.reference,
        tailOf(turn.text, 3),
        "pr comment octo/hello#7 Nice",
        collaboration,
      ),
  }),
  defineCommand({
    name: "pr approve",
    pattern: "pr approve :reference :text",
    args: { reference, text: remark },
    summary: "Approve a pull request",
    examples: ["pr approve octo/hello#7", "pr approve octo/hello#7 Nice work"],
    details: ["Approves it as it stands now.", named, asYou],
    scopes,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      reviewPull(
        turn,
        turn.args.reference,
        { verdict: "approve", body: tailOf(turn.text, 3) },
        collaboration,
      ),
  }),
  defineCommand({
    name: "pr request-changes",
    pattern: "pr request-changes :reference :text",
    args: { reference, text },
    summary: "Request changes on a pull request",
    examples: ["pr request-changes octo/hello#7 The test is missing"],
    details: [named, asYou],
    scopes,
    needs,
    run: (turn, { collaboration }: CollaborationDeps) =>
      reviewPull(
        turn,
        turn.args.reference,
        { verdict: "request-changes", body: tailOf(turn.text, 3) },
        collaboration,
      ),
  }),
  defineCommand({
    name: "pr merge",
    pattern: "pr merge :reference :method",
    args: { reference, method },
    summary: "Merge a pull request",
    examples: ["pr merge octo/hello#7", "pr merge octo/hello#7 squash"],
    details: [
      "Asks first, and merges exactly the commit it asked about: new commits in between stop it.",
      "Without a way to merge it takes the first that the repository allows: merge commit, squash, rebase.",
      named,
      asYou,
    ],
    scopes,
    needs,
    menu: true,
    confirm: (turn, { collaboration }: CollaborationDeps) =>
      confirmMerge(turn, turn.args.reference, turn.args.method, collaboration),
    run: (turn, { collaboration }: CollaborationDeps) => mergePull(turn, turn.args.reference, collaboration),
  }),
];

export const collaborationCommands: readonly CommandSpec<CollaborationDeps>[] = [
  ...issueCommands,
  ...subjectCommands("issue", "issue or pull request"),
  ...pullCommands,
  ...subjectCommands("pr", "pull request"),
  ...workflowCommands,
];
