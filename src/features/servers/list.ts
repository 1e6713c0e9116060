import type { CloudRecord, ServerRecord } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { faults } from "../../core/errors.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getTeam } from "./find.ts";
import { addressOf, NAME_LENGTH, sayError, sayStatus } from "./words.ts";

const MOST_READ = 500;
const PAGE = 15;

/** `server list [page]`: all of the team's, with where and how they are. */
export async function listServers(turn: Turn<{ readonly page: number }>, deps: Deps): Promise<Reply> {
  const { page } = turn.args;
  const team = getTeam(turn.actor);
  const { servers, clouds } = await deps.store.read(async (reads) => {
    const found = await reads.servers.listByTeam(team.id, { limit: MOST_READ });
    const cloudIds = [...new Set(found.map(({ cloudId }) => cloudId))];
    const of = cloudIds.length === 0 ? [] : await reads.clouds.listByIds(cloudIds);
    return { servers: found, clouds: new Map(of.map((cloud) => [cloud.id, cloud])) };
  });
  const pages = Math.max(1, Math.ceil(servers.length / PAGE));
  if (page > pages) throw faults.SERVER_PAGE_UNKNOWN({ given: String(page), pages });
  const shown = servers
    .toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }))
    .slice((page - 1) * PAGE, page * PAGE);
  return reply.toAsker({
    card: "servers/list",
    summary: toLine(`Servers of team ${turn.actor.team?.name ?? ""}: ${String(servers.length)}`, 200),
    data: {
      title: `Servers of team ${team.name}`,
      count: sayCount(servers.length, page, pages),
      servers: shown.map((server) => toRow(server, clouds.get(server.cloudId))),
      hint: sayHint(servers.length, page, pages),
    },
  });
}

function toRow(server: ServerRecord, cloud: CloudRecord | undefined): Readonly<Record<string, string>> {
  const { checkedAt, status } = server;
  return {
    name: server.name,
    status: sayStatus(server),
    address: toCardText(addressOf(server), NAME_LENGTH),
    cloud: toCardText(cloud?.name ?? "", NAME_LENGTH),
    spec: toCardText([server.size, server.region].filter((one) => one !== "").join(", "), NAME_LENGTH),
    checked:
      checkedAt === undefined || !["online", "offline", "deploying"].includes(status)
        ? ""
        : toCardTime(checkedAt),
    error: sayError(server),
  };
}

function sayCount(all: number, page: number, pages: number): string {
  if (all === 0) return "None yet";
  const many = all === 1 ? "1 server" : `${String(all)} servers`;
  return pages === 1 ? many : `${many} · page ${String(page)} of ${String(pages)}`;
}

function sayHint(all: number, page: number, pages: number): string {
  if (all === 0) return "Say **server create** to make some.";
  const more = page < pages ? `Say **server list ${String(page + 1)}** for more. ` : "";
  return `${more}Say for example **server show web-1** for all that is known of one.`;
}
