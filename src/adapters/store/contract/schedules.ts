import type { JsonObject } from "../../../core/json.ts";
import type { ArtifactType } from "./records.ts";

/** `active`: it runs; `paused`: somebody paused it; `stopped`: it can't go on until somebody takes it over. */
export type ScheduleState = "active" | "paused" | "stopped";

/** A reminder that recurs at a time of day as clocks show it in a timezone. */
export interface ScheduleRecord {
  readonly id: string;
  readonly conversationId: string;
  /** How people name it in its conversation: 1, 2, 3 … */
  readonly number: number;
  /** In whose name GitHub is read: chatopsgithubuser.id. */
  readonly creatorId: string;
  readonly ghArtifactId: string;
  readonly ghArtifactName: string;
  readonly ghArtifactType: ArtifactType;
  /** ISO weekdays, Monday is 1: `1,2,5`. */
  readonly days: string;
  /** `09:30` */
  readonly timeOfDay: string;
  /** IANA name. */
  readonly zone: string;
  readonly filters: JsonObject;
  readonly state: ScheduleState;
  readonly stateReason: string;
  /** Absent unless active. */
  readonly nextRunAt?: Date;
  readonly lastRunAt?: Date;
  /** Since when GitHub says that the creator can't see what it is about. */
  readonly missingSince?: Date;
  /** When the conversation was told that the creator's sign-in ended; absent while it is good. */
  readonly warnedAt?: Date;
}

export interface ScheduleReader {
  find(id: string): Promise<ScheduleRecord | undefined>;
  /** A conversation's, by number. */
  listForConversation(conversationId: string): Promise<readonly ScheduleRecord[]>;
  /** Active ones whose time has come, the earliest first. */
  listDue(now: Date, limit: number): Promise<readonly ScheduleRecord[]>;
  /** The earliest time at which one becomes due. */
  nextDue(): Promise<Date | undefined>;
}

export interface ScheduleRepository extends ScheduleReader {
  /** Takes the conversation's next number; two at once: the loser's transaction runs again. */
  create(
    schedule: Omit<
      ScheduleRecord,
      "id" | "number" | "state" | "stateReason" | "lastRunAt" | "missingSince" | "warnedAt"
    >,
  ): Promise<ScheduleRecord>;
  /** Compare-and-swap: true for the one process that moves a due schedule on to its next time, which is after `now`. */
  advance(id: string, now: Date, nextRunAt: Date): Promise<boolean>;
  /** It has been run, and this is what GitHub calls it today: nothing is missing, nobody needs to be warned. */
  recordRun(id: string, at: Date, ghArtifactName: string): Promise<void>;
  recordMissing(id: string, since: Date): Promise<void>;
  recordWarning(id: string, at: Date): Promise<void>;
  /** `paused` or `stopped`: it has no next time. False when its state is another than `from`. */
  halt(id: string, from: ScheduleState, state: "paused" | "stopped", reason: string): Promise<boolean>;
  /** Goes on in this person's name. False when it runs already. */
  resume(id: string, creatorId: string, nextRunAt: Date): Promise<boolean>;
  delete(id: string): Promise<void>;
}
