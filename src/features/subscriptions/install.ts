import type { GitHubAccount } from "../../adapters/github/contract/index.ts";
import type { Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY } from "../../core/clock.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { SubscriptionDeps } from "./deps.ts";
import { targetName, type GitHubTarget } from "./target.ts";

/** Owners may approve an installation days after it was asked for. */
export const PENDING_DAYS = 7;

/**
 * The install card; the command is kept and resumes when the App's installation on that account changes.
 * A command that was resumed and still doesn't reach goes on waiting without a word.
 */
export async function askInstallation(
  turn: Turn<unknown>,
  target: GitHubTarget,
  account: GitHubAccount,
  deps: SubscriptionDeps["subscriptions"],
): Promise<Reply> {
  const silent: Reply = { kind: "messages", audience: "asker", messages: [] };
  return deps.store.transaction(async (tx) => {
    await keep(tx, turn, account, deps);
    const answer = turn.source === "resumed" ? silent : installCard(target, account, deps);
    return deps.record(tx, turn, answer);
  });
}

async function keep(
  tx: Transaction,
  turn: Turn<unknown>,
  account: GitHubAccount,
  deps: SubscriptionDeps["subscriptions"],
): Promise<void> {
  await tx.pendingCommands.create({
    userId: turn.actor.userId,
    conversationId: turn.place.conversationId,
    text: turn.text,
    waitsFor: "installation",
    waitsForKey: account.login.toLowerCase(),
    threadRootId: turn.place.reference.threadRootId ?? "",
    expiresAt: addMilliseconds(deps.clock.now(), PENDING_DAYS * DAY),
  });
}

function installCard(
  target: GitHubTarget,
  account: GitHubAccount,
  deps: SubscriptionDeps["subscriptions"],
): Reply {
  const what = target.kind === "owner" ? "account" : "repository";
  const data = {
    name: escapeMarkdown(targetName(target)),
    what,
    account: escapeMarkdown(account.login),
    isOrganization: account.type === "Organization",
    url: deps.app.installUrl({ targetId: account.id }),
    days: PENDING_DAYS,
  };
  return {
    kind: "pending",
    message: {
      card: "subscriptions/install-app",
      data,
      summary: `Install the GitHub App on ${account.login}`,
    },
  };
}
