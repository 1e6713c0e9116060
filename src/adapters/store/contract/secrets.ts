import type { Page } from "./paging.ts";

/** A sealed value that no key opens. */
export interface UnreadableSecret {
  readonly column: string;
  readonly id: string;
  /** A sentence. */
  readonly reason: string;
}

/** What became of the sealed values of some of a table's rows. */
export interface RewrappedPage {
  /** The last row's id: the next page begins after it. Absent when there are no more rows. */
  readonly last?: string;
  /** How many sealed values the rows have. */
  readonly values: number;
  /** Those that are under the active key now, and weren't before. */
  readonly rewrapped: number;
  /** Those that somebody else changed at this very moment: they are to be looked at again. */
  readonly missed: number;
  readonly unreadable: readonly UnreadableSecret[];
}

/** All sealed values of all tables, as they are sealed: what they say is never opened. */
export interface SecretRepository {
  /** Every table with sealed columns. */
  listTables(): readonly string[];
  /**
   * Wraps the data keys of a page of a table's rows under the active key, each only if it still is what was read. Values
   * and `updatedAt` stay. May be repeated from anywhere.
   */
  rewrap(table: string, page: Page): Promise<RewrappedPage>;
}
