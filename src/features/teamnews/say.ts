import type { NotificationRecord, Reads } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { findHearing, readKept, type Hearing } from "./hearing.ts";

const SILENT: Readonly<Record<Exclude<Hearing, "told">, string>> = {
  elsewhere: "silent: this conversation works in another team",
  left: "silent: whoever asked for it is no longer in the team",
  gone: "silent: the team is deleted",
};

/** "deployments of shop of team Platform"; plain text. */
export function sayTopic(source: string, team: string, project?: string): string {
  const what = project === undefined ? source : `${source} of project ${project}`;
  return team === "" ? what : `${what} of team ${team}`;
}

/** How rows of teams are read in a list of everything that a conversation is told of. */
export const teamNotifySource = {
  names: ["servers", "deployments", "realms"],
  say: async (row: NotificationRecord, reads: Reads): Promise<string> => {
    const kept = readKept(row);
    const team = await reads.teams.find(kept?.teamId ?? "");
    const projectId = kept?.projectId ?? "";
    const project = projectId === "" ? undefined : await reads.projects.find(projectId);
    const what = escapeMarkdown(sayTopic(row.source, team?.name ?? "", project?.name));
    const conversation = await reads.conversations.find(row.conversationId);
    if (kept === undefined || conversation === undefined) return what;
    const hearing = await findHearing(kept, conversation, reads);
    return hearing === "told" ? what : `${what} (${SILENT[hearing]})`;
  },
} as const;
