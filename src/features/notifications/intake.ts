import type { VerifiedWebhook } from "../../adapters/github/contract/index.ts";
import type { DeliveryRepository, NewDelivery, Store } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { GitHubEventSpec } from "../../core/event.ts";
import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { GroupCommit } from "./group-commit.ts";
import { PositiveCache } from "./positive-cache.ts";

/** Marks GitHub's deliveries among those of others. */
export const SOURCE = "github";
const GROUP_SIZE = 200;
/** Bytes of payloads that may wait for their transaction: GitHub redelivers what is refused, a full memory loses all. */
const WAITING_BYTES = 256 * 1024 * 1024;

export const INTAKE_OUTCOMES = ["undeclared", "unsubscribed", "accepted", "repeat", "revived"] as const;
export type IntakeOutcome = (typeof INTAKE_OUTCOMES)[number];

export interface IntakeDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly events: readonly Pick<GitHubEventSpec<never>, "kind" | "on">[];
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics?: { readonly countWebhook: (event: string, outcome: IntakeOutcome) => void };
  /** Does it name somebody who wants to be told themselves? Asked only where nobody subscribed. */
  readonly isAwaited?: (webhook: VerifiedWebhook) => Promise<boolean>;
  /** Wakes the jobs of what was committed. */
  readonly afterAccept: (jobIds: readonly string[]) => void;
}

export interface Intake {
  /** 202: kept, and worked on later. 204: nobody here wants it. Throws where it could not be kept: GitHub lists it for redelivery. */
  accept(webhook: VerifiedWebhook): Promise<{ readonly status: 202 | 204 }>;
}

type Accepted = Awaited<ReturnType<DeliveryRepository["accept"]>>[number];

export function createIntake(deps: IntakeDeps): Intake {
  const isWanted = createWanted(deps);
  const group = new GroupCommit<NewDelivery, Accepted>({
    groupSize: GROUP_SIZE,
    write: (deliveries) => writeGroup(deliveries, deps),
  });
  let waitingBytes = 0;

  const keep = async (webhook: VerifiedWebhook): Promise<Accepted> => {
    const bytes = webhook.raw.byteLength;
    if (waitingBytes + bytes > WAITING_BYTES) throw faults.STORE_BUSY();
    waitingBytes += bytes;
    try {
      return await group.add(toDelivery(webhook));
    } finally {
      waitingBytes -= bytes;
    }
  };

  return {
    accept: async (webhook) => {
      const verdict = await isWanted(webhook);
      if (verdict !== "wanted") {
        deps.metrics?.countWebhook(webhook.event, verdict);
        return { status: 204 };
      }
      const { id, outcome } = await keep(webhook);
      deps.metrics?.countWebhook(webhook.event, outcome);
      deps.log.debug({ deliveryId: id, guid: webhook.guid, event: webhook.event, outcome }, "webhook kept");
      return { status: 202 };
    },
  };
}

/** Events that change what we know are wanted always, the others where somebody subscribed. */
function createWanted(
  deps: IntakeDeps,
): (webhook: VerifiedWebhook) => Promise<"wanted" | "undeclared" | "unsubscribed"> {
  const declared = new Set(deps.events.map((spec) => spec.on));
  const lifecycle = new Set(deps.events.filter((spec) => spec.kind === "lifecycle").map((spec) => spec.on));
  const subscribed = new PositiveCache(deps.clock);

  return async (webhook) => {
    const { event, repositoryId, ownerId } = webhook;
    if (!declared.has(event)) return "undeclared";
    const key = `${repositoryId}/${ownerId}`;
    if (lifecycle.has(event) || subscribed.has(key)) return "wanted";
    const isSubscribed = await deps.store.read((reads) =>
      reads.subscriptions.anyMatching({ repositoryId, ownerId }),
    );
    // Of this webhook alone: the next one may name nobody.
    if (!isSubscribed) return (await deps.isAwaited?.(webhook)) === true ? "wanted" : "unsubscribed";
    subscribed.add(key);
    return "wanted";
  };
}

async function writeGroup(
  deliveries: readonly NewDelivery[],
  deps: Pick<IntakeDeps, "store" | "afterAccept">,
): Promise<readonly Accepted[]> {
  return deps.store.transaction(async (tx) => {
    const accepted = await tx.deliveries.accept(deliveries);
    const jobIds = accepted.flatMap(({ jobId }) => jobId ?? []);
    tx.afterCommit(() => {
      if (jobIds.length > 0) deps.afterAccept(jobIds);
    });
    return accepted;
  });
}

function toDelivery({
  guid,
  event,
  action,
  installationId,
  repositoryId,
  raw,
}: VerifiedWebhook): NewDelivery {
  return { guid, source: SOURCE, event, action, installationId, repositoryId, payload: raw };
}
