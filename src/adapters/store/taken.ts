import type { TeamOutcome } from "./contract/index.ts";
import { isUniqueViolation } from "./database-errors.ts";
import type { Session } from "./session.ts";

/** Does a write that may meet a taken key: undefined when it does, and then nothing of it is written. */
export async function unlessTaken<T>(
  session: Session,
  write: (inner: Session) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await session.savepoint(write);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return undefined;
  }
}

/** What a write to one row came to: `met` is what `unlessTaken` answers for an update. */
export function toOutcome(met: number | undefined): TeamOutcome {
  if (met === undefined) return "taken";
  return met === 1 ? "done" : "gone";
}
