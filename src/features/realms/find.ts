import type { Reads, RealmRecord, ServerRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { Actor } from "../../core/turn.ts";
import type { RealmReference } from "./arguments.ts";
import { sayGiven } from "./name.ts";

const MOST_SUGGESTED = 200;

type RealmReads = Pick<Reads, "realms" | "servers">;

/** A realm with the server that it runs on. */
export interface Placed {
  readonly realm: RealmRecord;
  readonly server: ServerRecord;
}

/** The team in force: commands about realms have one. */
export function getTeam({ team }: Pick<Actor, "team">): { readonly id: string; readonly name: string } {
  if (team === undefined) throw new RangeError("a team's command without its team");
  return { id: team.id, name: escapeMarkdown(team.name) };
}

/** The team's live server of that name. Throws REALM_SERVER_UNKNOWN. */
export async function getServer(name: string, actor: Actor, reads: RealmReads): Promise<ServerRecord> {
  const team = getTeam(actor);
  const found = await reads.servers.findByName(team.id, name);
  if (found !== undefined) return found;
  const servers = await reads.servers.listByTeam(team.id, { limit: MOST_SUGGESTED });
  throw faults.REALM_SERVER_UNKNOWN({
    given: sayGiven(name),
    team: team.name,
    suggestion: suggest(name, servers),
  });
}

/** As `getServer`, and there to the commit: who deletes it waits, and finds what was put on it. */
export async function holdServer(
  name: string,
  actor: Actor,
  tx: Pick<Transaction, "realms" | "servers">,
): Promise<ServerRecord> {
  const server = await getServer(name, actor, tx);
  if (await tx.servers.hold(server.id)) return server;
  throw faults.REALM_SERVER_UNKNOWN({ given: sayGiven(name), team: getTeam(actor).name, suggestion: "" });
}

/** The realm that is meant. Throws REALM_UNKNOWN, REALM_AMBIGUOUS, REALM_SERVER_UNKNOWN; `verb` is for examples. */
export async function getRealm(
  { name, server: on }: RealmReference,
  verb: "show" | "remove",
  actor: Actor,
  reads: RealmReads,
): Promise<Placed> {
  const team = getTeam(actor);
  const only = on === "" ? undefined : await getServer(on, actor, reads);
  const named = await reads.realms.listByName(team.id, name);
  const placed = await place(
    named.filter(({ serverId }) => only === undefined || serverId === only.id),
    reads,
  );
  const [first, second] = placed;
  if (first === undefined) throw await unknown(name, team, reads);
  if (second === undefined) return first;
  throw faults.REALM_AMBIGUOUS({
    name: escapeMarkdown(first.realm.name),
    servers: placed.map(({ server }) => escapeMarkdown(server.name)).join(", "),
    example: `realm ${verb} ${first.realm.name} on ${first.server.name}`,
  });
}

/** With their servers; those whose server is gone are going, too. */
export async function place(
  realms: readonly RealmRecord[],
  reads: Pick<Reads, "servers">,
): Promise<readonly Placed[]> {
  if (realms.length === 0) return [];
  const servers = await reads.servers.listByIds([...new Set(realms.map(({ serverId }) => serverId))]);
  const byId = new Map(servers.map((server) => [server.id, server]));
  return realms.flatMap((realm) => {
    const server = byId.get(realm.serverId);
    return server === undefined ? [] : [{ realm, server }];
  });
}

async function unknown(
  name: string,
  team: ReturnType<typeof getTeam>,
  reads: RealmReads,
): Promise<ReturnType<typeof faults.REALM_UNKNOWN>> {
  const realms = await reads.realms.listByTeam(team.id, { limit: MOST_SUGGESTED });
  return faults.REALM_UNKNOWN({ given: sayGiven(name), team: team.name, suggestion: suggest(name, realms) });
}

function suggest(name: string, things: readonly { readonly name: string }[]): string {
  return (
    nearest(
      name,
      things.map((thing) => thing.name),
    ) ?? ""
  );
}
