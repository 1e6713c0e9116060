import { z } from "zod";
import { faults } from "../../core/errors.ts";

/** Repositories on one page of the card. */
export const PAGE_SIZE = 15;
/** Ticks that the card's buttons carry; they are in each of them, and a card has its limit. */
export const MOST_CHANGES = 40;

const ids = z
  .string()
  .max(2_000)
  .default("")
  .transform((text) => text.split(",").filter((id) => /^\d{1,20}$/.test(id)));

/** What every button of the card sends: what was shown and, from the inputs, what is ticked now. Untrusted. */
export const cardData = z.object({
  search: z.string().max(100).default(""),
  page: z.coerce.number().int().min(0).max(10_000),
  shown: ids,
  tracked: ids,
  added: ids,
  dropped: ids,
  picked: ids,
  words: z.string().max(400).default(""),
});
export type CardData = z.infer<typeof cardData>;

/** What Save would change, by ids. */
export interface Ticks {
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

export const NO_TICKS: Ticks = { added: [], dropped: [] };

/**
 * The ticks of the pages before and of this one. Only what differs from what was shown counts: what is tracked elsewhere
 * meanwhile stays as it is. Throws REPOSITORIES_SAVE_FIRST.
 */
export function readTicks({ shown, tracked, added, dropped, picked }: CardData): Ticks {
  const here = shown.slice(0, PAGE_SIZE);
  const elsewhere = (id: string): boolean => !here.includes(id);
  const ticks = {
    added: unique([
      ...added.filter(elsewhere),
      ...here.filter((id) => picked.includes(id) && !tracked.includes(id)),
    ]),
    dropped: unique([
      ...dropped.filter(elsewhere),
      ...here.filter((id) => !picked.includes(id) && tracked.includes(id)),
    ]),
  };
  if (ticks.added.length + ticks.dropped.length > MOST_CHANGES)
    throw faults.REPOSITORIES_SAVE_FIRST({ most: MOST_CHANGES });
  return ticks;
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
