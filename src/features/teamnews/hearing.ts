import { z } from "zod";
import type { NotificationRecord, Reads } from "../../adapters/store/contract/index.ts";

/** What is kept with a notification of a team's. */
export const Kept = z.object({
  /** users.id of who asked for it. */
  by: z.string(),
  teamId: z.string(),
  /** `''` where it is about the whole team. */
  projectId: z.string().default(""),
});
export type Kept = z.infer<typeof Kept>;

/** Undefined for one that another version wrote. */
export function readKept({ settings }: Pick<NotificationRecord, "settings">): Kept | undefined {
  return Kept.safeParse(settings).data;
}

/**
 * Is a conversation told of a team's news? `elsewhere`: it works in another team; `left`: it works in none, and whoever asked for
 * it is in the team no longer; `gone`: the team is deleted. Nothing is lost by any of them: with the reason the silence ends.
 */
export type Hearing = "told" | "elsewhere" | "left" | "gone";

export type FindHearing = (kept: Kept, conversation: { readonly ploystTeamId: string }) => Promise<Hearing>;

type HearingReads = Pick<Reads, "teams" | "teamMembers">;

/** Finds it out for several conversations, and asks for each team and each person once. */
export function hearingsBy(reads: HearingReads): FindHearing {
  const isLive = once(async (teamId: string) => {
    const team = await reads.teams.find(teamId);
    return team !== undefined && team.deletedAt === undefined;
  });
  const isIn = once(async (key: string) => {
    const [teamId = "", userId = ""] = key.split("/");
    return (await reads.teamMembers.findByUser(teamId, userId))?.state === "active";
  });
  return async ({ teamId, by }, { ploystTeamId }) => {
    if (!(await isLive(teamId))) return "gone";
    if (ploystTeamId === teamId) return "told";
    // A team that was deleted links nothing.
    if (ploystTeamId !== "" && (await isLive(ploystTeamId))) return "elsewhere";
    return (await isIn(`${teamId}/${by}`)) ? "told" : "left";
  };
}

/** The same for one. */
export function findHearing(
  kept: Kept,
  conversation: { readonly ploystTeamId: string },
  reads: HearingReads,
): Promise<Hearing> {
  return hearingsBy(reads)(kept, conversation);
}

function once<T>(find: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, T>();
  return async (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = await find(key);
    known.set(key, found);
    return found;
  };
}
