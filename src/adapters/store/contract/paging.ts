/** One page of a list in the order of ids: the next page begins after the last row's id. At most 500 rows. */
export interface Page {
  readonly after?: string;
  readonly limit: number;
}
