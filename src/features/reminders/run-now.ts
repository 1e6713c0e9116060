import { faults, isFault } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { ScheduleRecord } from "../../adapters/store/contract/index.ts";
import { toReviewsCard } from "./card.ts";
import type { Deps } from "./deps.ts";
import { lookForReviews, type Waiting } from "./look.ts";
import { getSchedule, recordChange } from "./schedule.ts";

/** `schedule run 1`: what the reminder would post, now, and an answer when that is nothing. */
export async function runNow(turn: TurnContext, given: string, deps: Deps): Promise<Reply> {
  const schedule = await deps.store.read((reads) => getSchedule(turn, given, reads, deps));
  const waiting = await look(schedule, deps);
  const card = toReviewsCard(schedule, waiting, deps);
  const answer: Reply =
    card === undefined
      ? reply.text(`Nothing waits for review in ${escapeMarkdown(waiting.artifact.name)}.`)
      : { kind: "messages", audience: "everyone", messages: [card] };
  return deps.store.transaction(async (tx) => {
    const data = { pulls: waiting.pulls.length };
    await recordChange(tx, turn, schedule, { verb: "run_by_hand", data });
    return deps.record(tx, turn, answer);
  });
}

/** The creator's troubles are told as theirs, not as the asker's. Throws REMINDER_SIGN_IN_GONE, REMINDER_UNREACHABLE. */
async function look(schedule: ScheduleRecord, deps: Deps): Promise<Waiting> {
  try {
    const waiting = await lookForReviews(schedule, deps);
    if (waiting !== undefined) return waiting;
  } catch (error) {
    if (!isFault(error, "SIGN_IN_AGAIN")) throw error;
    const creator = await deps.store.read((reads) => reads.githubUsers.find(schedule.creatorId));
    const login = escapeMarkdown(creator?.ghLogin ?? "ghost");
    throw faults.REMINDER_SIGN_IN_GONE({ login, number: schedule.number }, { cause: error });
  }
  throw faults.REMINDER_UNREACHABLE({ name: escapeMarkdown(schedule.ghArtifactName) });
}
