import type { AlertPreferences, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { TurnContext } from "../../core/turn.ts";
import { listWanted } from "./kinds.ts";
import { scheduleDigest } from "./digest-job.ts";

export interface PreferencesDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly clock: Clock;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** What somebody has who never said anything: no alerts, and conversations may mention them. */
export function noPreferences({ actor: { userId, person } }: TurnContext): AlertPreferences {
  return {
    userId,
    tenantId: person.tenantId,
    teamsUserId: person.teamsUserId,
    conversationId: "",
    reviewRequested: false,
    assigned: false,
    mentioned: false,
    checksFailed: false,
    pings: true,
    quietFrom: "",
    quietUntil: "",
    quietWeekends: false,
    zone: "",
  };
}

export async function readPreferences(
  turn: TurnContext,
  { store }: Pick<PreferencesDeps, "store">,
): Promise<AlertPreferences> {
  const known = await store.read((reads) => reads.alerts.findPreferences(turn.actor.userId));
  return known ?? noPreferences(turn);
}

/** Writes what the actor wants, with its event. What waited for the end of quiet hours follows them: told when they end now, or dropped. */
export async function changePreferences(
  tx: Transaction,
  turn: TurnContext,
  change: (before: AlertPreferences) => AlertPreferences,
  deps: Pick<PreferencesDeps, "clock" | "wakeJobs">,
): Promise<AlertPreferences> {
  const { userId, person } = turn.actor;
  const known = await tx.alerts.findPreferences(userId);
  const before: AlertPreferences = known ?? noPreferences(turn);
  const { reference, conversationId } = turn.place;
  const after = await withDigest(tx, deps, {
    ...change(before),
    teamsUserId: person.teamsUserId,
    // The chat in which they talk to the bot alone is where alerts go.
    ...(reference.type === "personal" ? { conversationId } : {}),
  });
  if (!(await tx.alerts.savePreferences(toValues(after), known?.version))) throw faults.STORE_BUSY();
  await tx.events.record({
    actorType: "user",
    actorId: userId,
    tenantId: person.tenantId,
    entityType: "alert_preferences",
    entityId: userId,
    verb: "changed",
    data: {
      alerts: listWanted(after),
      mentions: after.pings,
      quiet: [after.quietFrom, after.quietUntil, after.zone],
      weekends: after.quietWeekends,
    },
  });
  return after;
}

async function withDigest(
  tx: Transaction,
  deps: Pick<PreferencesDeps, "clock" | "wakeJobs">,
  wanted: AlertPreferences,
): Promise<AlertPreferences> {
  const { digestAt, ...rest } = wanted;
  if (digestAt === undefined) return wanted;
  if (listWanted(wanted).length > 0) return scheduleDigest(tx, wanted, deps);
  await tx.alerts.release(wanted.userId);
  return rest;
}

/** Without what only the row has. */
function toValues(preferences: AlertPreferences): AlertPreferences {
  const { userId, tenantId, teamsUserId, conversationId, zone, digestAt } = preferences;
  const { reviewRequested, assigned, mentioned, checksFailed, pings } = preferences;
  const { quietFrom, quietUntil, quietWeekends } = preferences;
  return {
    ...{ userId, tenantId, teamsUserId, conversationId, zone },
    ...{ reviewRequested, assigned, mentioned, checksFailed, pings },
    ...{ quietFrom, quietUntil, quietWeekends },
    ...(digestAt === undefined ? {} : { digestAt }),
  };
}
