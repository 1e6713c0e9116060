import { fault, faultWith } from "../fault.ts";

type Named = { readonly who: string; readonly team: string };

const NAMED: Named = { who: "Jon Park", team: "Platform" };

export const invitationFaults = {
  INVITATION_ADDRESS_INVALID: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" isn't an email address that I can write to. Give one bare address, then the surname: for example \`team invite jon@example.com Park\`.`,
    { given: "jon at example" },
  ),
  INVITATION_SURNAME_INVALID: faultWith(
    "input",
    (a: { given: string }) =>
      a.given === ""
        ? "Tell me their surname, too: for example `team invite jon@example.com Park`."
        : `"${a.given}" can't be a surname: letters, digits, blanks, apostrophes, hyphens and periods, 100 at most. For example: \`team invite jon@example.com Park\`.`,
    { given: "Park: <b>" },
  ),
  INVITATION_NOT_MENTIONED: fault(
    "input",
    "Mention exactly one person, in a channel or group chat that they are in, with at most a role behind it: for example `team invite @Jon Park deployer`. For somebody who isn't there, give address and surname.",
  ),
  INVITATION_NOT_A_MEMBER: fault(
    "input",
    "I can invite only members of your organization by a mention, and only where they are in the channel or chat. For somebody else, say address and surname: `team invite jon@example.com Park`.",
  ),
  INVITATION_ROLE_REFUSED: faultWith(
    "forbidden",
    (a: { role: string; team: string }) =>
      `You may invite to team ${a.team}, but only its administrators can give the role \`${a.role}\`. Invite them without it, or ask an administrator.`,
    { role: "deployer", team: "Platform" },
  ),
  INVITATION_MEMBER: faultWith(
    "conflict",
    (a: Named) => `${a.who} is in team ${a.team} already. Say \`team members\` to see who is.`,
    NAMED,
  ),
  INVITATION_ACCEPTED: faultWith(
    "conflict",
    (a: Named) =>
      `${a.who} has accepted an invitation to team ${a.team} already, and joins by saying \`account link\` to me with the code from the account page. Ask them to do that.`,
    NAMED,
  ),
  INVITATION_PENDING: faultWith(
    "conflict",
    (a: Named & { again: string }) =>
      `${a.who} is invited to team ${a.team} already. To send it once more, say \`invitation resend ${a.again}\`; to take it back, \`invitation revoke ${a.again}\`.`,
    { ...NAMED, again: "jon@example.com" },
  ),
  INVITATION_TOO_MANY: faultWith(
    "conflict",
    (a: { most: number; team: string }) =>
      `${String(a.most)} invitations to team ${a.team} wait for an answer; there can't be more. Say \`invitation list\` to see them, and \`invitation revoke\` to end one.`,
    { most: 100, team: "Platform" },
  ),
  INVITATION_MAIL_OFF: fault(
    "configuration",
    "I can't send mail: `SMTP_URL` and `MAIL_FROM` aren't set. Say it in a 1:1 chat with me, and I give you the link to hand over; or mention the person, if they are in Teams. Nothing was changed.",
  ),
  INVITATION_UNKNOWN: faultWith(
    "missing",
    (a: { given: string; team: string }) =>
      `Nobody was invited to team ${a.team} as "${a.given}". Say \`invitation list\` to see whose answer is awaited.`,
    { given: "jon@example.com", team: "Platform" },
  ),
  INVITATION_ENDED: faultWith(
    "conflict",
    (a: Named & { how: string }) =>
      `The invitation of ${a.who} to team ${a.team} was ${a.how}, so there is nothing left of it. Say \`team invite\` to make a new one.`,
    { ...NAMED, how: "declined" },
  ),
  INVITATION_ORPHANED: faultWith(
    "conflict",
    (a: Named) =>
      `Whoever invited ${a.who} may not do that in team ${a.team} any more, so nobody could get in by it. Say \`invitation revoke\` and then \`team invite\` to invite them yourself.`,
    NAMED,
  ),
  INVITATION_JUST_SENT: fault(
    "conflict",
    "They were invited less than a minute ago, and a mailbox is filled quickly. Nothing was changed; wait a minute, then say it again.",
  ),
  INVITATION_NONE: fault(
    "missing",
    "No invitation waits for your answer. Ask whoever leads the team to invite you: `team invite` with a mention of you.",
  ),
  INVITATION_NONE_THERE: faultWith(
    "missing",
    (a: { team: string }) =>
      `No invitation to a team "${a.team}" waits for your answer: it was never there, has ended or was answered. Check the name, or ask for a new one.`,
    { team: "Platform" },
  ),
  INVITATION_WHICH: faultWith(
    "input",
    (a: { names: string; verb: string }) =>
      `Which one? You are invited to ${a.names}. Say \`invitation ${a.verb} <team>\`.`,
    { names: "Platform, Payments", verb: "accept" },
  ),
  INVITATION_ALREADY_IN: faultWith(
    "conflict",
    (a: { team: string }) =>
      `You are in team ${a.team} already, so there is nothing to answer. Say \`team use\` with its name to work in it.`,
    { team: "Platform" },
  ),
  INVITATION_NOT_YOURS: fault(
    "forbidden",
    "That invitation is somebody else's: only the person whom it names can answer it. If you want to join, ask whoever leads the team to invite you.",
  ),
  INVITATION_USED: faultWith(
    "conflict",
    (a: { team: string }) =>
      `That invitation was accepted already, and counts once. If you aren't in team ${a.team}, ask for a new one.`,
    { team: "Platform" },
  ),
  INVITATION_DECLINED: faultWith(
    "conflict",
    (a: { team: string }) =>
      `You declined that invitation. If you changed your mind, ask whoever leads team ${a.team} for a new one.`,
    { team: "Platform" },
  ),
  INVITATION_REVOKED: faultWith(
    "conflict",
    (a: { team: string }) =>
      `That invitation to team ${a.team} was taken back. If you think that it shouldn't have been, ask whoever leads the team.`,
    { team: "Platform" },
  ),
  INVITATION_EXPIRED: faultWith(
    "conflict",
    (a: { team: string }) =>
      `That invitation to team ${a.team} has expired: it lasts 24 hours. Ask whoever invited you to send it again.`,
    { team: "Platform" },
  ),
  INVITATION_TEAM_GONE: faultWith(
    "conflict",
    (a: { team: string }) =>
      `Team ${a.team} was deleted, so there is nothing to join. If it should be there, ask whoever led it to say \`team restore\`.`,
    { team: "Platform" },
  ),
  INVITATION_INVITER_GONE: faultWith(
    "forbidden",
    (a: { team: string }) =>
      `Whoever invited you may not do that in team ${a.team} any more. Ask one of its administrators for a new invitation.`,
    { team: "Platform" },
  ),
};
