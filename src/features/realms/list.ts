import { toCardTime } from "../../core/card-time.ts";
import { faults } from "../../core/errors.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { isAsked, sayRealmStatus } from "../../core/realm-status.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getTeam, place, type Placed } from "./find.ts";
import { sayAddress } from "./words.ts";

const MOST_READ = 500;
const PAGE = 15;
const NAME_LENGTH = 60;

/** `realm list [page]`: what runs on the team's servers, and how it is. */
export async function listRealms(turn: Turn<{ readonly page: number }>, deps: Deps): Promise<Reply> {
  const { page } = turn.args;
  const team = getTeam(turn.actor);
  const realms = await deps.store.read(async (reads) =>
    place(await reads.realms.listByTeam(team.id, { limit: MOST_READ }), reads),
  );
  const pages = Math.max(1, Math.ceil(realms.length / PAGE));
  if (page > pages) throw faults.REALM_PAGE_UNKNOWN({ given: String(page), pages });
  const shown = [...realms].sort(byName).slice((page - 1) * PAGE, page * PAGE);
  const title = `Realms of team ${team.name}`;
  return reply.toAsker({
    card: "realms/list",
    data: {
      title,
      count: sayCount(realms.length, page, pages),
      realms: shown.map(toRow),
      hint: sayHint(realms.length, page, pages),
    },
    summary: toLine(`Realms of team ${turn.actor.team?.name ?? ""}: ${String(realms.length)}`, 200),
  });
}

function byName(one: Placed, other: Placed): number {
  const names = one.realm.name.localeCompare(other.realm.name);
  return names === 0 ? one.server.name.localeCompare(other.server.name) : names;
}

function toRow({ realm, server }: Placed): Readonly<Record<string, string>> {
  return {
    name: toCardText(realm.name, NAME_LENGTH),
    server: toCardText(server.name, NAME_LENGTH),
    status: sayRealmStatus(realm, server),
    since: isAsked(realm, server) ? toCardTime(realm.statusSince) : "",
    link: sayAddress(realm),
    note: realm.leftOutBy === "" ? "" : "The last deployment no longer tells of it",
  };
}

function sayCount(all: number, page: number, pages: number): string {
  if (all === 0) return "None yet";
  const many =
    all >= MOST_READ
      ? `The first ${String(MOST_READ)} realms`
      : all === 1
        ? "1 realm"
        : `${String(all)} realms`;
  return pages === 1 ? many : `${many} · page ${String(page)} of ${String(pages)}`;
}

function sayHint(all: number, page: number, pages: number): string {
  if (all === 0)
    return "A deployment's script tells of them, or say for example **realm add web on web-1 https://web.example.com**.";
  const more = page < pages ? `Say **realm list ${String(page + 1)}** for more. ` : "";
  return `${more}Say for example **realm show web** for all that is known of one.`;
}
