import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { optionalWord, word } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import type { ServiceDeps } from "./deps.ts";
import { asActor } from "./session.ts";
import { cancel, restart, trigger } from "./travis-acts.ts";

const scopes = ["personal", "group", "channel"] as const;
const needs = { permission: "member" } as const;
const whose = "It is done with your own Travis CI where you joined one, else with your team's.";
const build = word("build", "which build: its number in the address, for example 86601346");
/** What Travis CI builds unless told otherwise: it takes the request's word, so we have to name one. */
const DEFAULT_BRANCH = "main";

export const travisCommands: readonly CommandSpec<ServiceDeps>[] = [
  defineCommand({
    name: "travis restart",
    pattern: "travis restart :build",
    args: { build },
    summary: "Run a build of Travis CI again",
    examples: ["travis restart 86601346"],
    details: [whose],
    scopes,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      restart(await asActor(turn, "travis", services), turn.args.build),
  }),
  defineCommand({
    name: "travis cancel",
    pattern: "travis cancel :build",
    args: { build },
    summary: "Cancel a build of Travis CI",
    examples: ["travis cancel 86601346"],
    details: [whose],
    scopes,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      cancel(await asActor(turn, "travis", services), turn.args.build),
  }),
  defineCommand({
    name: "travis trigger",
    pattern: "travis trigger :repository :branch",
    args: {
      repository: word("owner/repo", "which repository"),
      branch: optionalWord("branch", "which branch"),
    },
    summary: "Ask Travis CI for a build",
    examples: ["travis trigger octo/hello", "travis trigger octo/hello stable"],
    details: [`Without a branch it is \`${DEFAULT_BRANCH}\`.`, whose],
    scopes,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      trigger(
        await asActor(turn, "travis", services),
        turn.args.repository,
        turn.args.branch ?? DEFAULT_BRANCH,
      ),
  }),
];

const data = z.object({ key: z.string().max(20), site: z.string().max(500) });

export const travisActions: readonly ActionSpec<ServiceDeps>[] = [
  defineAction({
    verb: "travis.restart",
    summary: "Run a build of Travis CI again",
    data,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      restart(await asActor(turn, "travis", services, turn.data.site), turn.data.key),
  }),
  defineAction({
    verb: "travis.cancel",
    summary: "Cancel a build of Travis CI",
    data,
    needs,
    run: async (turn, { services }: ServiceDeps) =>
      cancel(await asActor(turn, "travis", services, turn.data.site), turn.data.key),
  }),
];
