import { optionalWord } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import type { QueueDeps } from "./queue-deps.ts";
import { retryQueue } from "./queue-retry.ts";
import { showQueue } from "./queue-show.ts";

const scopes = ["personal", "group", "channel"] as const;

export const queueCommands: readonly CommandSpec<QueueDeps>[] = [
  defineCommand({
    name: "queue",
    pattern: "queue",
    args: {},
    summary: "Show what waits, what runs and what failed for good",
    examples: ["queue"],
    details: [
      "Who administers this Ployst sees its messages, its jobs and the deployments of all teams; everybody else what their team deploys, or waits to.",
    ],
    scopes,
    needs: { permission: "member" },
    run: showQueue,
  }),
  defineCommand({
    name: "queue retry",
    pattern: "queue retry :which",
    args: { which: optionalWord("id or all", "which of them, by its id, or all") },
    summary: "Try again what failed for good",
    examples: ["queue retry all", "queue retry 9f86d081"],
    details: ["The ids stand in the answer to queue. Without one, everything is tried again."],
    scopes,
    needs: { permission: "admin" },
    run: retryQueue,
  }),
];
