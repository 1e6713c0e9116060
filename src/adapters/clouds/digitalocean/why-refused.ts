import { faults, isFault } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import type { CloudAccount, CloudDriver, ServerOrder } from "../contract/index.ts";
import { findUnknown } from "../unknown.ts";
import { provider, type Answer, type Api } from "./api.ts";
import { readUsage } from "./usage.ts";

export type Lists = Pick<CloudDriver, "listRegions" | "listSizes" | "listImages">;

/** A 422 says why in words only, so it is found out: something that isn't offered, or the limit, or else their words. */
export async function explainRefusal(
  account: CloudAccount,
  order: ServerOrder,
  answer: Answer,
  { api, lists }: { readonly api: Api; readonly lists: Lists },
): Promise<Fault> {
  const unknown = await orNothing(async () =>
    findUnknown(order, {
      provider,
      regions: await lists.listRegions(account),
      sizes: await lists.listSizes(account, order.region),
      images: await lists.listImages(account, order.region),
    }),
  );
  if (unknown !== undefined) return unknown;
  const usage = await orNothing(() => readUsage(api, account));
  if (usage?.limit !== undefined && usage.used >= usage.limit) {
    const limit = `${String(usage.used)} of ${String(usage.limit)} droplets`;
    return faults.CLOUD_QUOTA({ provider, limit });
  }
  return api.refusedFor(account, answer);
}

/** What can't be found out leaves their words. */
async function orNothing<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}
