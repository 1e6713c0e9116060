import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { newName, page, repository, serverNames, whichProject } from "./arguments.ts";
import { askDelete, deleteProject, restoreProject } from "./delete.ts";
import type { ProjectDeps } from "./deps.ts";
import { offerForm } from "./form.ts";
import { listProjects } from "./list.ts";
import { showScript } from "./script.ts";
import { setServers } from "./servers.ts";
import { showSettings } from "./settings.ts";
import { showProject } from "./show.ts";

const scopes = ["personal", "group", "channel"] as const;
const project = whichProject;

export const projectCommands: readonly CommandSpec<ProjectDeps>[] = [
  defineCommand({
    name: "project create",
    pattern: "project create :name :repository",
    args: { name: newName, repository },
    summary: "Make a project of a repository that is deployed to servers",
    examples: ["project create", "project create shop octo/shop"],
    details: [
      "A form asks for the repository, the servers and the script.",
      "The repository is looked at first: if it takes a key or token to read it, I say which, and whether the team has it.",
    ],
    scopes,
    needs: { permission: "project.create" },
    run: (turn, { projects }: ProjectDeps) => offerForm(turn, projects),
  }),
  defineCommand({
    name: "project list",
    pattern: "project list :page",
    args: { page },
    summary: "List the team's projects",
    examples: ["project list", "project list 2"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { projects }: ProjectDeps) => listProjects(turn, projects),
  }),
  defineCommand({
    name: "project show",
    pattern: "project show :project",
    args: { project },
    summary: "Show a project: its repository, servers, script and last deployments",
    examples: ["project show shop"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { projects }: ProjectDeps) => showProject(turn, projects),
  }),
  defineCommand({
    name: "project script",
    pattern: "project script :project",
    args: { project },
    summary: "Show or change the script that a deployment runs",
    examples: ["project script shop"],
    details: [
      "It is run by sh in the release's directory, with the environment of the team, cloud, server and project.",
      "Everybody in the team may read it, and whoever may change projects changes it: keep secrets in the environment.",
    ],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { projects }: ProjectDeps) => showScript(turn, projects),
  }),
  defineCommand({
    name: "project settings",
    pattern: "project settings :project",
    args: { project },
    summary: "Show or change how a project is deployed: ref, directory, approvals, checks, timeouts",
    examples: ["project settings shop"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { projects }: ProjectDeps) => showSettings(turn, projects),
  }),
  defineCommand({
    name: "project servers",
    pattern: "project servers :project :servers",
    args: { project, servers: serverNames },
    summary: "Say which servers a project is deployed to, and in which order",
    examples: ["project servers shop web-1,web-2"],
    details: [
      "Replaces those that were chosen before. A deployment stops at the first server where it fails.",
    ],
    scopes,
    needs: { permission: "project.update" },
    run: (turn, { projects }: ProjectDeps) => setServers(turn, projects),
  }),
  defineCommand({
    name: "project delete",
    pattern: "project delete :project",
    args: { project },
    summary: "Delete a project; it can be restored",
    examples: ["project delete shop"],
    details: ["Asks first. On the servers nothing changes. Not while a deployment of it is under way."],
    scopes,
    needs: { permission: "project.update" },
    confirm: (turn, { projects }: ProjectDeps) => askDelete(turn, projects),
    run: (turn, { projects }: ProjectDeps) => deleteProject(turn, projects),
  }),
  defineCommand({
    name: "project restore",
    pattern: "project restore :project",
    args: { project },
    summary: "Bring a deleted project back",
    examples: ["project restore shop"],
    scopes,
    needs: { permission: "project.update" },
    run: (turn, { projects }: ProjectDeps) => restoreProject(turn, projects),
  }),
];
