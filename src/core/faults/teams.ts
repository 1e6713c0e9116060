import { fault, faultWith } from "../fault.ts";

export const teamFaults = {
  TEAM_NONE: fault(
    "forbidden",
    "You aren't in a team yet. Make one with `team create <name>`, or ask a team's administrator to invite you.",
  ),
  TEAM_UNCHOSEN: faultWith(
    "input",
    (a: { names: string }) => `Which team? You are in ${a.names}. Say \`team use <name>\`, then try again.`,
    { names: "Platform, Payments" },
  ),
  TEAM_OUTSIDE: faultWith(
    "forbidden",
    (a: { team: string; administrators: string }) =>
      `This channel works in team ${a.team}, and you aren't in it. Ask ${a.administrators} to invite you, or ask me in a 1:1 chat, where your own team is in force.`,
    { team: "Platform", administrators: "Mira Chen" },
  ),
  TEAM_NAME_MISSING: faultWith(
    "input",
    (a: { example: string }) =>
      `Tell me the team's name. For example: \`${a.example}\`. \`team list\` shows yours.`,
    { example: "team use Platform" },
  ),
  TEAM_NAME_INVALID: fault(
    "input",
    "A team's name has 2 to 60 characters, a letter or digit among them, and no quotation marks, brackets or marks of formatting. For example: `team create Platform`.",
  ),
  TEAM_NAME_TAKEN: faultWith(
    "conflict",
    (a: { name: string; administrators: string }) =>
      `There is a team ${a.name} already. Choose another name, or ask ${a.administrators} to invite you into that one.`,
    { name: "Platform", administrators: "Mira Chen" },
  ),
  TEAM_RESTORE_TAKEN: faultWith(
    "conflict",
    (a: { name: string; administrators: string }) =>
      `Another team is called ${a.name} by now, and nothing was changed. Ask ${a.administrators} to rename it, then say it again.`,
    { name: "Platform", administrators: "Mira Chen" },
  ),
  TEAM_TOO_MANY: faultWith(
    "conflict",
    (a: { most: string }) =>
      `You are in ${a.most} teams, and that is the most for somebody who makes another one. Leave or delete one first: \`team list\` shows them.`,
    { most: "50" },
  ),
  TEAM_UNKNOWN: faultWith(
    "missing",
    (a: { name: string }) => `There is no team ${a.name}. Check the spelling: \`team list\` shows yours.`,
    { name: "Platform" },
  ),
  TEAM_NOT_YOURS: faultWith(
    "forbidden",
    (a: { team: string; administrators: string }) =>
      `You aren't in team ${a.team}. Ask ${a.administrators} to invite you.`,
    { team: "Platform", administrators: "Mira Chen" },
  ),
  TEAM_NOT_DELETED: faultWith(
    "missing",
    (a: { name: string }) =>
      `There is no deleted team ${a.name} that you can bring back. Its owner can, or where they have left an admin of it: check the spelling, or ask them.`,
    { name: "Platform" },
  ),
  TEAM_EMPTY: faultWith(
    "conflict",
    (a: { team: string }) =>
      `Nobody is left in team ${a.team} who could own it, so it isn't brought back. Make a new one with \`team create <name>\`.`,
    { team: "Platform" },
  ),
  TEAM_CHANGED: fault(
    "conflict",
    "Somebody changed that at the same moment, and nothing of yours was done. Look at it again, with `team list` or `team members`, and say it again.",
  ),
  TEAM_LINKED_ELSEWHERE: faultWith(
    "forbidden",
    (a: { team: string; administrators: string }) =>
      `This conversation works in team ${a.team}, which you don't administer. Ask ${a.administrators} to say \`team unlink\` here, then say it again.`,
    { team: "Platform", administrators: "Mira Chen" },
  ),
  TEAM_NOT_LINKED: fault(
    "conflict",
    "This conversation is linked to no team: commands here work in everybody's own. `team link Platform` links it.",
  ),
  TEAM_PERSON_MISSING: faultWith(
    "input",
    (a: { example: string }) =>
      `Mention the one person first, or give the e-mail address that they proved to be theirs. For example: \`${a.example}\`.`,
    { example: "team remove @Mona Lisa" },
  ),
  TEAM_NOT_MEMBER: faultWith(
    "missing",
    (a: { person: string; team: string }) =>
      `${a.person} isn't in team ${a.team}. \`team members\` shows who is.`,
    { person: "Mona Lisa", team: "Platform" },
  ),
  TEAM_MEMBER_PENDING: faultWith(
    "conflict",
    (a: { person: string; team: string }) =>
      `${a.person} was invited into team ${a.team} but hasn't come yet. Say it again once they are there: \`team members\` shows it.`,
    { person: "Mona Lisa", team: "Platform" },
  ),
  TEAM_SELF: faultWith(
    "forbidden",
    (a: { team: string; administrators: string }) =>
      `Nobody changes their own powers. Ask ${a.administrators}, who can change yours in team ${a.team}.`,
    { team: "Platform", administrators: "Mira Chen" },
  ),
  TEAM_LEAVE_INSTEAD: fault("input", "That is you. To leave the team, say `team leave`."),
  TEAM_OWNER_POWERS: faultWith(
    "conflict",
    (a: { person: string; team: string }) =>
      `${a.person} owns team ${a.team} and may do everything in it; that can't be changed. An owner can hand the team over with \`team owner @Mona Lisa\`.`,
    { person: "Mira Chen", team: "Platform" },
  ),
  TEAM_OWNER_STAYS: faultWith(
    "conflict",
    (a: { person: string; team: string }) =>
      `${a.person} owns team ${a.team}, and a team always has its owner. They can hand it over with \`team owner @Mona Lisa\`; then say it again.`,
    { person: "Mira Chen", team: "Platform" },
  ),
  TEAM_OWNER_LEAVES: faultWith(
    "conflict",
    (a: { team: string }) =>
      `You own team ${a.team}, and a team always has its owner. Hand it over first, for example with \`team owner @Mona Lisa\`, or say \`team delete\`.`,
    { team: "Platform" },
  ),
  TEAM_OWNER_ALREADY: faultWith(
    "conflict",
    (a: { person: string; team: string }) =>
      `${a.person} owns team ${a.team} already. Name another member: \`team members\` shows them.`,
    { person: "Mira Chen", team: "Platform" },
  ),
  TEAM_POWERS_MISSING: faultWith(
    "input",
    (a: { roles: string; powers: string }) =>
      `Tell me which roles (${a.roles}) or powers (${a.powers}). For example: \`team grant @Mona Lisa deployer\`.`,
    { roles: "admin, deployer, member", powers: "deploy.run, env.read" },
  ),
  TEAM_POWER_UNKNOWN: faultWith(
    "input",
    (a: { given: string; roles: string; powers: string }) =>
      `"${a.given}" is neither a role (${a.roles}) nor a power (${a.powers}). Nothing was changed; check the spelling.`,
    { given: "deploy", roles: "admin, deployer, member", powers: "deploy.run, env.read" },
  ),
  TEAM_MEMBER_NO_ROLE: fault(
    "input",
    "Everybody in a team is a member of it. To take somebody out of it, say `team remove @Mona Lisa`.",
  ),
  TEAM_PAGE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; pages: string }) =>
      a.pages === ""
        ? `"${a.given}" is no page. For example: \`team members 2\`.`
        : `There is no page ${a.given}: the last one is ${a.pages}. Say \`team members ${a.pages}\`.`,
    { given: "9", pages: "2" },
  ),
  TEAM_POWER_MISSING: faultWith(
    "forbidden",
    (a: { command: string; power: string; team: string; administrators: string }) =>
      a.power === "team.owner" || a.power === "team.handover"
        ? `\`${a.command}\` is for the owner of team ${a.team}: ask ${a.administrators}.`
        : `You may not run \`${a.command}\` in team ${a.team}: it needs \`${a.power}\`. Ask ${a.administrators}.`,
    {
      command: "server create",
      power: "server.create",
      team: "Platform",
      administrators: "Mira Chen",
    },
  ),
};
