import type { KeyPairs } from "../../adapters/keys/contract/pairs.ts";
import type { KeyPairOwner, Store } from "../../adapters/store/contract/index.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { recordPair } from "./history.ts";

/** The job that every user's row begins with. */
export const FIRST_PAIR_JOB = "key-pair";

/** What the pair is called that everybody gets. */
export const FIRST_PAIR_NAME = "account";

export interface FirstPairDeps {
  readonly firstPair: { readonly store: Pick<Store, "read" | "transaction">; readonly keys: KeyPairs };
}

/** Gives a user their RSA key pair. Run again, it finds the pair there and makes no second one. */
export function firstPairJob(): JobSpec<FirstPairDeps> {
  return defineJob<FirstPairDeps>({
    kind: FIRST_PAIR_JOB,
    attempts: 8,
    leaseSeconds: 60,
    // A key takes a thread of the pool for about a second; files and names are looked up on the others.
    concurrency: 2,
    backoffSeconds: [5, 30, 300],
    run: (run, { firstPair }) => makeFirstPair(run, firstPair),
  });
}

async function makeFirstPair(run: JobRun, { store, keys }: FirstPairDeps["firstPair"]): Promise<void> {
  const owner: KeyPairOwner = { ownerType: "user", ownerId: run.targetId };
  const isDone = await store.read((reads) => reads.keyPairs.findByName(owner, FIRST_PAIR_NAME));
  if (isDone !== undefined) return;
  const material = await keys.generate("rsa");
  await store.transaction(async (tx) => {
    if (!(await tx.jobs.succeed(run.id, run.holder))) throw new Error("the key pair's lease was lost");
    const user = await tx.users.find(run.targetId);
    if (user?.state !== "active") return;
    const pair = await tx.keyPairs.create({ ...owner, name: FIRST_PAIR_NAME, ...material });
    if (pair === undefined) return;
    const who = { actorType: "component", actorId: FIRST_PAIR_JOB, tenantId: user.tenantId } as const;
    await recordPair(
      tx,
      pair,
      { verb: "created", toState: "active", how: "generated" },
      { ...who, correlationId: run.id },
    );
  });
}
