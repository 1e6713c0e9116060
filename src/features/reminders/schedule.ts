import type { Reads, ScheduleRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { fromStored, printFilters } from "./filters.ts";
import { printDays, type WallRule } from "./wall-time.ts";
import { toShown } from "./words.ts";

export function toRule({
  days,
  timeOfDay,
  zone,
}: Pick<ScheduleRecord, "days" | "timeOfDay" | "zone">): WallRule {
  return { days: days.split(",").map(Number), timeOfDay, zone };
}

/** `weekdays at 09:30 (Europe/Berlin)` */
export function printRule(rule: WallRule): string {
  return `${printDays(rule.days)} at ${rule.timeOfDay} (${escapeMarkdown(rule.zone)})`;
}

/** What one would say to have it: `schedule reviews octo/hello mon,fri 09:30 Europe/Berlin -label:wip`. */
export function toCommand(schedule: ScheduleRecord): string {
  const { ghArtifactName, timeOfDay, zone } = schedule;
  const days = printDays(toRule(schedule).days).toLowerCase().replaceAll(" ", "");
  const filters = printFilters(fromStored(schedule.filters));
  return ["schedule reviews", ghArtifactName, days, timeOfDay, zone, filters].join(" ").trim();
}

/** The conversation's schedule of this number, or the only one of this repository or owner. Throws REMINDER_MISSING, REMINDER_AMBIGUOUS. */
export async function getSchedule(
  turn: TurnContext,
  given: string,
  reads: Pick<Reads, "schedules">,
  { parseTarget }: Pick<Deps, "parseTarget">,
): Promise<ScheduleRecord> {
  const all = await reads.schedules.listForConversation(turn.place.conversationId);
  const number = /^#?(\d{1,6})$/.exec(given)?.[1];
  const wanted = number === undefined ? toName(given, parseTarget) : "";
  const found = all.filter((one) =>
    number === undefined ? one.ghArtifactName.toLowerCase() === wanted : one.number === Number(number),
  );
  const [first, ...more] = found;
  if (first === undefined) throw faults.REMINDER_MISSING({ given: toShown(given) });
  if (more.length === 0) return first;
  const numbers = found.map((one) => one.number).join(", ");
  throw faults.REMINDER_AMBIGUOUS({ name: escapeMarkdown(first.ghArtifactName), numbers });
}

function toName(given: string, parseTarget: Deps["parseTarget"]): string {
  const target = parseTarget(given);
  return (target.kind === "owner" ? target.owner : `${target.owner}/${target.name}`).toLowerCase();
}

interface Change {
  readonly verb: string;
  readonly fromState?: string;
  readonly toState?: string;
  readonly data?: JsonObject;
}

/** What somebody did to a schedule. */
export async function recordChange(
  tx: Transaction,
  turn: TurnContext,
  schedule: ScheduleRecord,
  change: Change,
): Promise<void> {
  const { tenantId, teamId } = turn.place.reference;
  await tx.events.record({
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId,
    teamId,
    entityType: "schedule",
    entityId: schedule.id,
    correlationId: turn.jobId,
    ...change,
  });
}

/** What became of a schedule by itself. */
export async function recordFate(
  tx: Pick<Transaction, "events" | "conversations">,
  schedule: ScheduleRecord,
  change: Change & { readonly correlationId?: string },
): Promise<void> {
  const conversation = await tx.conversations.find(schedule.conversationId);
  await tx.events.record({
    actorType: "component",
    actorId: "reminders",
    tenantId: conversation?.tenantId ?? "",
    teamId: conversation?.teamId ?? "",
    entityType: "schedule",
    entityId: schedule.id,
    ...change,
  });
}
