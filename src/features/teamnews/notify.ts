import { optionalWord } from "../../core/arguments.ts";
import type { CommandSpec } from "../../core/command.ts";
import { defineNotify } from "../../core/notify.ts";
import type { TeamNewsDeps } from "./deps.ts";
import { findEnd, findTopic } from "./topics.ts";

const project = optionalWord("project", "which project: `project list` shows them");

/** `notify servers`, `notify deployments [project]`, `notify realms`, and how they end. */
export const teamNotifyCommands: readonly CommandSpec<TeamNewsDeps>[] = [
  ...defineNotify({
    pattern: "servers",
    args: {},
    summary: { follow: "when the team's servers come, go, or fail", end: "servers" },
    examples: ["servers"],
    details: [
      "It is about the team in force. One card for each server, kept up to date; a message when one goes offline, fails, or is back.",
      "In a conversation that is linked to no team it lasts as long as you are in the team.",
    ],
    permission: "team.member",
    find: (turn, deps: TeamNewsDeps) => findTopic("servers", undefined, turn, deps),
    findEnd: (turn, deps: TeamNewsDeps) => findEnd("servers", undefined, turn, deps),
  }),
  ...defineNotify({
    pattern: "deployments :project",
    args: { project },
    summary: { follow: "of the team's deployments", end: "deployments" },
    examples: ["deployments", "deployments shop"],
    details: [
      "All of the team in force, or those of one project. One card for each; a message when it is over.",
    ],
    permission: "team.member",
    find: (turn, deps: TeamNewsDeps) => findTopic("deployments", turn.args.project, turn, deps),
    findEnd: (turn, deps: TeamNewsDeps) => findEnd("deployments", turn.args.project, turn, deps),
  }),
  ...defineNotify({
    pattern: "realms",
    args: {},
    summary: { follow: "when what runs on the team's servers goes down or up", end: "realms" },
    examples: ["realms"],
    details: ["It is about the team in force. `realm list` shows what is asked."],
    permission: "team.member",
    find: (turn, deps: TeamNewsDeps) => findTopic("realms", undefined, turn, deps),
    findEnd: (turn, deps: TeamNewsDeps) => findEnd("realms", undefined, turn, deps),
  }),
];
