import type { Reads, ServiceConnectionRecord } from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { ownOf, type Owner } from "../../core/owner.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TeamInForce } from "../../core/team.ts";
import { may } from "../../core/permission.ts";
import type { LinkedGitHub, TurnContext } from "../../core/turn.ts";
import { accountNameOf } from "./connection.ts";
import type { Deps, ServiceDeps } from "./deps.ts";
import { PROVIDER_IDS } from "./names.ts";

/** `services`: all seven, each with how it stands and what to do about it. */
export async function showServices(turn: TurnContext, { services: deps }: ServiceDeps): Promise<Reply> {
  const { card, data, summary } = await overviewCard(turn, deps);
  return deps.store.transaction(async (tx) => {
    await tx.users.markServicesShown(turn.actor.userId);
    return deps.record(tx, turn, reply.card(card, data, summary));
  });
}

/** The card, as it is now: what a button did to it is shown in its place. */
export async function overviewCard(turn: TurnContext, deps: Deps): Promise<CardContent> {
  const standing = await deps.findStanding(turn.actor.userId, turn.place);
  const team = standing.kind === "in" ? standing.team : undefined;
  const github = await deps.findGitHub(turn.actor.userId);
  const own = ownOf(turn.actor).key;
  const owners = team === undefined ? [own] : [own, { ownerType: "team", ownerId: team.id } as const];
  const all = await deps.store.read((reads) => reads.serviceConnections.listByOwners(owners));
  const find = (ownerId: string, id: string): ServiceConnectionRecord | undefined =>
    all.find((one) => one.ownerId === ownerId && one.provider === id);
  const rows = (ownerId: string, scope: "own" | "team", mayManage: boolean): JsonObject[] =>
    PROVIDER_IDS.map((id) => toRow(find(ownerId, id), id, scope, mayManage, deps));
  const sections = [
    {
      title: "Your services",
      rows: [githubRow(github), ...rows(own.ownerId, "own", true)],
    },
    ...(team === undefined ? [] : [teamSection(team, turn, rows)]),
  ];
  return {
    card: "services/overview",
    summary: "Services",
    data: {
      setUp: github === undefined ? "You haven't set up your GitHub account yet." : "",
      sections,
    },
  };
}

function teamSection(
  team: TeamInForce,
  turn: TurnContext,
  rows: (ownerId: string, scope: "team", mayManage: boolean) => JsonObject[],
): JsonObject {
  const mayManage = may("team.admin", { isAdmin: turn.actor.isAdmin, team });
  return { title: `Services of team ${escapeMarkdown(team.name)}`, rows: rows(team.id, "team", mayManage) };
}

function githubRow(github: LinkedGitHub | undefined): JsonObject {
  return {
    name: "GitHub",
    state: github === undefined ? "⚪ Not set up" : `🟢 Enabled as @${escapeMarkdown(github.ghLogin)}`,
    note: "",
    caveat: "",
    id: "github",
    scope: "own",
    enable: "",
    disable: "",
    verify: "",
  };
}

function toRow(
  connection: ServiceConnectionRecord | undefined,
  id: (typeof PROVIDER_IDS)[number],
  scope: "own" | "team",
  mayManage: boolean,
  deps: Deps,
): JsonObject {
  const { name, caveat } = deps.providers[id].description;
  const isOff = connection === undefined || connection.state === "disabled";
  return {
    name,
    state: stateWords(connection),
    note: connection?.state === "failing" ? escapeMarkdown(connection.lastError) : "",
    caveat: isOff ? "" : caveat,
    id,
    scope,
    enable: mayManage ? (isOff ? "Enable" : "Configure") : "",
    disable: mayManage && !isOff ? "Disable" : "",
    verify: mayManage && !isOff && connection.state !== "enabled" ? "Verify" : "",
  };
}

/** Never by colour alone. */
export function stateWords(connection: ServiceConnectionRecord | undefined): string {
  switch (connection?.state) {
    case undefined:
    case "disabled":
      return "⚪ Not set up";
    case "unverified":
      return "🟡 Saved, not verified yet";
    case "failing":
      return "🔴 Failing";
    case "enabled": {
      const name = accountNameOf(connection);
      return name === "" ? "🟢 Enabled" : `🟢 Enabled as ${escapeMarkdown(name)}`;
    }
  }
}

/** For what a command did to one connection. */
export function ownerWords(owner: Owner): string {
  return owner.word === "" ? "your" : "the team's";
}

/** For a line of the account card: `Jira`, `Jenkins (failing)`; what is off isn't in it. */
export async function listServiceStates(
  userId: string,
  providers: Deps["providers"],
  reads: Pick<Reads, "serviceConnections">,
): Promise<readonly string[]> {
  const all = await reads.serviceConnections.listByOwner(ownOf({ userId }).key);
  return PROVIDER_IDS.flatMap((id) => {
    const state = all.find(({ provider }) => provider === id)?.state ?? "disabled";
    if (state === "disabled") return [];
    const { name } = providers[id].description;
    return [state === "enabled" ? name : `${name} (${state === "failing" ? "failing" : "not verified"})`];
  });
}
