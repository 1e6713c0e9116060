import { optionalWord, restWords } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { TEAM_POWERS, TEAM_ROLES } from "../../core/team.ts";
import { createTeam } from "./create.ts";
import { confirmDelete, deleteTeam } from "./delete.ts";
import type { TeamDeps } from "./deps.ts";
import { grantPowers, revokePowers } from "./grant.ts";
import { setItemPattern } from "./item-pattern.ts";
import { confirmLink, linkTeam, unlinkTeam } from "./link.ts";
import { listTeams } from "./list.ts";
import { listMembers } from "./members.ts";
import { teamName } from "./name.ts";
import { changeOwner, confirmOwner } from "./owner.ts";
import { confirmLeave, leaveTeam, removeMember } from "./remove.ts";
import { renameTeam } from "./rename.ts";
import { restoreTeam } from "./restore.ts";
import { useTeam } from "./use.ts";

const anywhere = ["personal", "group", "channel"] as const;
const shared = ["group", "channel"] as const;

const person = restWords("@person or e-mail", "who it is");
const what = restWords("@person or e-mail, roles or powers", "who it is, and which roles or powers");

/** What belongs to somebody in teams, whichever is in force. */
const ownTeams: readonly CommandSpec<TeamDeps>[] = [
  defineCommand({
    name: "team create",
    pattern: "team create :name",
    args: { name: teamName("name", "team create Platform") },
    summary: "Make a team of your own",
    examples: ["team create Platform", "team create Web & Mobile"],
    details: [
      "A team owns clouds, servers and projects. It has nothing to do with the teams of Microsoft Teams.",
      "You own it, may do everything in it, and your commands work in it from now on.",
      "The name is the only one of its kind in your organization, in upper and lower case alike.",
    ],
    scopes: anywhere,
    needs: { permission: "member" },
    run: createTeam,
  }),
  defineCommand({
    name: "team list",
    pattern: "team list",
    args: {},
    summary: "Show the teams that you are in",
    examples: ["team list"],
    details: [
      "The team in force is the one that the channel is linked to, else your current one, else the only one that you are in.",
    ],
    scopes: anywhere,
    needs: { permission: "member" },
    run: listTeams,
  }),
  defineCommand({
    name: "team use",
    pattern: "team use :name",
    args: { name: teamName("name", "team use Platform") },
    summary: "Work in another of your teams",
    examples: ["team use Platform"],
    details: ["It holds for you alone, wherever no team is linked."],
    scopes: anywhere,
    needs: { permission: "member" },
    run: useTeam,
  }),
  defineCommand({
    name: "team restore",
    pattern: "team restore :name",
    args: { name: teamName("name", "team restore Platform") },
    summary: "Bring back a team that was deleted",
    examples: ["team restore Platform"],
    details: [
      "Members, linked channels and all that it owns come back with it.",
      "For its owner. Where they are no longer in it, an admin of the team can, and owns it then; so can an administrator of this Ployst.",
    ],
    scopes: anywhere,
    needs: { permission: "member" },
    run: restoreTeam,
  }),
  defineCommand({
    name: "team link",
    pattern: "team link :name",
    args: { name: teamName("name", "team link Platform") },
    summary: "Have everybody's commands in this channel or chat work in one team",
    examples: ["team link Platform"],
    details: [
      "For who administers that team. To take a channel from another team you must administer that one, too, and confirm it.",
      "Who isn't in the team can't run commands about teams in a channel that is linked to it.",
    ],
    scopes: shared,
    needs: { permission: "member" },
    confirm: confirmLink,
    run: linkTeam,
  }),
];

