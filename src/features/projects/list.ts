import type { ProjectRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getTeam } from "./find.ts";
import { sayRef, sayRepository } from "./words.ts";

const MOST_READ = 500;
const PAGE = 15;
const NAME_LENGTH = 60;

/** `project list [page]` */
export async function listProjects(turn: Turn<{ readonly page: number }>, deps: Deps): Promise<Reply> {
  const { page } = turn.args;
  const team = getTeam(turn.actor);
  const projects = await deps.store.read((reads) => reads.projects.listByTeam(team.id, { limit: MOST_READ }));
  const pages = Math.max(1, Math.ceil(projects.length / PAGE));
  if (page > pages) throw faults.PROJECT_PAGE_UNKNOWN({ given: String(page), pages });
  const sorted = projects.toSorted((one, other) => one.name.localeCompare(other.name));
  return reply.toAsker({
    card: "projects/list",
    data: {
      title: `Projects of team ${team.name}`,
      count: sayCount(projects.length, page, pages),
      projects: sorted.slice((page - 1) * PAGE, page * PAGE).map(toRow),
      hint: sayHint(projects.length, page, pages),
    },
    summary: toLine(`Projects of team ${turn.actor.team?.name ?? ""}: ${String(projects.length)}`, 200),
  });
}

function toRow(project: ProjectRecord): Readonly<Record<string, string>> {
  const { name, acquire, lock } = project;
  return {
    name: toCardText(name, NAME_LENGTH),
    repository: sayRepository(project),
    how: `${sayRef(project)} · ${acquire === "none" ? "script only" : acquire}`,
    lock:
      lock === undefined ? "" : `🔒 Locked${lock.reason === "" ? "" : `: ${toCardText(lock.reason, 120)}`}`,
  };
}

function sayCount(all: number, page: number, pages: number): string {
  if (all === 0) return "None yet";
  const few = all === 1 ? "1 project" : `${String(all)} projects`;
  const many = all >= MOST_READ ? `The first ${String(MOST_READ)} projects` : few;
  return pages === 1 ? many : `${many} · page ${String(page)} of ${String(pages)}`;
}

function sayHint(all: number, page: number, pages: number): string {
  if (all === 0) return "Say **project create** to make one of a repository.";
  const more = page < pages ? `Say **project list ${String(page + 1)}** for more. ` : "";
  return `${more}Say for example **project show shop** for all that is known of one.`;
}
