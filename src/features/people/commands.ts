import { restWords, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { PeopleDeps } from "./deps.ts";
import { listPeople, mapPerson, unmapPerson } from "./map.ts";

// Logins of people, of managed users (`mona_corp`) and of bots.
const LOGIN = /^@?([a-z\d](?:-?[a-z\d]){0,38}(?:_[a-z\d]{1,38})?(?:\[bot\])?)$/i;

const login: ArgumentKind<string> = {
  arity: "one",
  label: "GitHub login",
  what: "which GitHub login",
  parse: ([given = ""]) => {
    const found = LOGIN.exec(given)?.[1];
    if (found === undefined)
      throw faults.LOGIN_UNKNOWN({ given: escapeMarkdown(given.slice(0, 80).toWellFormed()) });
    return found;
  },
};

export const peopleCommands: readonly CommandSpec<PeopleDeps>[] = [
  defineCommand({
    name: "people map",
    pattern: "people map :login :person",
    args: { login, person: restWords("@person", "who it is") },
    summary: "Say which Teams user a GitHub login is",
    examples: ["people map octocat @Mona Lisa"],
    details: [
      "Who signs in is known by that; this is for people who haven't. Their own sign-in wins over it.",
      "Conversations that they are in then mention them when GitHub asks for their review, assigns them or mentions them. They can stop that with `mentions off`.",
      "Mention them where you say it: they must be a member of your organization and of that channel or chat.",
    ],
    scopes: ["group", "channel"],
    needs: { permission: "admin" },
    run: mapPerson,
  }),
  defineCommand({
    name: "people unmap",
    pattern: "people unmap :login",
    args: { login },
    summary: "Forget which Teams user a GitHub login is",
    examples: ["people unmap octocat"],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "admin" },
    run: unmapPerson,
  }),
  defineCommand({
    name: "people list",
    pattern: "people list",
    args: {},
    summary: "Show which GitHub logins are known here, and who they are",
    examples: ["people list"],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "admin" },
    run: listPeople,
  }),
];
