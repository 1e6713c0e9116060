import type { ProjectRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent, Message } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, TurnContext } from "../../core/turn.ts";
import type { Deps, Inspected } from "./deps.ts";
import { readEntries, type Entries, type NewProject } from "./entries.ts";
import { getServers, getTeam, listServers } from "./find.ts";
import { showAgain } from "./form.ts";
import { recordProject } from "./history.ts";
import { sayRef, sayRepository, sayScript, sayServers, sayWay } from "./words.ts";

interface Kept {
  readonly project: ProjectRecord;
  readonly servers: readonly { readonly name: string }[];
}

/**
 * The form was sent: the repository is asked first, and only what can be read is kept. Then follows what deploying it would
 * do. Run again after a crash it finds the project that it made.
 */
export async function createProject(turn: ActionTurn<Entries>, deps: Deps): Promise<Reply> {
  let read: NewProject;
  let inspected: Inspected;
  try {
    read = readEntries(turn.data);
    await requireServers(turn, deps);
    inspected = await deps.inspect(turn, { typed: turn.data.repository.trim(), ref: read.defaultRef });
    const kept = await deps.store.transaction((tx) => keepProject(tx, turn, { read, inspected }, deps));
    return await answer(turn, kept, inspected, deps);
  } catch (error) {
    if (!(error instanceof Fault) || isFault(error, "PROJECT_SERVERS_NONE")) throw error;
    return showAgain(turn, turn.data, error, deps);
  }
}

/** Those of another team, or that are gone by now, are no choice. Throws PROJECT_SERVERS_UNCHOSEN. */
async function requireServers(turn: ActionTurn<Entries>, { store }: Deps): Promise<void> {
  await store.read((reads) => chosenServers(turn, reads));
}

async function chosenServers(
  { data, actor }: ActionTurn<Entries>,
  reads: Parameters<typeof listServers>[1],
): ReturnType<typeof getServers> {
  const byId = new Map((await listServers(actor, reads)).map(({ id, name }) => [id, name]));
  const names = data.servers.split(",").flatMap((id) => byId.get(id.trim()) ?? []);
  return getServers(names, actor, reads);
}

async function keepProject(
  tx: Transaction,
  turn: ActionTurn<Entries>,
  { read, inspected }: { readonly read: NewProject; readonly inspected: Inspected },
  deps: Deps,
): Promise<Kept> {
  const team = getTeam(turn.actor);
  const servers = await chosenServers(turn, tx);
  const { url: repositoryUrl, vcs, ghRepoId } = inspected;
  const fresh = { teamId: team.id, vcs, repositoryUrl, ghRepoId, hooks: {}, settings: {} };
  const project = await tx.projects.create({ ...read, ...fresh });
  if (project === undefined) {
    const known = await findOwn(tx, turn, team.id, read.name);
    if (known !== undefined) return { project: known, servers };
    throw faults.PROJECT_NAME_TAKEN({ name: escapeMarkdown(read.name), team: team.name });
  }
  await tx.projects.setServers(
    project.id,
    servers.map(({ id }) => id),
  );
  const data = { servers: servers.map(({ name }) => name), acquire: project.acquire };
  await recordProject(tx, turn, project, { verb: "created", data });
  await deps.copy(tx, project);
  return { project, servers };
}

/** The one that this very turn made before it was cut off. */
async function findOwn(
  tx: Transaction,
  { jobId }: TurnContext,
  teamId: string,
  name: string,
): Promise<ProjectRecord | undefined> {
  const there = await tx.projects.findByName(teamId, name);
  const events = there === undefined ? [] : await tx.events.listByEntity("project", there.id, { limit: 50 });
  const isOwn = events.some(({ verb, correlationId }) => verb === "created" && correlationId === jobId);
  return isOwn ? there : undefined;
}

/** What was made, and what deploying it would do; where that can't be said, why. */
async function answer(turn: TurnContext, kept: Kept, inspected: Inspected, deps: Deps): Promise<Reply> {
  const created = createdCard(kept, inspected);
  const next = await planOf(turn, kept.project, deps);
  if (next.kind === "recorded") return next;
  return { kind: "messages", audience: "everyone", messages: [created, ...messagesOf(next)] };
}

async function planOf(turn: TurnContext, project: ProjectRecord, deps: Deps): Promise<Reply> {
  try {
    return await deps.deployProject(turn, project);
  } catch (error) {
    if (error instanceof Fault) return reply.failure(error);
    throw error;
  }
}

function messagesOf(next: Reply): readonly Message[] {
  switch (next.kind) {
    case "messages":
      return next.messages;
    case "replace-card":
    case "dialog":
      return [next.content];
    case "failure":
      return [{ text: next.fault.sentence }];
    case "pending":
      return [next.message];
    case "recorded":
      return [];
  }
}

function createdCard({ project, servers }: Kept, inspected: Inspected): CardContent {
  const { name, directory, acquire } = project;
  const ref = inspected.head === "" || project.defaultRef !== "" ? sayRef(project) : inspected.head;
  return {
    card: "projects/created",
    data: {
      title: `✅ Project ${toCardText(name, 60)}`,
      repository: sayRepository(project),
      way: sayWay(inspected, acquire),
      facts: [
        { title: "Ref", value: toCardText(ref, 60) },
        {
          title: "Files",
          value: acquire === "none" ? "None" : `By ${acquire}, in ${toCardText(directory, 200)}`,
        },
        { title: "Servers", value: sayServers(servers) },
        { title: "Script", value: sayScript(project) },
      ],
      hint: `Say **project show ${toCardText(name, 60)}** for all of it.`,
    },
    summary: toLine(`Project ${name} is created`, 200),
  };
}
