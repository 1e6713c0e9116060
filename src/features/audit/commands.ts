import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { restWords } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Permission } from "../../core/permission.ts";
import { reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { AuditDeps } from "./deps.ts";
import { auditFilter } from "./filter.ts";
import { toAuditCard, toFilter, type AuditKind } from "./show.ts";

const scopes = ["personal", "group", "channel"] as const;
const filter = { filter: restWords("filter", "what to look for") };

const MINE: AuditKind = {
  name: "mine",
  toScope: ({ userId }) => ({ kind: "mine", userId }),
  toTitle: () => "What you did",
};
const TEAM: AuditKind = {
  name: "team",
  toScope: ({ team, person }) => {
    if (team === undefined) throw new RangeError("a team's command without its team");
    return { kind: "team", teamId: team.id, tenantId: person.tenantId };
  },
  toTitle: ({ team }) => `What happened in team ${escapeMarkdown(team?.name ?? "")}`,
};
const ALL: AuditKind = {
  name: "all",
  toScope: ({ person }) => ({ kind: "all", tenantId: person.tenantId }),
  toTitle: () => "What happened in this organization",
};

const page = z.object({
  by: z.string().max(64),
  filter: auditFilter,
  /** The last event of the page before; `''` for the first page. */
  before: z.string().max(64),
});

const FILTERS = [
  "Filters: a kind of thing (team, member, invitation, account, key, signin, subscription, reminder, settings, …), the mention of who did it, `octo/hello`, `12h`, `2d`, `3w`, `since 2026-11-01`, `until 2026-11-05`.",
];

export const auditCommands: readonly CommandSpec<AuditDeps>[] = [
  auditCommand(TEAM, {
    pattern: "audit :filter",
    summary: "Show what happened in the team, the latest first",
    examples: ["audit", "audit key 2d", "audit since 2026-11-01", "audit subscription octo/hello"],
    details: [
      "It is about the team in force here, and for who administers it. Everybody has `audit mine`.",
      ...FILTERS,
    ],
    permission: "team.admin",
  }),
  auditCommand(MINE, {
    pattern: "audit mine :filter",
    summary: "Show what you did, the latest first",
    examples: ["audit mine", "audit mine subscription 2w"],
    details: FILTERS,
    permission: "member",
  }),
  auditCommand(ALL, {
    pattern: "audit all :filter",
    summary: "Show what happened in the whole organization, the latest first",
    examples: ["audit all", "audit all signin 12h"],
    details: FILTERS,
    permission: "admin",
  }),
];

export const auditActions: readonly ActionSpec<AuditDeps>[] = [
  auditAction(TEAM, "team.admin"),
  auditAction(MINE, "member"),
  auditAction(ALL, "admin"),
];

interface Face {
  readonly pattern: string;
  readonly summary: string;
  readonly examples: readonly [string, ...string[]];
  readonly details: readonly string[];
  readonly permission: Permission;
}

function auditCommand(kind: AuditKind, { permission, ...face }: Face): CommandSpec<AuditDeps> {
  return defineCommand({
    name: kind.name === "team" ? "audit" : `audit ${kind.name}`,
    ...face,
    args: filter,
    scopes,
    needs: { permission },
    run: async (turn: Turn<{ readonly filter: readonly string[] }>, { audit: deps }: AuditDeps) => {
      const wanted = await toFilter(turn, turn.args.filter, deps);
      return reply.toAsker(await toAuditCard(turn, kind, wanted, undefined, deps));
    },
  });
}

/** Turns the page in place. Who may see it is asked again: the button says only where to go on. */
function auditAction(kind: AuditKind, permission: Permission): ActionSpec<AuditDeps> {
  return defineAction({
    verb: `audit.more.${kind.name}`,
    summary: "Turn the pages of the audit",
    data: page,
    needs: { permission },
    run: async (turn, { audit: deps }: AuditDeps) => {
      const { by, filter: wanted, before } = turn.data;
      if (by !== turn.actor.userId) throw faults.AUDIT_NOT_YOURS();
      const from = before === "" ? undefined : before;
      const { card, data, summary } = await toAuditCard(turn, kind, wanted, from, deps);
      return reply.replaceCard(card, data, summary);
    },
  });
}
