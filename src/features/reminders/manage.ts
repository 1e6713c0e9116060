import type { ScheduleRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { fromStored, printFilters } from "./filters.ts";
import { findArtifact } from "./reach.ts";
import { getSchedule, printRule, recordChange, toCommand, toRule } from "./schedule.ts";
import { nextRun, printMoment } from "./wall-time.ts";

/** `schedule list`: every reminder of the conversation, each with the number that the other commands take. */
export async function listReminders(turn: TurnContext, deps: Deps): Promise<Reply> {
  const { conversationId } = turn.place;
  const all = await deps.store.read((reads) => reads.schedules.listForConversation(conversationId));
  if (all.length === 0)
    return reply.text(
      "Nothing is scheduled here. Say for example `schedule reviews octo/hello weekdays 09:30 Europe/Berlin`.",
    );
  return reply.text(["Reminders here:", ...all.map(toLine)].join("\n\n"));
}

function toLine(schedule: ScheduleRecord): string {
  const words = printFilters(fromStored(schedule.filters));
  const filters = words === "" ? "" : `, ${escapeMarkdown(words)}`;
  const name = escapeMarkdown(schedule.ghArtifactName);
  return `**${String(schedule.number)}** · reviews of ${name}, ${printRule(toRule(schedule))}${filters} · ${toFate(schedule)}`;
}

function toFate({ state, stateReason, nextRunAt, warnedAt, zone }: ScheduleRecord): string {
  if (state === "paused") return "⏸️ paused";
  if (state === "stopped") return `⏹️ stopped: ${escapeMarkdown(stateReason)}`;
  const next = nextRunAt === undefined ? "soon" : printMoment(nextRunAt, zone);
  return warnedAt === undefined ? `next ${next}` : `⚠️ can't read GitHub at the moment; tries again ${next}`;
}

/** `schedule pause 1` */
export async function pauseReminder(turn: TurnContext, given: string, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const schedule = await getSchedule(turn, given, tx, deps);
    if (!(await tx.schedules.halt(schedule.id, "active", "paused", "")))
      throw faults.REMINDER_NOT_DONE({ number: schedule.number, state: schedule.state });
    await recordChange(tx, turn, schedule, { verb: "paused", fromState: "active", toState: "paused" });
    const number = String(schedule.number);
    const text = `⏸️ Paused reminder ${number} of ${escapeMarkdown(schedule.ghArtifactName)}. Say \`schedule resume ${number}\` to go on.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** `schedule resume 1`: goes on in the name of whoever says so, who must reach it. */
export async function resumeReminder(turn: TurnContext, given: string, deps: Deps): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const schedule = await deps.store.read((reads) => getSchedule(turn, given, reads, deps));
  const artifact = await deps.asConnected(github.id, (person) => findArtifact(schedule, person, deps));
  if (artifact === undefined)
    throw faults.REMINDER_UNREACHABLE({ name: escapeMarkdown(schedule.ghArtifactName) });
  const next = nextRun(toRule(schedule), deps.clock.now());
  return deps.store.transaction(async (tx) => {
    const takesOver = schedule.creatorId !== github.id;
    if (!(await goOn(tx, schedule, github.id, next)))
      throw faults.REMINDER_NOT_DONE({ number: schedule.number, state: "running" });
    await recordChange(tx, turn, schedule, { verb: "resumed", fromState: schedule.state, toState: "active" });
    const whose = takesOver ? " It reads GitHub as you from now on." : "";
    const text = `▶️ Reminder ${String(schedule.number)} of ${escapeMarkdown(artifact.name)} goes on. Next: ${printMoment(next, schedule.zone)}.${whose}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** One whose creator's sign-in ended runs still, in vain: that can be taken over too. */
async function goOn(
  tx: Transaction,
  schedule: ScheduleRecord,
  creatorId: string,
  next: Date,
): Promise<boolean> {
  if (schedule.state === "active" && schedule.warnedAt !== undefined)
    await tx.schedules.halt(schedule.id, "active", "paused", "");
  return tx.schedules.resume(schedule.id, creatorId, next);
}

/** `schedule remove 1` */
export async function removeReminder(turn: TurnContext, given: string, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const schedule = await getSchedule(turn, given, tx, deps);
    await tx.schedules.delete(schedule.id);
    const command = toCommand(schedule);
    await recordChange(tx, turn, schedule, {
      verb: "deleted",
      fromState: schedule.state,
      data: { command },
    });
    const text = `🗑️ Removed reminder ${String(schedule.number)}. To have it back: \`${command}\``;
    return deps.record(tx, turn, reply.text(text));
  });
}
