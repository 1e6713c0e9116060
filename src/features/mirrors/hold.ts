import { addMilliseconds, MINUTE, SECOND } from "../../core/clock.ts";
import { newId } from "../../core/ids.ts";
import type { MirrorDeps } from "./deps.ts";

type HoldDeps = Pick<MirrorDeps, "store" | "clock" | "timers">;

const LEASE_MS = MINUTE;
const RENEW_MS = 20 * SECOND;
const STEP_MS = SECOND;

/** Nobody else clones, fetches or removes the mirror meanwhile; the work's signal is aborted if that can't be kept up. */
export async function holdMirror<T>(
  mirrorId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  deps: HoldDeps,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const held = await tryHoldMirror(mirrorId, signal, work, deps);
    if (held.isHeld) return held.result;
    await pause(signal, deps);
  }
}

/** As `holdMirror`, unless somebody else holds it now. */
export async function tryHoldMirror<T>(
  mirrorId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  deps: HoldDeps,
): Promise<{ readonly isHeld: true; readonly result: T } | { readonly isHeld: false }> {
  const lease = { name: `mirror:${mirrorId}`, holder: newId() };
  if (!(await acquire(lease, deps))) return { isHeld: false };
  const lost = new AbortController();
  const stop = keep(lease, lost, deps);
  try {
    return { isHeld: true, result: await work(AbortSignal.any([signal, lost.signal])) };
  } finally {
    stop();
    await deps.store.transaction((tx) => tx.leases.release(lease.name, lease.holder));
  }
}

interface Lease {
  readonly name: string;
  readonly holder: string;
}

async function acquire({ name, holder }: Lease, { store, clock }: HoldDeps): Promise<boolean> {
  const now = clock.now();
  const until = addMilliseconds(now, LEASE_MS);
  return (await store.transaction((tx) => tx.leases.acquire(name, holder, now, until))) !== undefined;
}

/** Renews the lease while the work runs; answers what ends that. */
function keep(lease: Lease, lost: AbortController, deps: HoldDeps): () => void {
  let isOver = false;
  let cancel = (): void => undefined;
  const renew = async (): Promise<void> => {
    const isKept = await acquire(lease, deps).catch(() => false);
    if (isOver) return;
    if (isKept) cancel = deps.timers.after(RENEW_MS, () => void renew());
    else lost.abort(new Error("the mirror's lease was lost"));
  };
  cancel = deps.timers.after(RENEW_MS, () => void renew());
  return () => {
    isOver = true;
    cancel();
  };
}

function pause(signal: AbortSignal, { timers }: HoldDeps): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = timers.after(STEP_MS, end);
    signal.addEventListener("abort", end, { once: true });
  });
}
