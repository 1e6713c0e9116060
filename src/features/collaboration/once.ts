import { createHash } from "node:crypto";
import type { DoneSince, GitHubOutcome, GitHubRefusal } from "../../adapters/github/contract/index.ts";
import { addMilliseconds, SECOND } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import type { JsonObject } from "../../core/json.ts";
import { once as callOnce, type Sent } from "../../core/once.ts";
import type { Session } from "./deps.ts";

interface Act<T> {
  /** Names it in the audit: `commented`. */
  readonly verb: string;
  /** What it is done to, for the audit: `octo/hello#7`. */
  readonly entity: string;
  readonly send: () => Promise<GitHubOutcome<T>>;
  /** `detail`: GitHub's own words, where it has some. */
  readonly refused: (refusal: GitHubRefusal, detail: string) => Promise<Fault> | Fault;
  /** Nobody knows whether it arrived. */
  readonly unknown: () => Fault;
}

export interface OnceAct<T> extends Act<T> {
  /** One step of its turn: each step happens once. */
  readonly step: string;
  /** What is written by it: the same again within seconds is a second press of a button, not a second deed. */
  readonly written?: string;
  /** What looking it up needs besides what the turn's words say. */
  readonly target?: JsonObject;
  /** Looks for it on GitHub when nobody saw an answer; undefined when it isn't there. */
  readonly find: (by: DoneSince, target: JsonObject) => Promise<T | undefined>;
  readonly toResult: (value: T) => JsonObject;
  readonly fromResult: (result: JsonObject) => T;
}

/** A call that must not be repeated, done as the session's person. Throws ACTION_TWICE besides what it says itself. */
export async function once<T>(session: Session, act: OnceAct<T>): Promise<T> {
  if (act.written === undefined) return runOnce(session, act);
  const press = toPress(session, act, act.written);
  await takePress(session, press);
  try {
    return await runOnce(session, act);
  } catch (error) {
    // What was not done may be tried again at once.
    if (isFault(error) && !isFault(error, "ACTION_OUTCOME_UNKNOWN"))
      await session.deps.store.transaction((tx) => tx.leases.release(press.name, press.holder));
    throw error;
  }
}

function runOnce<T>(session: Session, act: OnceAct<T>): Promise<T> {
  const { turn, github, deps } = session;
  const { unknown, toResult, fromResult } = act;
  return callOnce<T, ReturnType<typeof toEvent>>(
    {
      intent: {
        intentKey: `${turn.jobId}:${act.step}`,
        userId: turn.actor.userId,
        kind: act.verb,
        target: { entity: act.entity, ...act.target },
      },
      event: toEvent(session, act),
      send: async () => toSent(await act.send(), act),
      find: ({ createdAt, target }) => {
        const by = { authorId: github.ghUserId, authorLogin: github.ghLogin, since: createdAt };
        return findUnlessAway(() => act.find(by, target));
      },
      ...{ unknown, toResult, fromResult },
    },
    deps.store,
  );
}

/** How long the same words to the same place are one deed. */
const ONE_PRESS_MS = 20 * SECOND;

interface Press {
  /** A lease: each person's last deed, so that there are no more rows than people. */
  readonly name: string;
  readonly deed: string;
  readonly holder: string;
}

function toPress<T>({ turn }: Session, { verb, entity }: Act<T>, written: string): Press {
  const deed = createHash("sha256")
    .update(JSON.stringify([verb, entity, written]))
    .digest("hex")
    .slice(0, 32);
  return { name: `pressed:${turn.actor.userId}`, deed, holder: `${deed}:${turn.jobId}` };
}

/** Throws ACTION_TWICE where another turn has just done, or is doing, the same. */
async function takePress({ deps }: Session, { name, deed, holder }: Press): Promise<void> {
  const now = deps.clock.now();
  const isTaken = await deps.store.transaction(async (tx) => {
    const last = await tx.leases.find(name);
    const isOther = last !== undefined && last.holder !== holder;
    if (isOther && last.holder.startsWith(`${deed}:`) && last.until > now) return false;
    if (isOther) await tx.leases.release(name, last.holder);
    return (await tx.leases.acquire(name, holder, now, addMilliseconds(now, ONE_PRESS_MS))) !== undefined;
  });
  if (!isTaken) throw faults.ACTION_TWICE();
}

/** A call that changes nothing more when it is made again: an unknown outcome is answered by making it once more. */
export async function repeatable<T>(session: Session, act: Act<T>): Promise<T> {
  let outcome = await act.send();
  if (outcome.kind === "unknown") outcome = await act.send();
  if (outcome.kind === "unknown") throw act.unknown();
  if (outcome.kind === "refused") throw await act.refused(outcome.refusal, outcome.detail);
  await session.deps.store.transaction((tx) => tx.events.record(toEvent(session, act)));
  return outcome.value;
}

function toSent<T>(outcome: GitHubOutcome<T>, act: Act<T>): Sent<T> {
  if (outcome.kind !== "refused") return outcome;
  const { refusal, detail } = outcome;
  return { kind: "refused", explain: () => act.refused(refusal, detail) };
}

/** While GitHub is away "nothing was changed" would be a guess. */
async function findUnlessAway<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Fault && error.kind === "unavailable") return undefined;
    throw error;
  }
}

function toEvent<T>({ turn, github }: Session, act: Act<T>) {
  return {
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId: turn.place.reference.tenantId,
    teamId: turn.place.reference.teamId,
    entityType: "github",
    entityId: act.entity.slice(0, 100),
    verb: act.verb,
    data: { name: act.entity, as: github.ghLogin },
    correlationId: turn.jobId,
  } as const;
}
