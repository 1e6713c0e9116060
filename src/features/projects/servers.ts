import { faults } from "../../core/errors.ts";
import { toCardText } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getProject, getServers, getTeam, listProjectServers } from "./find.ts";
import { recordProject } from "./history.ts";
import { sayServers } from "./words.ts";

type ServersTurn = Turn<{ readonly project: string; readonly servers: readonly string[] }>;

/** `project servers <project> <server,…>`: where it is deployed to, and in which order; replaces what was chosen before. */
export function setServers(turn: ServersTurn, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const project = await getProject(turn.args.project, turn.actor, tx);
    // Of two changes at once the later one sees the earlier one's.
    if (!(await tx.projects.hold(project.id))) throw faults.PROJECT_CHANGED();
    const servers = await getServers(turn.args.servers, turn.actor, tx);
    const before = await listProjectServers(project, tx);
    const of = `project **${toCardText(project.name, 60)}** of team **${getTeam(turn.actor).name}**`;
    const told = sayServers(servers);
    const ids = servers.map(({ id }) => id);
    if (ids.join() === before.map(({ id }) => id).join())
      return deps.record(tx, turn, reply.text(`The servers of ${of} are ${told} already.`));
    await tx.projects.setServers(project.id, ids);
    const data = { changed: ["servers"], servers: servers.map(({ name }) => name) };
    await recordProject(tx, turn, project, { verb: "updated", data });
    const gone = before.filter(({ id }) => !ids.includes(id));
    const stays = gone.length === 0 ? "" : ` What was deployed to ${sayServers(gone)} stays there as it is.`;
    return deps.record(tx, turn, reply.text(`✅ The servers of ${of} are ${told}, in this order.${stays}`));
  });
}
