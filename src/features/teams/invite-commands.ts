import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { rest } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { invite } from "./invite.ts";
import { resendInvitation, revokeInvitation } from "./invite-again.ts";
import { answerOwn, pressAnswer } from "./invite-answer.ts";
import { readInvitee, readOneNamed } from "./invite-arguments.ts";
import type { InvitationDeps } from "./invite-deps.ts";
import { listInvitations } from "./invite-list.ts";

const scopes = ["personal", "group", "channel"] as const;
const team = rest("team", "which team", (words) => words.join(" ").replace(/^"(.*)"$/s, "$1"));
const needs = { permission: "invitation.create" } as const;
const own = { permission: "member" } as const;

export const invitationCommands: readonly CommandSpec<InvitationDeps>[] = [
  defineCommand({
    name: "team invite",
    pattern: "team invite :whom",
    args: { whom: rest("email surname, or @person", "whom to invite", readInvitee) },
    summary: "Invite somebody to the team",
    examples: [
      "team invite jon@example.com Park",
      "team invite @Jon Park",
      "team invite jon@example.com Park deployer",
    ],
    details: [
      "By address, they get a mail with a link at which they choose a password and accept. By a mention, they get a card with Accept and Decline: in their 1:1 chat with me, or where you mention them.",
      "An invitation lasts 24 hours, and its link works once.",
      "They become plain members. `deployer` or `admin` behind it makes them that; only administrators of the team can say it.",
      "Where mail isn't set up I give you the link to hand over, in a 1:1 chat only.",
    ],
    scopes,
    needs,
    run: invite,
  }),
  defineCommand({
    name: "invitation list",
    pattern: "invitation list",
    args: {},
    summary: "Show whose answer the team awaits",
    examples: ["invitation list"],
    scopes,
    needs,
    run: listInvitations,
  }),
  defineCommand({
    name: "invitation resend",
    pattern: "invitation resend :whom",
    args: { whom: rest("email, or @person", "whom to ask again", readOneNamed("resend")) },
    summary: "Send an invitation again",
    examples: ["invitation resend jon@example.com"],
    details: ["It lasts another 24 hours, with a new link; the earlier link opens nothing any more."],
    scopes,
    needs,
    run: resendInvitation,
  }),
  defineCommand({
    name: "invitation revoke",
    pattern: "invitation revoke :whom",
    args: { whom: rest("email, or @person", "whose invitation to take back", readOneNamed("revoke")) },
    summary: "Take an invitation back",
    examples: ["invitation revoke jon@example.com"],
    scopes,
    needs,
    run: revokeInvitation,
  }),
  defineCommand({
    name: "invitation accept",
    pattern: "invitation accept :team",
    args: { team },
    summary: "Accept an invitation to a team",
    examples: ["invitation accept", "invitation accept Platform"],
    details: ["Without a name it is the only one that waits for your answer."],
    scopes,
    needs: own,
    run: answerOwn("accept"),
  }),
  defineCommand({
    name: "invitation decline",
    pattern: "invitation decline :team",
    args: { team },
    summary: "Decline an invitation to a team",
    examples: ["invitation decline", "invitation decline Platform"],
    scopes,
    needs: own,
    run: answerOwn("decline"),
  }),
];

const data = z.object({ id: z.string().max(64) });

export const invitationActions: readonly ActionSpec<InvitationDeps>[] = [
  defineAction({
    verb: "invitation.accept",
    summary: "Accept the invitation",
    data,
    needs: own,
    run: pressAnswer("accept"),
  }),
  defineAction({
    verb: "invitation.decline",
    summary: "Decline the invitation",
    data,
    needs: own,
    run: pressAnswer("decline"),
  }),
];
