import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { rest, someWords, word, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { tailOf } from "../../core/grammar.ts";
import type { ServiceDeps } from "./deps.ts";
import { commentOn, create, isNamed, move } from "./jira-acts.ts";
import { askComment, askMove } from "./jira-dialogs.ts";
import { asActor, unquoted } from "./session.ts";

const scopes = ["personal", "group", "channel"] as const;
const needs = { permission: "member" } as const;
const whose = "It is done with your own Jira where you joined one, else with your team's.";
const key = word("issue key", "which issue: for example PROJ-1");
const joined = (words: readonly string[]): string => unquoted(words.join(" "));
const type: ArgumentKind<string> = {
  arity: "one",
  label: "type",
  what: "which type: for example Bug",
  parse: ([given = ""]) => unquoted(given),
};

export const jiraCommands: readonly CommandSpec<ServiceDeps>[] = [
  defineCommand({
    name: "jira comment",
    pattern: "jira comment :key :text",
    args: { key, text: someWords("text", "what to write") },
    summary: "Comment on an issue of Jira",
    examples: ["jira comment PROJ-1 On it"],
    details: [whose, "What a team's account writes says who wrote it."],
    scopes,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      commentOn(await asActor(turn, "jira", services), turn.args.key, tailOf(turn.text, 3)),
  }),
  defineCommand({
    name: "jira move",
    pattern: "jira move :key :state",
    args: { key, state: rest("state", "which state it is to have", joined) },
    summary: "Move an issue of Jira to another state",
    examples: ["jira move PROJ-1 In Progress"],
    details: ["Takes a state or the name of a transition; a wrong one lists what is possible now.", whose],
    scopes,
    needs,
    run: async (turn, { services }: ServiceDeps) => {
      const { key: issue, state } = turn.args;
      return move(await asActor(turn, "jira", services), issue, state, isNamed(state));
    },
  }),
  defineCommand({
    name: "jira create",
    pattern: "jira create :project :type :summary",
    args: {
      project: word("project", "which project: for example PROJ"),
      type,
      summary: rest("summary", "its summary", joined),
    },
    summary: "Create an issue in Jira",
    examples: ["jira create PROJ Bug The stove is cold", 'jira create PROJ "User Story" Warm stoves'],
    details: ["The type as the project names it, in quotes where it has blanks.", whose],
    scopes,
    needs,
    run: async (turn, { services }: ServiceDeps) => create(await asActor(turn, "jira", services), turn.args),
  }),
];

const issue = z.object({ key: z.string().max(100), site: z.string().max(500) });

export const jiraActions: readonly ActionSpec<ServiceDeps>[] = [
  defineAction({
    verb: "jira.comment.form",
    summary: "Comment on an issue of Jira",
    data: issue,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      askComment(await asActor(turn, "jira", services, turn.data.site), turn.data.key),
  }),
  defineAction({
    verb: "jira.comment",
    summary: "Comment on an issue of Jira",
    data: issue.extend({ text: z.string().catch("") }),
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      commentOn(await asActor(turn, "jira", services, turn.data.site), turn.data.key, turn.data.text),
  }),
  defineAction({
    verb: "jira.move.form",
    summary: "Move an issue of Jira",
    data: issue,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      askMove(await asActor(turn, "jira", services, turn.data.site), turn.data.key),
  }),
  defineAction({
    verb: "jira.move",
    summary: "Move an issue of Jira",
    data: issue.extend({ transition: z.string().max(50) }),
    needs,
    run: async (turn, { services }: ServiceDeps) => {
      const { key: moved, site, transition } = turn.data;
      return move(await asActor(turn, "jira", services, site), moved, "", ({ id }) => id === transition);
    },
  }),
];
