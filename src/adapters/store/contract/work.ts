import type { JsonObject } from "../../../core/json.ts";
import type { ActorType, DeadJobRecord, EventRecord, JobRecord, LeaseRecord } from "./records.ts";

export interface NewJob {
  readonly kind: string;
  /** What the job is about (a row id), for looking up; `''` if nothing. */
  readonly targetId?: string;
  readonly payload?: JsonObject;
  readonly runAfter?: Date;
}

export interface JobReader {
  find(id: string): Promise<JobRecord | undefined>;
  /** Queued and due, or running with an expired lease; oldest first. */
  listDue(now: Date, limit: number): Promise<readonly string[]>;
  /** Kinds by id of those of these (at most 500) jobs that are queued or running: what a worker sorts wake-ups by. */
  listKinds(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The earliest time at which something becomes due. */
  nextDue(): Promise<Date | undefined>;
  /** Which of these (at most 500) targets have a job of the kind that is queued or running. */
  listOpenTargets(kind: string, targetIds: readonly string[]): Promise<ReadonlySet<string>>;
  countByState(): Promise<Readonly<Record<string, number>>>;
  /** Those that died, the latest first. */
  listDead(limit: number): Promise<readonly DeadJobRecord[]>;
}

export interface JobRepository extends JobReader {
  create(job: NewJob): Promise<JobRecord>;
  createMany(jobs: readonly NewJob[]): Promise<readonly JobRecord[]>;
  /** Compare-and-swap: wins the row's lease until `until`, or undefined. Counts the attempt. */
  claim(id: string, holder: string, now: Date, until: Date): Promise<JobRecord | undefined>;
  /** Claims up to `limit` of these ids in as few statements as the dialect allows. */
  claimMany(ids: readonly string[], holder: string, now: Date, until: Date): Promise<readonly JobRecord[]>;
  renew(id: string, holder: string, until: Date): Promise<boolean>;
  /** The job's end, only by its holder; false when the lease was lost. Payloads of finished jobs are emptied. */
  succeed(id: string, holder: string): Promise<boolean>;
  retryAt(id: string, holder: string, runAfter: Date, error: string): Promise<boolean>;
  /** Gives the job back until `runAfter` as if it had not been claimed: the attempt is not counted. */
  delay(id: string, holder: string, runAfter: Date): Promise<boolean>;
  die(id: string, holder: string, error: string): Promise<boolean>;
  /** Those of these that are dead are queued again, due now, as if never tried; answers their ids. */
  reviveDead(ids: readonly string[]): Promise<readonly string[]>;
  prune(before: Date, limit: number): Promise<number>;
}

export interface LeaseRepository {
  /** Wins or renews the lease; undefined while another holder's is live. */
  acquire(name: string, holder: string, now: Date, until: Date): Promise<LeaseRecord | undefined>;
  release(name: string, holder: string): Promise<void>;
  find(name: string): Promise<LeaseRecord | undefined>;
}

export interface NewEvent {
  readonly actorType: ActorType;
  readonly actorId: string;
  readonly tenantId?: string;
  readonly teamId?: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly verb: string;
  readonly fromState?: string;
  readonly toState?: string;
  /** Never a secret. */
  readonly data?: JsonObject;
  readonly correlationId?: string;
}

/** A page of events, the newest first; `before` is the id of the last one of the page above. */
export interface EventPage {
  readonly before?: string;
  readonly limit: number;
}

/** When it happened: at or after `since`, and before `until`. */
export interface EventTimes {
  readonly since?: Date;
  readonly until?: Date;
}

export interface EventReader {
  listByEntity(
    entityType: string,
    entityId: string,
    page: EventPage & EventTimes,
  ): Promise<readonly EventRecord[]>;
  /** What happened in a team of Ployst. */
  listByTeam(teamId: string, page: EventPage & EventTimes): Promise<readonly EventRecord[]>;
  /** What a user, component or webhook did. */
  listByActor(actorId: string, page: EventPage & EventTimes): Promise<readonly EventRecord[]>;
  listByTenant(tenantId: string, page: EventPage & EventTimes): Promise<readonly EventRecord[]>;
}

export interface EventRepository extends EventReader {
  record(event: NewEvent): Promise<void>;
  recordMany(events: readonly NewEvent[]): Promise<void>;
}
