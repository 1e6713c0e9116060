import { notUnderstood } from "./refusals.ts";
import type { CloudAccount } from "../contract/index.ts";

const MOST_PAGES = 100;

/** All pages of a list. Throws SERVICE_NOT_UNDERSTOOD for an answer without one, and for one that never ends. */
export async function readPages<T>(
  account: CloudAccount,
  read: (
    nextToken: string | undefined,
  ) => Promise<{ readonly list: readonly T[] | undefined; readonly nextToken: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { list, nextToken } = await read(token);
    if (list === undefined) throw notUnderstood(account);
    all.push(...list);
    if (nextToken === undefined || nextToken === "") return all;
    token = nextToken;
  }
  throw notUnderstood(account);
}
