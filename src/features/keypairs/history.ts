import type {
  KeyPairRecord,
  KeyPairState,
  NewEvent,
  Transaction,
} from "../../adapters/store/contract/index.ts";

export interface PairChange {
  readonly verb: "created" | "rotated" | "retired" | "revoked";
  readonly fromState?: KeyPairState;
  readonly toState: KeyPairState;
  /** How it came, where it isn't plain. */
  readonly how?: "generated" | "imported";
}

type Who = Pick<NewEvent, "actorType" | "actorId" | "tenantId" | "teamId" | "correlationId">;

/** Writes what became of a pair, in the transaction that changes it. Of the key only its fingerprint. */
export async function recordPair(
  tx: Transaction,
  { id, name, algorithm, fingerprint, ownerType, ownerId, replacesId }: KeyPairRecord,
  { verb, fromState, toState, how }: PairChange,
  who: Who,
): Promise<void> {
  await tx.events.record({
    ...who,
    entityType: "key_pair",
    entityId: id,
    verb,
    ...(fromState !== undefined && { fromState }),
    toState,
    data: {
      ...{ name, algorithm, fingerprint, ownerType, ownerId },
      ...(how !== undefined && { how }),
      ...(replacesId !== "" && { replacesId }),
    },
  });
}
