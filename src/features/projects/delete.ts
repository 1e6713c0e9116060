import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { refuseActive } from "./active.ts";
import type { Deps } from "./deps.ts";
import { getProject, getTeam } from "./find.ts";
import { recordProject } from "./history.ts";

type NamedTurn = Turn<{ readonly project: string }>;

/** Says what stays where it is. Throws PROJECT_DEPLOYING. */
export async function askDelete(turn: NamedTurn, deps: Deps): Promise<ConfirmationRequest> {
  const project = await deps.store.read(async (reads) => {
    const found = await getProject(turn.args.project, turn.actor, reads);
    await refuseActive(found, reads);
    return found;
  });
  const name = escapeMarkdown(project.name);
  return {
    question: `Delete project **${name}** of team **${getTeam(turn.actor).name}**? On its servers nothing changes. Its settings, script and deployments are kept, and come back when you say "project restore ${name}".`,
    label: "Delete",
    target: { project: project.id },
  };
}

/** `project delete <project>`: soft. */
export function deleteProject(turn: NamedTurn, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const project = await getProject(turn.args.project, turn.actor, tx);
    // Between the question and this another one can have come by the name.
    if (turn.confirmed?.["project"] !== project.id) throw faults.PROJECT_CHANGED();
    // Nobody begins a deployment of it until the commit.
    if (!(await tx.projects.hold(project.id))) throw faults.PROJECT_CHANGED();
    await refuseActive(project, tx);
    if (!(await tx.projects.delete(project.id))) throw faults.PROJECT_CHANGED();
    await recordProject(tx, turn, project, { verb: "deleted" });
    const name = escapeMarkdown(project.name);
    const text = `✅ Project **${name}** is deleted. Say "project restore ${name}" to have it back.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** `project restore <name>`: the latest deleted one of that name. */
export function restoreProject(turn: NamedTurn, deps: Deps): Promise<Reply> {
  const team = getTeam(turn.actor);
  return deps.store.transaction(async (tx) => {
    const [project] = await tx.projects.listDeletedByName(team.id, turn.args.project);
    const given = escapeMarkdown(turn.args.project.slice(0, 60));
    if (project === undefined) throw faults.PROJECT_NOT_DELETED({ given, team: team.name });
    const outcome = await tx.projects.restore(project.id);
    if (outcome === "taken") throw faults.PROJECT_NAME_TAKEN({ name: given, team: team.name });
    if (outcome === "gone") throw faults.PROJECT_CHANGED();
    await recordProject(tx, turn, project, { verb: "restored" });
    const name = escapeMarkdown(project.name);
    return deps.record(
      tx,
      turn,
      reply.text(`✅ Project **${name}** is back. \`project show ${name}\` tells how it is.`),
    );
  });
}
