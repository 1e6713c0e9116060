import { HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { DEAD_AT_ONCE, listDead, type DeadThing } from "./queue-dead.ts";
import { listOpenDeployments, toDeploymentRow } from "./queue-deployments.ts";
import type { QueueDeps } from "./queue-deps.ts";

const SHOWN = 10;
const MOST_OPEN = 10;
const STATES = ["queued", "running", "succeeded", "failed", "cancelled", "dead"] as const;

/** `queue`: what waits, what runs, and what failed for good. */
export async function showQueue(_turn: Turn<unknown>, { queue: deps }: QueueDeps): Promise<Reply> {
  const { backlog, jobs, dead, open } = await deps.store.read(async (reads) => ({
    backlog: await reads.outbox.backlog(),
    jobs: await reads.jobs.countByState(),
    dead: await listDead(reads),
    open: await listOpenDeployments(reads, MOST_OPEN + 1),
  }));
  const states = STATES.flatMap((state) => (jobs[state] ? [`${String(jobs[state])} ${state}`] : []));
  const failed = toFailed(dead.length);
  return reply.toAsker({
    card: "admin/queue",
    data: {
      messages: toWaiting(backlog.waiting, backlog.oldestCreatedAt, deps.clock.now()),
      jobs: states.length === 0 ? "none" : states.join(" · "),
      deployments: open.slice(0, MOST_OPEN).map(toDeploymentRow),
      moreDeployments: open.length > MOST_OPEN ? `These are the oldest ${String(MOST_OPEN)}.` : "",
      failed,
      dead: dead.slice(0, SHOWN).map(toRow),
      more: dead.length > SHOWN ? `These are the newest ${String(SHOWN)}.` : "",
      hint:
        dead.length === 0
          ? ""
          : `Say **queue retry ${dead[0]?.reference ?? ""}** to try one again, or **queue retry all**.`,
    },
    summary: `The queue. ${failed}`,
  });
}

function toFailed(count: number): string {
  if (count === 0) return "Nothing failed for good";
  return `${String(count)}${count >= DEAD_AT_ONCE ? " or more" : ""} failed for good`;
}

function toWaiting(waiting: number, oldest: Date | undefined, now: Date): string {
  if (waiting === 0) return "none wait to be sent";
  const age = oldest === undefined ? "" : `, the oldest for ${toAge(now.getTime() - oldest.getTime())}`;
  return `${String(waiting)} ${waiting === 1 ? "waits" : "wait"} to be sent${age}`;
}

function toAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (age < MINUTE) return `${String(Math.floor(age / SECOND))} s`;
  return age < HOUR ? `${String(Math.floor(age / MINUTE))} min` : `${String(Math.floor(age / HOUR))} h`;
}

function toRow({ what, error, at, reference }: DeadThing): Readonly<Record<string, string>> {
  // DATE() and TIME() in cards take no fractions of a second.
  return { what, error, reference, at: at.toISOString().replace(/\.\d+Z$/, "Z") };
}
