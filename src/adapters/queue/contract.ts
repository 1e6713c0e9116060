import type { JsonObject } from "../../core/json.ts";

// What the runner needs of the store, as narrow as it can be; the store's repositories satisfy it by their shape.

export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly targetId: string;
  readonly payload: JsonObject;
  readonly attempts: number;
  readonly state: "queued" | "running" | "succeeded" | "failed" | "dead" | "cancelled";
}

export interface JobReads {
  find(id: string): Promise<JobRow | undefined>;
  listDue(now: Date, limit: number): Promise<readonly string[]>;
  listKinds(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  nextDue(): Promise<Date | undefined>;
}

export interface JobWrites extends JobReads {
  claimMany(ids: readonly string[], holder: string, now: Date, until: Date): Promise<readonly JobRow[]>;
  renew(id: string, holder: string, until: Date): Promise<boolean>;
  succeed(id: string, holder: string): Promise<boolean>;
  retryAt(id: string, holder: string, runAfter: Date, error: string): Promise<boolean>;
  delay(id: string, holder: string, runAfter: Date): Promise<boolean>;
  die(id: string, holder: string, error: string): Promise<boolean>;
}

export interface JobStore {
  transaction<T>(work: (tx: { readonly jobs: JobWrites }) => Promise<T>): Promise<T>;
  read<T>(work: (reads: { readonly jobs: JobReads }) => Promise<T>): Promise<T>;
}

/** Carries wake-ups to whichever process may run the job; losing or doubling one does no harm. */
export interface WakeSource {
  /** These jobs are due. Must not throw. */
  send(jobIds: readonly string[]): void;
  /** Hands wake-ups to `wake` until closed. */
  listen(wake: (jobIds: readonly string[]) => void): void;
  close(): Promise<void>;
}

export type RunOutcome = "succeeded" | "retried" | "delayed" | "dead" | "lost";

export interface JobMetrics {
  /** A run ended after `seconds`. */
  ran(kind: string, outcome: RunOutcome, seconds: number): void;
}
