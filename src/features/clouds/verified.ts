import { z } from "zod";
import type { VerifiedCloud } from "../../adapters/clouds/contract/index.ts";
import type {
  CloudRecord,
  CloudState,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { Fault } from "../../core/fault.ts";
import type { Doer } from "../../core/doer.ts";
import { recordCloud } from "./history.ts";

const Settings = z.object({ accountName: z.string().catch("") });

/** As the provider named whose credentials they are; `''` before it was asked. */
export function accountNameOf({ settings }: Pick<CloudRecord, "settings">): string {
  return Settings.safeParse(settings).data?.accountName ?? "";
}

/** The provider let us in: what it said is kept. Undefined where it did so before, or the cloud changed meanwhile. */
export async function noteWorking(
  tx: Transaction,
  cloud: CloudRecord,
  { accountName }: VerifiedCloud,
  doer: Doer,
): Promise<Transition<CloudState> | undefined> {
  const transition = await tx.clouds.markActive(cloud);
  const now = await tx.clouds.find(cloud.id);
  // Other credentials came in between: what was found out is about those before.
  if (now?.version !== cloud.version) return undefined;
  const isOther = accountName !== accountNameOf(cloud);
  const isKept = isOther && (await tx.clouds.setSettings(cloud.id, { ...cloud.settings, accountName }));
  const data = isKept ? { account: accountName } : {};
  if (transition !== undefined) await recordCloud(tx, cloud, doer, { verb: "verified", transition, data });
  else if (isKept)
    await recordCloud(tx, cloud, doer, { verb: "updated", data: { changed: "account", ...data } });
  return transition;
}

/** The provider refused us. Undefined where it did so before: only the first time is news. */
export async function noteRefused(
  tx: Transaction,
  cloud: CloudRecord,
  { code, sentence }: Fault,
  doer: Doer,
): Promise<Transition<CloudState> | undefined> {
  const transition = await tx.clouds.markInactive(cloud, sentence);
  if (transition !== undefined)
    await recordCloud(tx, cloud, doer, { verb: "failed", transition, data: { code } });
  return transition;
}
