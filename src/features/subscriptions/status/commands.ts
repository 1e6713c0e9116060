import { rest } from "../../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../../core/command.ts";
import { reply, type Reply } from "../../../core/reply.ts";
import type { Turn } from "../../../core/turn.ts";
import type { SubscriptionDeps } from "../deps.ts";
import { toStatusPage } from "./card.ts";
import { readStanding } from "./read.ts";

/** What isn't a page's number is ignored, as `subscribe list` ignores what stands behind it. */
const page = rest("page", "which page", (words) => {
  const given = Number(words[0] ?? "1");
  return Number.isInteger(given) && given > 0 ? given : 1;
});

async function status(
  turn: Turn<{ readonly page: number }>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const standing = await readStanding(turn, deps);
  const installUrl = standing.unreached > 0 ? deps.app.installUrl({}) : "";
  const { data } = toStatusPage(standing, turn.args.page, deps.clock.now(), installUrl);
  return reply.card("status/status", data, "How the subscriptions here stand");
}

export const statusCommands: readonly CommandSpec<SubscriptionDeps>[] = [
  defineCommand({
    name: "status",
    pattern: "status :page",
    args: { page },
    summary: "Show how the subscriptions here stand, and what mends what is wrong",
    examples: ["status", "status 2"],
    details: [
      "For each: when something was last told, its last error, a pause, the sign-in of who set it up, single sign-on, the GitHub App's installation and permissions; for all: whether Teams or GitHub slow us down. What is wrong comes first, with the button that mends it.",
      "Needs no sign-in. What `subscribe list` doesn't show is only counted.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "anyone" },
    menu: true,
    run: status,
  }),
];
