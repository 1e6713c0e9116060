import type { Transition } from "./contract/index.ts";

/** How one kind of row changes its state. */
export interface Move<S extends string> {
  readonly find: () => Promise<{ readonly state: S } | undefined>;
  readonly from: readonly S[];
  readonly to: S;
  /** Writes, if the row is still in that state; answers how many rows it met. */
  readonly write: (from: S) => Promise<number>;
}

/** Changes a state by compare-and-swap; undefined when the state doesn't allow it or was changed in between. */
export async function moveState<S extends string>({
  find,
  from,
  to,
  write,
}: Move<S>): Promise<Transition<S> | undefined> {
  const found = await find();
  if (found === undefined || !from.includes(found.state)) return undefined;
  const met = await write(found.state);
  return met === 1 ? { fromState: found.state, toState: to } : undefined;
}
