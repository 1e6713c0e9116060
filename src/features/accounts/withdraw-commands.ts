import { restWords } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { closeAccount, confirmClose, confirmWithdraw, withdrawAccount } from "./withdraw.ts";
import type { WithdrawalDeps } from "./withdraw-deps.ts";

const scopes = ["personal", "group", "channel"] as const;

export const withdrawalCommands: readonly CommandSpec<WithdrawalDeps>[] = [
  defineCommand({
    name: "account withdraw",
    pattern: "account withdraw :person",
    args: { person: restWords("@person or e-mail", "whose account it is") },
    summary: "End somebody's account",
    examples: ["account withdraw @Mona Lisa", "account withdraw mona@example.com"],
    details: [
      "Memberships, password, sessions, tokens, services of their own and invitations to them end at once, and the directory disables their entry. I ask first.",
      "Who owns a team hands it over before. Who comes back is invited again and keeps user name and number.",
      "What I may do for them on GitHub stays theirs to end, with `signout`.",
    ],
    scopes,
    needs: { permission: "admin" },
    confirm: confirmWithdraw,
    run: withdrawAccount,
  }),
  defineCommand({
    name: "account close",
    pattern: "account close",
    args: {},
    summary: "End your own account",
    examples: ["account close"],
    details: [
      "You leave your teams; your password, sessions and tokens end, and the directory disables your entry. I ask first.",
      "Hand over or delete the teams that you own before. To come back you need an invitation. `signout` ends what I may do for you on GitHub.",
    ],
    scopes,
    needs: { permission: "member" },
    confirm: confirmClose,
    run: closeAccount,
  }),
];
