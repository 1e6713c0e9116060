import type { NotificationRecord, ProjectRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { NotifyEnd, NotifyTopic } from "../../core/notify.ts";
import { nearest } from "../../core/suggest.ts";
import type { TeamInForce } from "../../core/team.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { TeamNewsDeps } from "./deps.ts";
import { findHearing, readKept } from "./hearing.ts";
import { sayTopic } from "./say.ts";

export type Source = "servers" | "deployments" | "realms";

const MOST_ROWS = 500;
const MOST_SUGGESTED = 200;

/** What a conversation asks to be told of: of the team in force, or of one of its projects. Throws NOTIFY_PROJECT_UNKNOWN. */
export async function findTopic(
  source: Source,
  projectName: string | undefined,
  turn: TurnContext,
  { teamNews }: TeamNewsDeps,
): Promise<NotifyTopic> {
  const { team, userId } = turn.actor;
  if (team === undefined) throw new RangeError("a team's command without its team");
  return teamNews.store.read(async (reads) => {
    const project = projectName === undefined ? undefined : await getProject(projectName, team, reads);
    const sourceKey = project?.id ?? team.id;
    const row = await reads.notifications.find(turn.place.conversationId, source, sourceKey);
    const settings = { by: userId, teamId: team.id, projectId: project?.id ?? "" };
    return {
      ...{ source, sourceKey, settings, teamId: team.id },
      what: sayTopic(source, team.name, project?.name),
      note: team.isLinked ? "" : "It lasts as long as you are in the team.",
      // Who asked for the one that is here may have left the team since.
      takesOver: row !== undefined && !(await isTold(row, reads)),
    };
  });
}

async function isTold(row: NotificationRecord, reads: Reads): Promise<boolean> {
  const kept = readKept(row);
  const conversation = await reads.conversations.find(row.conversationId);
  if (kept === undefined || conversation === undefined) return false;
  return (await findHearing(kept, conversation, reads)) === "told";
}

async function getProject(name: string, team: TeamInForce, reads: Reads): Promise<ProjectRecord> {
  const found = await reads.projects.findByName(team.id, name);
  if (found !== undefined) return found;
  const projects = await reads.projects.listByTeam(team.id, { limit: MOST_SUGGESTED });
  const names = projects.map((project) => project.name);
  throw faults.NOTIFY_PROJECT_UNKNOWN({
    given: escapeMarkdown(name.slice(0, 60).toWellFormed()),
    team: escapeMarkdown(team.name),
    suggestion: nearest(name, names) ?? "",
  });
}

/**
 * What of the kind the conversation is told of now, whichever team's: whoever is in the conversation can end it, in the team or
 * not. A project is meant by its name as it is, or was.
 */
export async function findEnd(
  source: Source,
  projectName: string | undefined,
  { place }: TurnContext,
  { teamNews }: TeamNewsDeps,
): Promise<NotifyEnd> {
  return teamNews.store.read(async (reads) => {
    const all = await reads.notifications.listByConversation(place.conversationId, { limit: MOST_ROWS });
    const named: { readonly row: NotificationRecord; readonly teamId: string; readonly what: string }[] = [];
    for (const row of all.filter((one) => one.source === source)) {
      const kept = readKept(row);
      const project = await reads.projects.find(kept?.projectId ?? "");
      if (project?.name.toLowerCase() !== projectName?.toLowerCase()) continue;
      const team = await reads.teams.find(kept?.teamId ?? "");
      named.push({ row, teamId: team?.id ?? "", what: sayTopic(source, team?.name ?? "", project?.name) });
    }
    return {
      keys: named.map(({ row, teamId }) => ({ source, sourceKey: row.sourceKey, teamId })),
      what:
        named.length === 0
          ? sayTopic(source, "", projectName?.slice(0, 60).toWellFormed())
          : named.map(({ what }) => what).join(", "),
    };
  });
}
