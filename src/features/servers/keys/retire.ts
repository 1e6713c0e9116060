import type { Transaction } from "../../../adapters/store/contract/index.ts";
import type { Doer } from "../../../core/doer.ts";

/** A key pair that is on its way out is revoked as soon as no server lets it in any more; its private key goes with that. */
export async function retireUnused(tx: Transaction, keyPairId: string, by: Doer): Promise<boolean> {
  const pair = await tx.keyPairs.find(keyPairId);
  if (pair?.state !== "rotating") return false;
  const [left] = await tx.serverKeyPairs.listByKeyPair(keyPairId, { limit: 1 });
  if (left !== undefined) return false;
  const transition = await tx.keyPairs.revoke(keyPairId);
  if (transition === undefined) return false;
  const { name, algorithm, fingerprint, ownerType, ownerId } = pair;
  await tx.events.record({
    ...by,
    ...(ownerType === "team" && { teamId: ownerId }),
    ...{ entityType: "key_pair", entityId: keyPairId, verb: "revoked" },
    ...transition,
    data: { name, algorithm, fingerprint, ownerType, ownerId },
  });
  return true;
}
