import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { createProject } from "./create.ts";
import type { ProjectDeps } from "./deps.ts";
import { entriesSchema } from "./entries.ts";
import { openForm } from "./form.ts";
import { openScript, saveScript } from "./script.ts";
import { openSettings, saveSettings, settingsData } from "./settings.ts";

const which = z.object({ project: z.string().max(40) });
const offered = z.object({
  name: z.string().max(200).default(""),
  repository: z.string().max(500).default(""),
});
const script = z.object({
  project: z.string().max(40),
  version: z.coerce.number(),
  script: z.string().max(60_000).default(""),
});

export const projectActions: readonly ActionSpec<ProjectDeps>[] = [
  defineAction({
    verb: "project.form",
    summary: "Create a project",
    data: offered,
    needs: { permission: "project.create" },
    run: (turn, { projects }: ProjectDeps) => openForm(turn, turn.data, projects),
  }),
  defineAction({
    verb: "project.create",
    summary: "Create a project",
    data: entriesSchema,
    needs: { permission: "project.create" },
    run: (turn, { projects }: ProjectDeps) => createProject(turn, projects),
  }),
  defineAction({
    verb: "project.script.open",
    summary: "Change a project's script",
    data: which,
    needs: { permission: "project.update" },
    run: (turn, { projects }: ProjectDeps) => openScript(turn, projects),
  }),
  defineAction({
    verb: "project.script.save",
    summary: "Change a project's script",
    data: script,
    needs: { permission: "project.update" },
    run: (turn, { projects }: ProjectDeps) => saveScript(turn, projects),
  }),
  defineAction({
    verb: "project.settings.open",
    summary: "Change a project's settings",
    data: which,
    needs: { permission: "project.update" },
    run: (turn, { projects }: ProjectDeps) => openSettings(turn, projects),
  }),
  defineAction({
    verb: "project.settings.save",
    summary: "Change a project's settings",
    data: settingsData,
    needs: { permission: "project.update" },
    run: (turn, { projects }: ProjectDeps) => saveSettings(turn, projects),
  }),
];
