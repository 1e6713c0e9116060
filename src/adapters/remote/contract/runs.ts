export interface RunOrder {
  /** A UUID. Whatever was begun under it is that run for ever. */
  readonly id: string;
  /** Where the script starts: as a release's directory, or `~`. */
  readonly directory: string;
  /** For `sh`, unless its first line names another interpreter (`#!/usr/bin/env bash`). */
  readonly script: string;
  /** Beside what the user's login profile sets, and above it. Travels over stdin and stands in no file. */
  readonly environment: Readonly<Record<string, string>>;
  /** In all; 0 for no limit. The server itself keeps the time. */
  readonly timeoutSeconds: number;
  /** Without output; 0 for no limit. */
  readonly inactivitySeconds: number;
}

/** already: it was begun, or cancelled before that. */
export type RunStart = "started" | "already";

/**
 * absent: never heard of; running: also while it is about to begin; ended: its end is known; vanished: it neither runs
 * nor told its end, because the machine was restarted or the run's keeper killed.
 */
export type RunState = "absent" | "running" | "ended" | "vanished";

export interface RunReading {
  readonly state: RunState;
  /** What came of stdout and stderr, in order, from the offset on. Not masked. */
  readonly chunk: Buffer;
  /** Where to read on. All was read when the state is not `running` and this equals `logBytes`. */
  readonly nextOffset: number;
  readonly logBytes: number;
  /** Undefined while it isn't known, and for a run that was cancelled before it began. */
  readonly exitCode?: number;
  /** What ended it, as far as its shell tells: `SIGKILL` beside 137. */
  readonly signal?: string;
  /** The server ended it because its time was up, or because it was silent for too long. */
  readonly timedOut?: "time" | "silence";
  /** Somebody asked for its end; it may have ended by itself before. */
  readonly isCancelled: boolean;
}

/**
 * Scripts that run on a server whether or not anybody is connected. Each has a folder `~/.ployst/runs/<id>`; its files
 * decide what became of it (ADR 0022).
 */
export interface RemoteRuns {
  /**
   * Begins a run, once: the second call for an id finds the first. Throws SERVER_FOLDER_REFUSED,
   * SERVER_VARIABLE_REFUSED; a folder that isn't there is told by the run.
   */
  startRun(order: RunOrder): Promise<RunStart>;
  readRun(id: string, offset: number, mostBytes: number): Promise<RunReading>;
  /**
   * Ends a run with all of its process group: TERM, then KILL after some seconds, and answers when it is over. One that
   * wasn't begun never will be.
   */
  cancelRun(id: string): Promise<Exclude<RunState, "absent" | "running">>;
  /** Removes what a run left; false while it runs. Only for runs whose end was noted: the id could begin anew. */
  removeRun(id: string): Promise<boolean>;
}
