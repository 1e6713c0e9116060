import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import type { CardContent } from "../../core/message.ts";
import type { ProjectRecord } from "../../adapters/store/contract/index.ts";
import { withoutInvisible } from "../../core/markdown.ts";
import { shorten, toCardText } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { readScript } from "./entries.ts";
import { getProject, getProjectById, getTeam } from "./find.ts";
import { recordProject } from "./history.ts";

const MOST_LINES = 40;
const LONGEST_LINE = 160;

/** A project as a button or form names it, at the version that somebody saw. */
export interface Seen {
  readonly project: string;
  readonly version: number;
}

/** `project script <project>`: the script, and a button to change it. */
export async function showScript(turn: Turn<{ readonly project: string }>, deps: Deps): Promise<Reply> {
  const project = await deps.store.read((reads) => getProject(turn.args.project, turn.actor, reads));
  const title = `Script of project ${toCardText(project.name, 60)}`;
  const all = project.script.split("\n").slice(0, -1);
  const lines = all.slice(0, MOST_LINES).map((line) => ({ text: toShownLine(line) }));
  const left = all.length - lines.length;
  const more = left === 0 ? "" : `and ${String(left)} more ${left === 1 ? "line" : "lines"}`;
  return reply.toAsker({
    card: "projects/script",
    data: { title, lines, more, project: project.id },
    summary: title,
  });
}

/** The button: the script in a form of its own. */
export async function openScript(turn: ActionTurn<{ readonly project: string }>, deps: Deps): Promise<Reply> {
  const project = await deps.store.read((reads) => getProjectById(turn.data.project, turn.actor, reads));
  const content = scriptForm(project, { script: project.script, version: project.version, note: "" });
  return reply.dialog(content.summary, content);
}

/** The form was sent. What somebody else changed in between is not written over. */
export async function saveScript(
  turn: ActionTurn<Seen & { readonly script: string }>,
  deps: Deps,
): Promise<Reply> {
  const { project: id, version } = turn.data;
  const seen = await deps.store.read((reads) => getProjectById(id, turn.actor, reads));
  try {
    const script = readScript(turn.data.script);
    return await deps.store.transaction(async (tx) => {
      const project = await getProjectById(id, turn.actor, tx);
      const of = `project **${toCardText(project.name, 60)}** of team **${getTeam(turn.actor).name}**`;
      if (script === project.script)
        return await deps.record(tx, turn, reply.text(`That is the script of ${of} already.`));
      if (!(await tx.projects.update(id, version, { script }))) throw faults.PROJECT_CHANGED();
      await recordProject(tx, turn, project, { verb: "updated", data: { changed: ["script"] } });
      const next = "It runs from the next deployment on.";
      return await deps.record(tx, turn, reply.text(`✅ Changed the script of ${of}. ${next}`));
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const note = `⚠️ ${error.sentence.replace(/`/g, '"')}`;
    const content = scriptForm(seen, { script: turn.data.script, version, note });
    return reply.dialog(content.summary, content);
  }
}

/** As it stands there; a line without text would take no room. */
function toShownLine(line: string): string {
  return line.trim() === "" ? "\u00a0" : shorten(withoutInvisible(line), LONGEST_LINE);
}

function scriptForm(
  { id, name }: ProjectRecord,
  shown: { readonly script: string; readonly version: number; readonly note: string },
): CardContent {
  const title = `Script of project ${toCardText(name, 60)}`;
  return { card: "projects/script-form", data: { title, project: id, ...shown }, summary: title };
}
