import { HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { DEAD_AT_ONCE, listDead, type DeadThing } from "./queue-dead.ts";
import {
  listOpenDeployments,
  listTeamsOpenDeployments,
  toDeploymentRow,
  type OpenDeployment,
} from "./queue-deployments.ts";
import type { QueueDeps } from "./queue-deps.ts";

type Deps = QueueDeps["queue"];

const SHOWN = 10;
const NAME_LENGTH = 60;
const MOST_OPEN = 10;
const STATES = ["queued", "running", "succeeded", "failed", "cancelled", "dead"] as const;

/** `queue`: what waits, what runs, and what failed for good; to who doesn't administer this Ployst, their team's deployments. */
export async function showQueue(turn: Turn<unknown>, { queue: deps }: QueueDeps): Promise<Reply> {
  return turn.actor.isAdmin ? showAll(deps) : showTeams(turn, deps);
}

async function showTeams(turn: Turn<unknown>, deps: Deps): Promise<Reply> {
  const team = await deps.requireTeam(turn);
  const open = await deps.store.read((reads) => listTeamsOpenDeployments(team.id, reads));
  const title = `Queue of team ${toCardText(team.name, NAME_LENGTH)}`;
  return reply.toAsker({
    card: "admin/queue",
    data: {
      ...{ title, isWhole: false, messages: "", jobs: "", failed: "", dead: [], more: "" },
      ...toDeployments(open),
      hint: "Say **deployment list** for those that ended, too.",
    },
    summary: toLine(`The queue of team ${team.name}: ${String(open.length)}`, 200),
  });
}

async function showAll(deps: Deps): Promise<Reply> {
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
      ...{ title: "Queue", isWhole: true },
      messages: toWaiting(backlog.waiting, backlog.oldestCreatedAt, deps.clock.now()),
      jobs: states.length === 0 ? "none" : states.join(" · "),
      ...toDeployments(open),
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

function toDeployments(open: readonly OpenDeployment[]) {
  return {
    deployments: open.slice(0, MOST_OPEN).map(toDeploymentRow),
    moreDeployments: open.length > MOST_OPEN ? `These are the oldest ${String(MOST_OPEN)}.` : "",
  };
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
