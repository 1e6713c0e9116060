import type { CloudAccount, CloudDriver, CloudServer } from "../../adapters/clouds/contract/index.ts";
import type { Reads, ServerRecord, ServerStatus } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, SECOND } from "../../core/clock.ts";
import { mapConcurrently } from "../../core/concurrency.ts";

const PAGE = 500;
const MOST_PAGES = 20;
/** What seems to be missing is looked for one by one; of more than that something else is wrong. */
const MOST_LOOKED_FOR = 20;
const CONCURRENCY = 4;

/** Those that the provider must know: it said so once. What is being made or deleted may come and go. */
const THERE: readonly ServerStatus[] = ["online", "offline", "deploying", "failed"];

/** How what is kept of a cloud's servers differs from what its provider shows. */
export interface Differences {
  /** There and tagged as Ployst's, and none of this cloud's servers. */
  readonly strays: readonly CloudServer[];
  /** Kept as servers, and not there. */
  readonly missing: readonly ServerRecord[];
  /** There, but without the tag by which Ployst finds them. */
  readonly untagged: readonly ServerRecord[];
}

/**
 * Holds what is kept against what the provider shows, asked before the rows are read: what is made meanwhile is no stray.
 * Servers that are younger than the provider's lists are not called missing.
 */
export async function findDifferences(
  { driver, account }: { readonly driver: CloudDriver; readonly account: CloudAccount },
  now: Date,
  listKept: () => Promise<readonly ServerRecord[]>,
): Promise<Differences> {
  const shown = (await driver.listByTag(account)).filter(({ state }) => state !== "gone");
  const kept = await listKept();
  const strays = shown.filter(
    (server) => server.state !== "deleting" && !kept.some((one) => isSame(one, server)),
  );
  const settled = addMilliseconds(now, -driver.description.settleSeconds * SECOND);
  const unseen = kept.filter(
    (one) =>
      THERE.includes(one.status) &&
      one.providerId !== "" &&
      one.createdAt < settled &&
      !shown.some((server) => isSame(one, server)),
  );
  const looked = await mapConcurrently(unseen.slice(0, MOST_LOOKED_FOR), CONCURRENCY, async (server) => {
    const found = await driver.describeServer(account, server);
    return { server, isThere: found !== undefined && found.state !== "gone" };
  });
  return {
    strays,
    missing: looked.filter(({ isThere }) => !isThere).map(({ server }) => server),
    untagged: looked.filter(({ isThere }) => isThere).map(({ server }) => server),
  };
}

/** By the token of its order, or the id that the provider gave it. */
function isSame(kept: ServerRecord, shown: CloudServer): boolean {
  if (shown.clientToken !== "" && shown.clientToken === kept.clientToken) return true;
  const isThere = kept.providerId === shown.providerId;
  return isThere && (kept.region === "" || kept.region === shown.region);
}

/** All live servers of a cloud, however many. */
export async function listServersOf(
  cloudId: string,
  { servers }: Pick<Reads, "servers">,
): Promise<readonly ServerRecord[]> {
  const all: ServerRecord[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const after = all.at(-1)?.id;
    const found = await servers.listByCloud(cloudId, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    all.push(...found);
    if (found.length < PAGE) break;
  }
  return all;
}
