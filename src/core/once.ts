import { Fault } from "./fault.ts";
import type { JsonObject } from "./json.ts";

/** A call that must not be repeated, as it is written down before it is made. */
export interface Intent {
  readonly id: string;
  readonly target: JsonObject;
  /** `open`: it may have been made, nobody has seen its answer. `refused`: the other side did nothing. */
  readonly state: "open" | "done" | "refused";
  readonly result: JsonObject;
  readonly createdAt: Date;
}

export interface NewIntent {
  /** One step of one turn: each step happens once. */
  readonly intentKey: string;
  readonly userId: string;
  readonly kind: string;
  readonly target: JsonObject;
}

/** Where intents and what came of them are written. */
export interface OnceStore<E> {
  transaction<R>(
    work: (tx: {
      readonly actionIntents: {
        begin(intent: NewIntent): Promise<{ readonly intent: Intent; readonly isNew: boolean }>;
        finish(id: string, result: JsonObject): Promise<void>;
        refuse(id: string): Promise<void>;
      };
      readonly events: { record(event: E): Promise<void> };
    }) => Promise<R>,
  ): Promise<R>;
}

/** What came of the call: `unknown` when nobody saw an answer, or none that could be read. */
export type Sent<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "unknown" }
  /** Nothing was done; `explain` finds out what to say. */
  | { readonly kind: "refused"; readonly explain: () => Promise<Fault> | Fault };

export interface OnceCall<T, E> {
  readonly intent: NewIntent;
  /** For the audit, written with the answer. */
  readonly event: E;
  /** Runs before it, and only when it is still to be made: what it throws means that nothing was done. */
  readonly prepare?: () => Promise<void>;
  /** A fault that it throws means that nothing was done, too; any other error, that nobody knows. */
  readonly send: () => Promise<Sent<T>>;
  /** Looks for what was done where nobody saw an answer; undefined when that tells nothing. */
  readonly find: (intent: Intent) => Promise<T | undefined>;
  /** What is said where that is so. */
  readonly unknown: () => Fault;
  readonly toResult: (value: T) => JsonObject;
  readonly fromResult: (result: JsonObject) => T;
}

/**
 * Makes a call that must not be repeated. Its intent is written before it and closed after it, so that a turn that runs
 * again after a crash finds it: done is not done again, and what nobody saw the answer of is looked up, never re-sent.
 * Throws what `prepare` and `send` throw, what explains a refusal, and `unknown`.
 */
export async function once<T, E>(call: OnceCall<T, E>, store: OnceStore<E>): Promise<T> {
  const { intent, isNew } = await store.transaction((tx) => tx.actionIntents.begin(call.intent));
  if (intent.state === "done") return call.fromResult(intent.result);
  if (!isNew) return lookUp(call, intent, store);
  const refuse = (): Promise<void> => store.transaction((tx) => tx.actionIntents.refuse(intent.id));
  await prepare(call, refuse);
  const sent = await send(call, refuse);
  if (sent.kind === "unknown") return lookUp(call, intent, store);
  if (sent.kind === "done") return finish(call, intent, sent.value, store);
  await refuse();
  throw await sent.explain();
}

async function prepare<T, E>(call: OnceCall<T, E>, refuse: () => Promise<void>): Promise<void> {
  try {
    await call.prepare?.();
  } catch (error) {
    await refuse();
    throw error;
  }
}

async function send<T, E>(call: OnceCall<T, E>, refuse: () => Promise<void>): Promise<Sent<T>> {
  try {
    return await call.send();
  } catch (error) {
    if (error instanceof Fault) await refuse();
    throw error;
  }
}

async function lookUp<T, E>(call: OnceCall<T, E>, intent: Intent, store: OnceStore<E>): Promise<T> {
  const found = await call.find(intent);
  if (found === undefined) throw call.unknown();
  return finish(call, intent, found, store);
}

async function finish<T, E>(
  { toResult, event }: OnceCall<T, E>,
  { id }: Intent,
  value: T,
  store: OnceStore<E>,
): Promise<T> {
  await store.transaction(async (tx) => {
    await tx.actionIntents.finish(id, toResult(value));
    await tx.events.record(event);
  });
  return value;
}
