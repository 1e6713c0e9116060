import type { ProjectLock, ProjectRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { sayName, saySpan } from "./words.ts";

/** Who holds a lock, why and for how long; card text. */
export interface LockWords {
  readonly project: string;
  readonly by: string;
  readonly age: string;
  readonly reason: string;
}

export async function sayLock(
  project: Pick<ProjectRecord, "name">,
  lock: ProjectLock,
  reads: Pick<Reads, "users">,
  now: Date,
): Promise<LockWords> {
  const holder = await reads.users.find(lock.by);
  return {
    project: sayName(project.name),
    by: sayName(holder?.displayName ?? "somebody"),
    age: saySpan(now.getTime() - lock.at.getTime()),
    reason: escapeMarkdown(lock.reason),
  };
}

/** Throws DEPLOY_LOCKED for a project that is locked by hand. */
export async function refuseLocked(
  project: ProjectRecord,
  reads: Pick<Reads, "users">,
  now: Date,
): Promise<void> {
  if (project.lock === undefined) return;
  throw faults.DEPLOY_LOCKED(await sayLock(project, project.lock, reads, now));
}
