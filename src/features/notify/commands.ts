import { defineCommand, type CommandSpec } from "../../core/command.ts";
import type { KeepDeps, NotifyListDeps } from "./deps.ts";
import { end, follow } from "./keep.ts";
import { listFollowed } from "./list.ts";

/** What all kinds of news have in common; each kind is declared by the feature that brings it. */
export const notifyListCommands: readonly CommandSpec<NotifyListDeps>[] = [
  defineCommand({
    name: "notify list",
    pattern: "notify list",
    args: {},
    summary: "Show what this conversation is told of besides GitHub",
    examples: ["notify list"],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "member" },
    run: (turn, { notify }: NotifyListDeps) => notify.list(turn),
  }),
];

/** How notifications are kept and listed, for every kind. */
export function createNotify(deps: KeepDeps): NotifyListDeps["notify"] {
  return {
    follow: (turn, topic) => follow(turn, topic, deps),
    end: (turn, ended) => end(turn, ended, deps),
    list: (turn) => listFollowed(turn, deps),
  };
}
