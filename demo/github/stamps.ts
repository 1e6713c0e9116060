import type { World } from "./world.ts";

/** GitHub's timestamps have whole seconds: `2026-01-31T12:00:00Z`. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Moves `updatedAt` to now, or one second past its last value when the clock has not moved, and returns it. */
export function touch(world: World, record: { updatedAt: string }): string {
  const earliest = Date.parse(record.updatedAt) + 1000;
  record.updatedAt = timestamp(new Date(Math.max(world.now().getTime(), earliest)));
  return record.updatedAt;
}
