import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";
import { hashOf } from "../../core/secret.ts";
import type { CloudAccount } from "./contract/index.ts";

const REMEMBERED_MS = 10 * MINUTE;
const MOST_LISTS = 100;

/** Lists that providers seldom change, in this process's memory. What fails is not remembered. */
export class ListCache<T> {
  readonly #clock: Clock;
  readonly #lists = new Map<string, { readonly until: Date; readonly list: Promise<readonly T[]> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whoever asks while it is being read waits for the same. */
  get(account: CloudAccount, region: string, read: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const key = `${keyOf(account)} ${region}`;
    const now = this.#clock.now();
    const known = this.#lists.get(key);
    if (known !== undefined && known.until > now) return known.list;
    const list = read();
    this.#lists.delete(key);
    this.#lists.set(key, { until: addMilliseconds(now, REMEMBERED_MS), list });
    this.#dropOldest();
    list.catch(() => {
      if (this.#lists.get(key)?.list === list) this.#lists.delete(key);
    });
    return list;
  }

  #dropOldest(): void {
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > MOST_LISTS && oldest !== undefined) this.#lists.delete(oldest);
  }
}

/** Names an account's view without holding its secrets. */
function keyOf({ endpoint, credentials }: CloudAccount): string {
  const sorted = Object.entries(credentials).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify([endpoint, sorted]));
}
