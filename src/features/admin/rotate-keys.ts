import type { RewrappedPage, Store } from "../../adapters/store/contract/index.ts";

export interface KeyRotationDeps {
  readonly store: Pick<Store, "transaction">;
  /** Of the active key. */
  readonly keyId: string;
  /** Rows that one transaction reads at most. */
  readonly rowsAtOnce?: number;
}

/** What a rotation came to. */
export interface KeyRotation {
  /** Sealed values that there are. */
  readonly values: number;
  /** Those that are under the active key now, and weren't before. */
  readonly rewrapped: number;
  /** What is not under the active key, a line each; none when all is done. */
  readonly problems: readonly string[];
}

const ROWS_AT_ONCE = 200;
/** Who changes a value seals it under the active key; only a process with older keys does it otherwise, again and again. */
const MOST_ROUNDS = 5;

/**
 * Wraps every sealed value under the active key, with an event for each batch that needed it. What is done stays done:
 * it may be stopped at any time and run again, and goes on with the rest. It may run beside the bot, once every process
 * of it knows the active key.
 */
export async function rotateKeys(deps: KeyRotationDeps): Promise<KeyRotation> {
  const tables = await deps.store.transaction(({ secrets }) => Promise.resolve(secrets.listTables()));
  const rotations: KeyRotation[] = [];
  for (const table of tables) rotations.push(await rotateTable(table, deps));
  return {
    values: sum(rotations.map(({ values }) => values)),
    rewrapped: sum(rotations.map(({ rewrapped }) => rewrapped)),
    problems: rotations.flatMap(({ problems }) => problems),
  };
}

/** The keys, and for how many days forms, mails and links of before may wait that are sealed or signed with older ones. */
export interface KeysInUse {
  readonly keyId: string;
  readonly olderKeyIds: readonly string[];
  readonly keptDays: number;
}

/** For the terminal; the problems are told apart. */
export function sayRotation(
  { values, rewrapped, problems }: KeyRotation,
  { keyId, olderKeyIds, keptDays }: KeysInUse,
): string {
  if (values === 0) return "Nothing is sealed yet.";
  const isDone = problems.length === 0;
  const did = `Wrapped ${String(rewrapped)} of ${count(values)} anew: ${isDone ? "all" : "not all"} are under the key ${keyId}.`;
  if (!isDone || olderKeyIds.length === 0) return did;
  const older = olderKeyIds.join(", ");
  return `${did} Keep ${older} in SECRETS_KEYS for ${String(keptDays)} more days: forms, mails and links that wait may be sealed or signed with it. Then take it out and restart.`;
}

async function rotateTable(table: string, deps: KeyRotationDeps): Promise<KeyRotation> {
  let rewrapped = 0;
  for (let round = 1; ; round++) {
    const pages = await rewrapAll(table, deps);
    rewrapped += sum(pages.map((page) => page.rewrapped));
    const missed = sum(pages.map((page) => page.missed));
    if (missed > 0 && round < MOST_ROUNDS) continue;
    const values = sum(pages.map((page) => page.values));
    const restless =
      missed === 0 ? [] : [`${table}: ${count(missed)} changed again and again. Run it again.`];
    return { values, rewrapped, problems: [...restless, ...sayUnreadable(table, pages)] };
  }
}

async function rewrapAll(table: string, deps: KeyRotationDeps): Promise<readonly RewrappedPage[]> {
  const pages: RewrappedPage[] = [];
  for (let after = ""; ;) {
    const page = await rewrapPage(table, after, deps);
    pages.push(page);
    if (page.last === undefined) return pages;
    after = page.last;
  }
}

function rewrapPage(
  table: string,
  after: string,
  { store, keyId, rowsAtOnce = ROWS_AT_ONCE }: KeyRotationDeps,
): Promise<RewrappedPage> {
  return store.transaction(async ({ secrets, events }) => {
    const page = await secrets.rewrap(table, { after, limit: rowsAtOnce });
    if (page.rewrapped > 0)
      await events.record({
        ...{ actorType: "component", actorId: "ployst admin" },
        ...{ entityType: "secrets", entityId: table, verb: "rewrapped" },
        data: { values: page.rewrapped, keyId },
      });
    return page;
  });
}

/** One line for each reason: thousands of values may share it. */
function sayUnreadable(table: string, pages: readonly RewrappedPage[]): readonly string[] {
  const reasons = pages.flatMap(({ unreadable }) => unreadable.map(({ reason }) => reason));
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, times]) => `${table}: ${count(times)}. ${reason}`);
}

function count(values: number): string {
  return values === 1 ? "1 sealed value" : `${String(values)} sealed values`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
