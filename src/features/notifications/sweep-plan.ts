import type { FailedHookDelivery } from "../../adapters/github/contract/index.ts";
import type { DeliveryState } from "../../adapters/store/contract/index.ts";
import { MINUTE } from "../../core/clock.ts";

export interface SweepPlan {
  /** To be sent again now, oldest first. */
  readonly due: readonly FailedHookDelivery[];
  /** Everything before this time has reached us, or never will. */
  readonly fineUntil: Date;
}

const FIRST_WAIT_MS = 15 * MINUTE;

/**
 * Which failed deliveries GitHub is asked to send again. What we received all the same (our answer came too late) is
 * not; what was sent again and failed again waits longer each time. Pure.
 */
export function planSweep(
  failed: readonly FailedHookDelivery[],
  states: ReadonlyMap<string, DeliveryState>,
  now: Date,
): SweepPlan {
  // Without its first attempt in sight, a delivery is older than what GitHub remembers: it has had its chances.
  const missing = failed.filter(({ guid, hasOriginal }) => hasOriginal && !isReceived(states.get(guid)));
  const oldest = Math.min(now.getTime(), ...missing.map(({ firstAt }) => firstAt.getTime()));
  return {
    due: missing.filter((delivery) => now.getTime() - delivery.lastAt.getTime() >= waitAfter(delivery)),
    fineUntil: new Date(oldest),
  };
}

function isReceived(state: DeliveryState | undefined): boolean {
  return state === "received" || state === "done";
}

/** 0, 15 min, 30 min, 1 h …: about nine attempts in the three days that GitHub remembers. */
function waitAfter({ attempts }: FailedHookDelivery): number {
  return attempts < 2 ? 0 : FIRST_WAIT_MS * 2 ** (attempts - 2);
}
