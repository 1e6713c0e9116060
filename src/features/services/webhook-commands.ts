import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { ownOf, teamOf } from "../../core/owner.ts";
import { provider } from "./names.ts";
import { serviceNotifyCommands } from "./notify.ts";
import { rotate } from "./rotate.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

const scopes = ["personal", "group", "channel"] as const;
const ROTATE_DETAILS = [
  "Shows the address to enter there, with its secret where it has one, once and only in a 1:1 chat.",
  "What was entered there before stops working at once.",
];

export const serviceWebhookCommands: readonly CommandSpec<WebhookDeps>[] = [
  ...serviceNotifyCommands,
  defineCommand({
    name: "service rotate",
    pattern: "service rotate :provider",
    args: { provider },
    summary: "Get the address of your service's webhook, with a new secret",
    examples: ["service rotate jira"],
    details: ROTATE_DETAILS,
    scopes,
    needs: { permission: "member" },
    run: (turn, deps: WebhookDeps) => rotate(turn, turn.args.provider, ownOf(turn.actor), deps),
  }),
  defineCommand({
    name: "service rotate team",
    pattern: "service rotate team :provider",
    args: { provider },
    summary: "Get the address of the team's service's webhook, with a new secret",
    examples: ["service rotate team jira"],
    details: ROTATE_DETAILS,
    scopes,
    needs: { permission: "team.admin" },
    run: (turn, deps: WebhookDeps) => rotate(turn, turn.args.provider, teamOf(turn.actor), deps),
  }),
];
