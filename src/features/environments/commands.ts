import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { whichScope, whichShared, whichVariable, whoseCopy } from "./arguments.ts";
import type { EnvironmentDeps } from "./deps.ts";
import { listVariables } from "./list.ts";
import { partVariables } from "./part.ts";
import { offerReveal } from "./reveal.ts";
import { askValue } from "./set.ts";
import { askShare, shareVariables } from "./share.ts";
import { askUnset, unsetVariable } from "./unset.ts";

const scopes = ["personal", "group", "channel"] as const;
const SCOPES = "A scope is `team`, `cloud:name`, `server:name` or `project:name`, of the team in force.";

export const environmentCommands: readonly CommandSpec<EnvironmentDeps>[] = [
  defineCommand({
    name: "env list",
    pattern: "env list :scope",
    args: { scope: whichScope },
    summary: "List the names of environment variables, and where they are inherited from",
    examples: ["env list", "env list cloud:do-main", "env list server:web-1"],
    details: [
      SCOPES,
      "The nearer wins: a project's beat its server's, those the cloud's, and those the team's.",
      "Values are never in it.",
    ],
    scopes,
    needs: { permission: "env.read" },
    run: (turn, { environments }: EnvironmentDeps) => listVariables(turn, environments),
  }),
  defineCommand({
    name: "env set",
    pattern: "env set :of",
    args: { of: whichVariable("set") },
    summary: "Set an environment variable of a team, cloud, server or project",
    examples: ["env set team DB_PASSWORD", "env set project:shop APP_ENV"],
    details: [
      SCOPES,
      "A form asks for the value: never write one into a message. It is kept sealed.",
      "Up to 100 variables of a scope, of up to 16,000 characters each, and 64 KiB together.",
    ],
    scopes,
    needs: { permission: "env.write" },
    run: (turn, { environments }: EnvironmentDeps) => askValue(turn, environments),
  }),
  defineCommand({
    name: "env unset",
    pattern: "env unset :of",
    args: { of: whichVariable("unset") },
    summary: "Delete an environment variable of a team, cloud, server or project",
    examples: ["env unset team DB_PASSWORD"],
    details: [SCOPES, "Asks first: the value can't be brought back."],
    scopes,
    needs: { permission: "env.write" },
    confirm: (turn, { environments }: EnvironmentDeps) => askUnset(turn, environments),
    run: (turn, { environments }: EnvironmentDeps) => unsetVariable(turn, environments),
  }),
  defineCommand({
    name: "env show",
    pattern: "env show :of",
    args: { of: whichVariable("show") },
    summary: "Show the value of an environment variable, to you alone",
    examples: ["env show team DB_PASSWORD"],
    details: [SCOPES, "Only in a 1:1 chat with me, and each look is on record: `audit env`."],
    scopes: ["personal"],
    needs: { permission: "env.read" },
    run: (turn, { environments }: EnvironmentDeps) => offerReveal(turn, environments),
  }),
  defineCommand({
    name: "env share",
    pattern: "env share :of",
    args: { of: whichShared },
    summary: "Have a team, cloud, server or project use the variables of another one",
    examples: ["env share server:web-2 server:web-1", "env share cloud:do-main project:shop"],
    details: [
      SCOPES,
      "Asks first, with the names: the first scope's own variables are deleted, unless something else uses them, too.",
      "From then on a change of one is a change for all that use them. Needs `env.read` as well.",
    ],
    scopes,
    needs: { permission: "env.write" },
    confirm: (turn, { environments }: EnvironmentDeps) => askShare(turn, environments),
    run: (turn, { environments }: EnvironmentDeps) => shareVariables(turn, environments),
  }),
  defineCommand({
    name: "env part",
    pattern: "env part :scope",
    args: { scope: whoseCopy },
    summary: "Give a team, cloud, server or project its own copy of the variables that it shares",
    examples: ["env part server:web-2"],
    details: [SCOPES, "It keeps the values that it has; later changes of the others no longer reach it."],
    scopes,
    needs: { permission: "env.write" },
    run: (turn, { environments }: EnvironmentDeps) => partVariables(turn, environments),
  }),
];
