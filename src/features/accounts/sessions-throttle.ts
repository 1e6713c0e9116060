import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";

export interface ThrottleLimits {
  /** Tries at once before there is a wait. */
  readonly freeTries: number;
  /** The first wait; each further try doubles it, up to the longest. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Without a try for so long all is forgotten. */
  readonly forgetAfterMs: number;
  /** What is counted at once at most; the one that was tried longest ago gives way. */
  readonly mostKeys: number;
}

/** Each wait ends by itself, so that nobody can lock somebody else out for good. */
export const ACCOUNT_LIMITS: ThrottleLimits = {
  freeTries: 5,
  firstWaitMs: MINUTE,
  longestWaitMs: 15 * MINUTE,
  forgetAfterMs: 15 * MINUTE,
  mostKeys: 20_000,
};

export const ADDRESS_LIMITS: ThrottleLimits = { ...ACCOUNT_LIMITS, freeTries: 30 };

/** Each one that is asked for is a mail to somebody. */
export const RESET_LIMITS: ThrottleLimits = { ...ACCOUNT_LIMITS, freeTries: 3, firstWaitMs: 5 * MINUTE };

interface Counted {
  readonly tries: number;
  readonly blockedUntil: Date;
  readonly forgetAt: Date;
}

/** Slows down who tries too often. In memory: each process counts for itself, a restart forgets. */
export class Throttle {
  private readonly clock: Clock;
  private readonly limits: ThrottleLimits;
  private readonly counted = new Map<string, Counted>();

  constructor(clock: Clock, limits: ThrottleLimits) {
    this.clock = clock;
    this.limits = limits;
  }

  /** When the next try may be made, if not now. */
  blockedUntil(key: string): Date | undefined {
    const until = this.counted.get(key)?.blockedUntil;
    return until !== undefined && until > this.clock.now() ? until : undefined;
  }

  /** Counts a try before it is made, so that many at once count as many. */
  count(key: string): void {
    const now = this.clock.now();
    const known = this.counted.get(key);
    const tries = (known !== undefined && known.forgetAt > now ? known.tries : 0) + 1;
    const blockedUntil = addMilliseconds(now, this.waitAfter(tries));
    this.put(key, {
      tries,
      blockedUntil,
      forgetAt: addMilliseconds(blockedUntil, this.limits.forgetAfterMs),
    });
  }

  /** A try that was counted went well. */
  giveBack(key: string): void {
    const known = this.counted.get(key);
    if (known === undefined) return;
    if (known.tries <= 1) this.counted.delete(key);
    else this.counted.set(key, { ...known, tries: known.tries - 1, blockedUntil: this.clock.now() });
  }

  forget(key: string): void {
    this.counted.delete(key);
  }

  private waitAfter(tries: number): number {
    const over = tries - this.limits.freeTries;
    if (over < 0) return 0;
    return Math.min(this.limits.longestWaitMs, this.limits.firstWaitMs * 2 ** Math.min(over, 20));
  }

  private put(key: string, counted: Counted): void {
    this.counted.delete(key);
    this.counted.set(key, counted);
    if (this.counted.size <= this.limits.mostKeys) return;
    const [oldest] = this.counted.keys();
    if (oldest !== undefined) this.counted.delete(oldest);
  }
}

/** Who has one IPv6 address has the rest of its /64 too. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return `${[...front, ...zeros, ...back].slice(0, 4).join(":")}::/64`;
}
