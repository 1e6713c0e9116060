import type { ScheduleRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { fromStored, printFilters, toStored, type ReminderFilters } from "./filters.ts";
import { reach, type Artifact } from "./reach.ts";
import { printRule, recordChange } from "./schedule.ts";
import { nextRun, printMoment, type WallRule } from "./wall-time.ts";

export interface Wanted {
  readonly target: string;
  readonly days: readonly number[];
  readonly timeOfDay: string;
  /** Absent: the one that was named here last, or UTC. */
  readonly zone?: string;
  readonly filters: ReminderFilters;
}

const MOST_SCHEDULES = 25;
const DEFAULT_ZONE = "UTC";

/** Says in a reply what was made: as text to a command, as a card to a form. */
export type Present = (text: string) => Reply;

/**
 * Makes a reminder that reads GitHub as whoever makes it. GitHub is asked first, then everything is written at once.
 * Throws REMINDER_UNREACHABLE, REMINDER_EXISTS, REMINDERS_MANY and what names and GitHub's calls throw.
 */
export async function createReminder(
  turn: TurnContext,
  wanted: Wanted,
  present: Present,
  deps: Deps,
): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const target = deps.parseTarget(wanted.target);
  const artifact = await deps.asConnected(github.id, async (person) => {
    await checkReviewer(wanted.filters.reviewer, (login) => person.findAccount(login));
    return reach(target, person, deps);
  });
  return deps.store.transaction(async (tx) => {
    const here = await tx.schedules.listForConversation(turn.place.conversationId);
    const zone = wanted.zone ?? here.at(-1)?.zone ?? DEFAULT_ZONE;
    const rule: WallRule = { days: wanted.days, timeOfDay: wanted.timeOfDay, zone };
    checkRoom(here, { ...wanted, zone }, artifact);
    const made = await create(tx, turn, rule, { artifact, github, filters: wanted.filters }, deps);
    const zoneHint = wanted.zone === undefined ? toZoneHint(zone, here.length > 0) : "";
    return deps.record(
      tx,
      turn,
      present(describe(made, rule, wanted.filters, deps.nameLogin(github.ghLogin)) + zoneHint),
    );
  });
}

/** A misspelt login would find nothing, for ever and in silence. */
async function checkReviewer(name: string, find: (login: string) => Promise<unknown>): Promise<void> {
  if (name === "" || name.includes("/")) return;
  if ((await find(name)) === undefined) throw faults.GITHUB_ACCOUNT_MISSING({ owner: escapeMarkdown(name) });
}

function checkRoom(
  here: readonly ScheduleRecord[],
  wanted: Wanted & { readonly zone: string },
  artifact: Artifact,
): void {
  const filters = JSON.stringify(toStored(wanted.filters));
  const same = here.find(
    (one) =>
      one.ghArtifactId === artifact.id &&
      one.ghArtifactType === artifact.type &&
      one.days === wanted.days.join(",") &&
      one.timeOfDay === wanted.timeOfDay &&
      one.zone === wanted.zone &&
      JSON.stringify(toStored(fromStored(one.filters))) === filters,
  );
  if (same !== undefined) throw faults.REMINDER_EXISTS({ number: same.number });
  if (here.length >= MOST_SCHEDULES) throw faults.REMINDERS_MANY({ most: MOST_SCHEDULES });
}

async function create(
  tx: Transaction,
  turn: TurnContext,
  rule: WallRule,
  about: {
    readonly artifact: Artifact;
    readonly github: { readonly id: string };
    readonly filters: ReminderFilters;
  },
  { clock }: Deps,
): Promise<ScheduleRecord> {
  const { artifact, github, filters } = about;
  const made = await tx.schedules.create({
    conversationId: turn.place.conversationId,
    creatorId: github.id,
    ghArtifactId: artifact.id,
    ghArtifactName: artifact.name,
    ghArtifactType: artifact.type,
    days: rule.days.join(","),
    timeOfDay: rule.timeOfDay,
    zone: rule.zone,
    filters: toStored(filters),
    nextRunAt: nextRun(rule, clock.now()),
  });
  const words = printFilters(filters);
  const data = {
    name: artifact.name,
    days: made.days,
    time: rule.timeOfDay,
    zone: rule.zone,
    filters: words,
  };
  await recordChange(tx, turn, made, { verb: "created", toState: "active", data });
  return made;
}

function describe(made: ScheduleRecord, rule: WallRule, filters: ReminderFilters, reader: string): string {
  const words = printFilters(filters);
  const narrowed = words === "" ? "" : ` with ${escapeMarkdown(words)}`;
  const next = made.nextRunAt === undefined ? "" : ` Next: ${printMoment(made.nextRunAt, rule.zone)}.`;
  return (
    `✅ Reminder ${String(made.number)}: pull requests of ${escapeMarkdown(made.ghArtifactName)} that wait for review${narrowed}, ` +
    `${printRule(rule)}.${next} It reads GitHub as ${reader}, and says nothing when nothing waits.`
  );
}

function toZoneHint(zone: string, isFromBefore: boolean): string {
  return isFromBefore
    ? ` You named no timezone, so it is ${escapeMarkdown(zone)}, as in the reminder before.`
    : " You named no timezone, so it is UTC; name one behind the time, for example Europe/Berlin.";
}