/** What is about the team in force. */
const teamInForce: readonly CommandSpec<TeamDeps>[] = [
  defineCommand({
    name: "team unlink",
    pattern: "team unlink",
    args: {},
    summary: "Have commands in this channel or chat work in everybody's own team again",
    examples: ["team unlink"],
    scopes: shared,
    needs: { permission: "team.admin" },
    run: unlinkTeam,
  }),
  defineCommand({
    name: "team members",
    pattern: "team members :page",
    args: { page: optionalWord("page", "which page") },
    summary: "Show who is in the team, and what they may do",
    examples: ["team members", "team members 2"],
    scopes: anywhere,
    needs: { permission: "team.member" },
    run: listMembers,
  }),
  defineCommand({
    name: "team grant",
    pattern: "team grant :what",
    args: { what },
    summary: "Give somebody in the team roles or powers",
    examples: ["team grant @Mona Lisa deployer", "team grant mona@example.com server.create env.read"],
    details: [
      `Roles are ${Object.keys(TEAM_ROLES).join(", ")}: \`admin\` is every power and administering the members, \`deployer\` is ${TEAM_ROLES.deployer.join(", ")}, \`member\` is none of them.`,
      `Powers are ${TEAM_POWERS.join(", ")}.`,
      "They come on top of what somebody may do already. Nobody gives powers to themselves.",
    ],
    scopes: anywhere,
    needs: { permission: "team.admin" },
    run: grantPowers,
  }),
  defineCommand({
    name: "team revoke",
    pattern: "team revoke :what",
    args: { what },
    summary: "Take roles or powers from somebody in the team",
    examples: ["team revoke @Mona Lisa admin", "team revoke mona@example.com server.delete"],
    details: [
      "A role is taken with all its powers. They stay in the team; `team remove` takes them out of it.",
    ],
    scopes: anywhere,
    needs: { permission: "team.admin" },
    run: revokePowers,
  }),
  defineCommand({
    name: "team remove",
    pattern: "team remove :person",
    args: { person },
    summary: "Take somebody out of the team",
    examples: ["team remove @Mona Lisa", "team remove mona@example.com"],
    details: [
      "Also who was invited and hasn't come yet: their invitation ends.",
      "Key pairs of their own go off the team's servers; those of the team stay.",
    ],
    scopes: anywhere,
    needs: { permission: "team.admin" },
    run: removeMember,
  }),
  defineCommand({
    name: "team leave",
    pattern: "team leave",
    args: {},
    summary: "Leave the team",
    examples: ["team leave"],
    details: [
      "Key pairs of your own go off the team's servers.",
      "An owner hands the team over or deletes it instead.",
    ],
    scopes: anywhere,
    needs: { permission: "team.member" },
    confirm: confirmLeave,
    run: leaveTeam,
  }),
  defineCommand({
    name: "team owner",
    pattern: "team owner :person",
    args: { person },
    summary: "Hand the team over to another member",
    examples: ["team owner @Mona Lisa"],
    details: [
      "For its owner. An administrator of this Ployst can, too, from outside and not to themselves: for a team whose owner has left.",
    ],
    scopes: anywhere,
    needs: { permission: "team.handover" },
    confirm: confirmOwner,
    run: changeOwner,
  }),
  defineCommand({
    name: "team rename",
    pattern: "team rename :name",
    args: { name: teamName("new name", "team rename Platform") },
    summary: "Give the team another name",
    examples: ["team rename Platform"],
    scopes: anywhere,
    needs: { permission: "team.owner" },
    run: renameTeam,
  }),
  defineCommand({
    name: "team pattern",
    pattern: "team pattern :words",
    args: { words: restWords("pattern or default", "where keys of work items stand") },
    summary: "Show or say where the team writes keys of work items",
    examples: ["team pattern", "team pattern feature/{key}-* | [{key}] *", "team pattern default"],
    details: [
      "Cards of pull requests show the items that their branch and title name. Unless the team says otherwise, a key counts wherever it is spelled out: `PROJ-1`, `US123`, `#1234`.",
      "`{key}` is where a key stands, `*` any text, `|` parts up to five patterns. With a pattern small letters and bare numbers count as well.",
      "Everybody in the team sees it; its admins change it.",
    ],
    scopes: anywhere,
    needs: { permission: "team.member" },
    run: setItemPattern,
  }),
  defineCommand({
    name: "team delete",
    pattern: "team delete",
    args: {},
    summary: "Delete the team; it can be restored",
    examples: ["team delete"],
    details: [
      "Members, linked channels and all that it owns stay as they are until you bring it back with `team restore`.",
    ],
    scopes: anywhere,
    needs: { permission: "team.owner" },
    confirm: confirmDelete,
    run: deleteTeam,
  }),
];

export const teamCommands: readonly CommandSpec<TeamDeps>[] = [...ownTeams, ...teamInForce];
