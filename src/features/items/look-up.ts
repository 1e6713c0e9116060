import type { ServiceItem } from "../../adapters/services/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import type { ItemKey } from "../../core/items/keys.ts";
import { toSourceKey } from "../../core/items/source-key.ts";
import type { Deps } from "./deps.ts";
import type { ItemSource } from "./sources.ts";

/** What a service says of a key. */
export type Looked =
  | { readonly kind: "found"; readonly item: ServiceItem; readonly at: Date; readonly connectionId: string }
  /** There is no such item, or it isn't for this conversation to see. */
  | { readonly kind: "missing" }
  /** The service didn't say. */
  | { readonly kind: "away"; readonly passes: boolean };

type Answer =
  | { readonly kind: "found"; readonly item: ServiceItem; readonly at: Date }
  | Extract<Looked, { readonly kind: "missing" | "away" }>;

const GOOD_FOR_MS = MINUTE;
const MOST_KEPT = 500;

/** Asks the sources of a key's service, in their order, until one has it. */
export type LookUp = (
  key: ItemKey,
  sources: readonly ItemSource[],
  freshness: "recent" | "now",
) => Promise<Looked>;

/** Remembers answers for a minute: one pull request is told of in many conversations. */
export function createLookUp({ providers, clock }: Pick<Deps, "providers" | "clock">): LookUp {
  const kept = new Map<string, { readonly until: Date; readonly answer: Promise<Answer> }>();

  const ask = async ({ account, service }: ItemSource, { key }: ItemKey): Promise<Answer> => {
    try {
      const item = await providers[service].lookup(account, key);
      return item === undefined ? { kind: "missing" } : { kind: "found", item, at: clock.now() };
    } catch (error) {
      if (error instanceof Fault) return { kind: "away", passes: error.retryable };
      throw error;
    }
  };

  const askOnce = async (source: ItemSource, key: ItemKey, freshness: "recent" | "now"): Promise<Answer> => {
    const { id, version } = source.connection;
    const name = `${id} ${String(version)} ${key.service} ${key.key}`;
    const known = kept.get(name);
    if (freshness === "recent" && known !== undefined && known.until > clock.now()) return known.answer;
    kept.delete(name);
    const answer = ask(source, key);
    kept.set(name, { until: addMilliseconds(clock.now(), GOOD_FOR_MS), answer });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    const isWorthKeeping = await answer.then(
      ({ kind }) => kind !== "away",
      () => false,
    );
    if (!isWorthKeeping && kept.get(name)?.answer === answer) kept.delete(name);
    return answer;
  };

  return async (key, sources, freshness) => {
    let looked: Looked = { kind: "missing" };
    for (const source of sources) {
      if (source.service !== key.service) continue;
      const answer = await askOnce(source, key, freshness);
      if (answer.kind === "found" && isFollowed(answer.item, source))
        return { ...answer, connectionId: source.connection.id };
      if (answer.kind === "away") looked = answer;
    }
    return looked;
  };
}

function isFollowed(item: ServiceItem, { service, follows }: ItemSource): boolean {
  return follows === undefined || follows.has(toSourceKey(service, item.source));
}
