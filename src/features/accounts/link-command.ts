import { rest } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { confirmLink } from "./link-confirm.ts";
import { linkAccount, type LinkAccountDeps } from "./link.ts";

export interface LinkCommandDeps {
  readonly accountLink: LinkAccountDeps;
}

export const linkCommands: readonly CommandSpec<LinkCommandDeps>[] = [
  defineCommand({
    name: "account link",
    pattern: "account link :code",
    args: { code: rest("code", "the code that your account's page shows", (words) => words.join("")) },
    summary: "Link the account of your invitation to Teams",
    examples: ["account link K7WM-3XQ9"],
    details: [
      "Who was invited by mail chooses a password on the page behind the link in it; the page then shows this code. It works once, for 10 minutes; `/account` at this Ployst's address makes a new one.",
      "From then on you are in the teams whose invitations you accepted.",
      "Where Teams has another address of you than the invitation, I ask first: whoever has the account's password gets at your profile and keys.",
      "An account belongs to one person in Teams, and a person has one account.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "member" },
    confirm: (turn, { accountLink }: LinkCommandDeps) => confirmLink(turn, accountLink),
    run: (turn, { accountLink }: LinkCommandDeps) => linkAccount(turn, accountLink),
  }),
];
