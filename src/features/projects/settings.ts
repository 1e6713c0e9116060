import { z } from "zod";
import type { ProjectChange, ProjectRecord } from "../../adapters/store/contract/index.ts";
import { MINUTE, SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText } from "../../core/plain-text.ts";
import {
  PROJECT_SETTING_LIMITS,
  projectSettingsSchema,
  toProjectSettings,
  type ProjectSettings,
} from "../../core/project-settings.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { refuseActive } from "./active.ts";
import { readDirectory } from "./entries.ts";
import { getProject, getProjectById, getTeam } from "./find.ts";
import { recordProject } from "./history.ts";
import { saySettings } from "./settings-words.ts";
import { ACQUIRES, sayRef } from "./words.ts";

const SECONDS_OF_MINUTE = MINUTE / SECOND;
const text = z.string().max(6_000).default("");

/** What the form sends; numbers as they were typed, times in minutes. */
export const settingsData = z.object({
  project: z.string().max(40),
  version: z.coerce.number(),
  ref: text,
  acquire: z.enum(["archive", "clone", "none"]),
  directory: text,
  approvals: text,
  checks: text,
  timeout: text,
  inactivity: text,
  releases: text,
});
export type SettingsData = z.infer<typeof settingsData>;

/** `project settings <project>`: how it is deployed, and a button to change that. */
export async function showSettings(turn: Turn<{ readonly project: string }>, deps: Deps): Promise<Reply> {
  const project = await deps.store.read((reads) => getProject(turn.args.project, turn.actor, reads));
  const title = `Settings of project ${toCardText(project.name, 60)}`;
  const facts = [
    { title: "Ref", value: sayRef(project) },
    { title: "Files", value: project.acquire === "none" ? "None" : `By ${project.acquire}` },
    { title: "Directory", value: toCardText(project.directory, 200) },
    ...saySettings(toProjectSettings(project.settings)),
  ];
  return reply.toAsker({
    card: "projects/settings",
    data: { title, facts, project: project.id },
    summary: title,
  });
}

/** The button: a form with what counts now. */
export async function openSettings(
  turn: ActionTurn<{ readonly project: string }>,
  deps: Deps,
): Promise<Reply> {
  const project = await deps.store.read((reads) => getProjectById(turn.data.project, turn.actor, reads));
  const content = settingsForm(project, toData(project), "");
  return reply.dialog(content.summary, content);
}

/** The form was sent. A ref that is new is asked for at the repository before it counts. */
export async function saveSettings(turn: ActionTurn<SettingsData>, deps: Deps): Promise<Reply> {
  const seen = await deps.store.read((reads) => getProjectById(turn.data.project, turn.actor, reads));
  try {
    const change = toChange(turn.data, seen);
    const ref = change.defaultRef ?? "";
    if (ref !== "" && ref !== seen.defaultRef) await deps.inspect(turn, { typed: seen.repositoryUrl, ref });
    return await keepChange(turn, change, deps);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const content = settingsForm(seen, turn.data, `⚠️ ${error.sentence.replace(/`/g, '"')}`);
    return reply.dialog(content.summary, content);
  }
}

function keepChange(turn: ActionTurn<SettingsData>, change: ProjectChange, deps: Deps): Promise<Reply> {
  const { project: id, version } = turn.data;
  return deps.store.transaction(async (tx) => {
    const project = await getProjectById(id, turn.actor, tx);
    const of = `project **${toCardText(project.name, 60)}** of team **${getTeam(turn.actor).name}**`;
    const changed = listChanged(project, change);
    if (changed.length === 0) return deps.record(tx, turn, reply.text(`That is how ${of} is set already.`));
    if (!(await tx.projects.update(id, version, change))) throw faults.PROJECT_CHANGED();
    // After the change, which whoever begins a deployment waits for: of the two the later one sees the other.
    if (changed.some((one) => PLANNED.has(one))) await refuseActive(project, tx);
    await recordProject(tx, turn, project, { verb: "updated", data: { changed: [...changed] } });
    return deps.record(tx, turn, reply.text(`✅ Changed ${changed.join(", ")} of ${of}.`));
  });
}

/** What a deployment that was agreed to reads again on every server. */
const PLANNED: ReadonlySet<string> = new Set(["acquire", "directory"]);

function listChanged(project: ProjectRecord, change: ProjectChange): readonly string[] {
  const before = toData(project);
  const after = toData({ ...project, ...change });
  const names = [
    "ref",
    "acquire",
    "directory",
    "approvals",
    "checks",
    "timeout",
    "inactivity",
    "releases",
  ] as const;
  return names.filter((name) => before[name] !== after[name]);
}

function toChange(data: SettingsData, { name, settings }: ProjectRecord): ProjectChange {
  const read: ProjectSettings = {
    approvals: readNumber(data.approvals, "approvals", "Approvals"),
    requiredChecks: readChecks(data.checks),
    timeoutSeconds: readNumber(data.timeout, "timeoutSeconds", "The time in minutes", SECONDS_OF_MINUTE),
    inactivitySeconds: readNumber(
      data.inactivity,
      "inactivitySeconds",
      "The silence in minutes",
      SECONDS_OF_MINUTE,
    ),
    keepReleases: readNumber(data.releases, "keepReleases", "The number of releases"),
  };
  return {
    defaultRef: data.ref.trim(),
    acquire: data.acquire,
    directory: readDirectory(data.directory, name),
    // What a later version keeps beside them stays.
    settings: { ...settings, ...read, requiredChecks: [...read.requiredChecks] },
  };
}

/** Of a time in minutes the limits are said in minutes, too. */
function readNumber(
  typed: string,
  name: "approvals" | "timeoutSeconds" | "inactivitySeconds" | "keepReleases",
  label: string,
  unit = 1,
): number {
  const value = Number(typed.trim().replace(",", ".")) * unit;
  const read = typed.trim() === "" ? undefined : projectSettingsSchema.shape[name].safeParse(value).data;
  const { least, most } = PROJECT_SETTING_LIMITS[name];
  if (read !== undefined) return read;
  throw faults.PROJECT_SETTING_INVALID({
    label,
    least: Math.ceil(least / unit),
    most: Math.floor(most / unit),
  });
}

function readChecks(typed: string): readonly string[] {
  const names = typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const read = projectSettingsSchema.shape.requiredChecks.safeParse(names).data;
  if (read === undefined)
    throw faults.PROJECT_CHECKS_INVALID({ most: PROJECT_SETTING_LIMITS.requiredChecks.most });
  return read;
}

function toData(project: Omit<ProjectRecord, "hooks">): SettingsData {
  const { id, version, defaultRef, acquire, directory } = project;
  const settings = toProjectSettings(project.settings);
  return {
    ...{ project: id, version, ref: defaultRef, acquire, directory },
    approvals: String(settings.approvals),
    checks: settings.requiredChecks.join("\n"),
    timeout: String(settings.timeoutSeconds / SECONDS_OF_MINUTE),
    inactivity: String(settings.inactivitySeconds / SECONDS_OF_MINUTE),
    releases: String(settings.keepReleases),
  };
}

function settingsForm({ name }: ProjectRecord, data: SettingsData, note: string): CardContent {
  const title = `Settings of project ${toCardText(name, 60)}`;
  const acquires = ACQUIRES.map((one) => ({ ...one }));
  return { card: "projects/settings-form", data: { title, note, acquires, ...data }, summary: title };
}
