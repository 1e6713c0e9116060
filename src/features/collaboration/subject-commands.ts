import { rest, restWords, word } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { tailOf } from "../../core/grammar.ts";
import type { CollaborationDeps } from "./deps.ts";
import { assign, changeLabels, setState } from "./issues.ts";
import { readLabels, readLogins } from "./words.ts";

export const named =
  "The number alone (`#7`) is enough in the thread of a card and where one repository is subscribed; in an issue's own thread `this` is.";
export const asYou = "Done with your own GitHub account, and only if it may.";

/** What can be done to issues and pull requests alike, under the word that people say for them. */
export function subjectCommands(
  kind: "issue" | "pr",
  what: string,
): readonly CommandSpec<CollaborationDeps>[] {
  const reference = word("owner/repo#7", `which ${what}`);
  const article = kind === "issue" ? "an" : "a";
  const common = {
    scopes: ["personal", "group", "channel"],
    needs: { account: "github", permission: "member" },
  } as const;
  return [
    defineCommand({
      name: `${kind} close`,
      pattern: `${kind} close :reference :text`,
      args: { reference, text: restWords("comment", "a last comment") },
      summary: `Close ${article} ${what}`,
      examples: [`${kind} close octo/hello#7`, `${kind} close octo/hello#7 Works now`],
      details: [named, asYou],
      ...common,
      run: (turn, { collaboration }: CollaborationDeps) =>
        setState(turn, turn.args.reference, "closed", tailOf(turn.text, 3), collaboration),
    }),
    defineCommand({
      name: `${kind} reopen`,
      pattern: `${kind} reopen :reference :text`,
      args: { reference, text: restWords("comment", "a comment with it") },
      summary: `Reopen ${article} ${what}`,
      examples: [`${kind} reopen octo/hello#7`, `${kind} reopen octo/hello#7 It is back`],
      details: [named, asYou],
      ...common,
      run: (turn, { collaboration }: CollaborationDeps) =>
        setState(turn, turn.args.reference, "open", tailOf(turn.text, 3), collaboration),
    }),
    defineCommand({
      name: `${kind} label`,
      pattern: `${kind} label :reference :labels`,
      args: { reference, labels: rest("+label or -label", "which labels", readLabels) },
      summary: "Add and remove labels",
      examples: [`${kind} label octo/hello#7 +bug -"good first issue"`],
      details: [named, asYou],
      ...common,
      run: (turn, { collaboration }: CollaborationDeps) =>
        changeLabels(turn, turn.args.reference, turn.args.labels, collaboration),
    }),
    defineCommand({
      name: `${kind} assign`,
      pattern: `${kind} assign :reference :logins`,
      args: { reference, logins: rest("login", "whom", readLogins) },
      summary: `Assign people to ${article} ${what}, or take them off`,
      examples: [`${kind} assign octo/hello#7 mona`, `${kind} assign octo/hello#7 me -jon`],
      details: [
        "People are named by their GitHub logins; `me` is you. A `-` before a login takes them off.",
        named,
        asYou,
      ],
      ...common,
      run: (turn, { collaboration }: CollaborationDeps) =>
        assign(turn, turn.args.reference, turn.args.logins, collaboration),
    }),
  ];
}
