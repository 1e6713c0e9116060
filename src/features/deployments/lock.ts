import type { ProjectLock, ProjectRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { may } from "../../core/permission.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn, TurnContext } from "../../core/turn.ts";
import type { LockOrder } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { getProject } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { recordLock } from "./lock-history.ts";
import { sayLock } from "./locked.ts";
import { sayName } from "./words.ts";

type UnlockTurn = Turn<{ readonly project: string }>;

/** `lock <project> [reason]`: nothing of it is deployed until somebody releases it. */
export function lock(turn: Turn<{ readonly what: LockOrder }>, deps: Deps): Promise<Reply> {
  const { project: name, reason } = turn.args.what;
  return deps.store.transaction(async (tx) => {
    const project = await getProject(name, turn.actor, tx);
    if (project.lock !== undefined)
      throw faults.LOCK_TAKEN(await sayLock(project, project.lock, tx, deps.clock.now()));
    if (!(await tx.projects.lock(project.id, { by: turn.actor.userId, reason })))
      throw faults.LOCK_CHANGED({ project: sayName(project.name) });
    await recordLock(tx, project, byActor(turn), "locked", { reason });
    const because = reason === "" ? "" : `: ${escapeMarkdown(reason)}`;
    const text = `🔒 Project **${sayName(project.name)}** is locked${because}. What is being deployed goes on; nothing else is deployed until \`unlock ${sayName(project.name)}\`.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** Somebody else's lock is broken, and only by who may. */
export async function askUnlock(turn: UnlockTurn, deps: Deps): Promise<ConfirmationRequest | undefined> {
  const now = deps.clock.now();
  const seen = await deps.store.read(async (reads) => {
    const project = await getProject(turn.args.project, turn.actor, reads);
    const held = getLock(project);
    return { project, held, said: await sayLock(project, held, reads, now) };
  });
  const { project, held, said } = seen;
  if (held.by === turn.actor.userId) return undefined;
  refuseUnlessMay(turn, said);
  const because = said.reason === "" ? "" : `: ${said.reason}`;
  return {
    question: `Break the lock of project **${said.project}**? ${said.by} holds it since ${said.age}${because}.`,
    label: "Break the lock",
    target: { project: project.id, at: held.at.toISOString() },
  };
}

/** `unlock <project>` */
export function unlock(turn: UnlockTurn, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const project = await getProject(turn.args.project, turn.actor, tx);
    const held = getLock(project);
    const name = sayName(project.name);
    if (held.by !== turn.actor.userId) {
      refuseUnlessMay(turn, await sayHolder(project, held, tx, deps));
      if (turn.confirmed?.["at"] !== held.at.toISOString()) throw faults.LOCK_CHANGED({ project: name });
    }
    if (!(await tx.projects.unlock(project.id, held))) throw faults.LOCK_CHANGED({ project: name });
    await recordLock(tx, project, byActor(turn), "unlocked", { heldBy: held.by, reason: held.reason });
    return deps.record(tx, turn, reply.text(`🔓 Project **${name}** is unlocked.`));
  });
}

function sayHolder(
  project: ProjectRecord,
  held: ProjectLock,
  reads: Pick<Reads, "users">,
  { clock }: Deps,
): ReturnType<typeof sayLock> {
  return sayLock(project, held, reads, clock.now());
}

function getLock(project: ProjectRecord): ProjectLock {
  if (project.lock === undefined) throw faults.LOCK_NONE({ project: sayName(project.name) });
  return project.lock;
}

function refuseUnlessMay(
  { actor: { isAdmin, team } }: TurnContext,
  { project, by }: { readonly project: string; readonly by: string },
): void {
  if (may("lock.break", { isAdmin, ...(team !== undefined && { team }) })) return;
  throw faults.LOCK_NOT_YOURS({ project, by });
}
