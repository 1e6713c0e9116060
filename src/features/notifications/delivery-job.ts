import { ZodError } from "zod";
import type { DeliveryRecord, Store } from "../../adapters/store/contract/index.ts";
import type { GitHubEventSpec } from "../../core/event.ts";
import type { Happening } from "../../core/happening.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import type { Log } from "../../core/log.ts";
import { withActor } from "./github/actor.ts";
import { SOURCE } from "./intake.ts";

export interface DeliveryJobDeps<Lifecycle> {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly events: readonly GitHubEventSpec<Lifecycle>[];
  readonly lifecycle: Lifecycle;
  /** Posts what happened and marks the delivery done in the same transaction. */
  readonly deliver: (delivery: DeliveryRecord, happenings: readonly Happening[]) => Promise<void>;
  /** What happened may concern people by themselves, wherever it is told. */
  readonly beginAlerts: (delivery: DeliveryRecord, payload: unknown) => Promise<void>;
  /** What isn't GitHub's; ends the delivery itself. */
  readonly deliverOther?: (delivery: DeliveryRecord) => Promise<void>;
  readonly log: Log;
}

const ERROR_LENGTH = 500;

/** The job that every accepted delivery comes with; its target is the delivery. */
export function deliveryJob<Lifecycle>(): JobSpec<DeliveryJobDeps<Lifecycle>> {
  return defineJob<DeliveryJobDeps<Lifecycle>>({
    kind: "delivery",
    attempts: 10,
    leaseSeconds: 60,
    concurrency: 16,
    backoffSeconds: [1, 5, 20, 60, 300, 900],
    run: runDelivery,
    onDead: async ({ targetId }, error, deps) => {
      await endAsDead(targetId, toText(error), deps);
    },
  });
}

async function runDelivery<Lifecycle>(run: JobRun, deps: DeliveryJobDeps<Lifecycle>): Promise<void> {
  const delivery = await deps.store.read((reads) => reads.deliveries.find(run.targetId));
  if (delivery?.state !== "received") return;
  if (delivery.source !== SOURCE && deps.deliverOther !== undefined) return deps.deliverOther(delivery);
  const payload = await readPayload(delivery, deps);
  if (payload.kind === "broken") return endAsBroken(delivery, payload.error, deps);
  try {
    await apply(delivery, payload.value, deps);
  } catch (error) {
    // The same bytes would fail the same way for ever.
    if (!(error instanceof ZodError)) throw error;
    await endAsBroken(delivery, describe(error), deps);
  }
}

async function apply<Lifecycle>(
  delivery: DeliveryRecord,
  payload: unknown,
  deps: DeliveryJobDeps<Lifecycle>,
): Promise<void> {
  const specs = deps.events.filter((spec) => spec.on === delivery.event);
  const happenings = specs.flatMap((spec) => (spec.kind === "notification" ? spec.happenings(payload) : []));
  const told = withActor(happenings, payload);
  for (const spec of specs) {
    if (spec.kind === "lifecycle") await spec.apply(payload, deps.lifecycle);
  }
  await deps.beginAlerts(delivery, payload);
  await deps.deliver(delivery, told);
}

type ReadPayload =
  { readonly kind: "read"; readonly value: unknown } | { readonly kind: "broken"; readonly error: string };

async function readPayload<Lifecycle>(
  delivery: DeliveryRecord,
  deps: DeliveryJobDeps<Lifecycle>,
): Promise<ReadPayload> {
  const raw = await deps.store.read((reads) => reads.deliveries.findPayload(delivery.id));
  if (raw === undefined) return { kind: "broken", error: "the payload is gone" };
  try {
    return { kind: "read", value: JSON.parse(raw.toString("utf8")) };
  } catch {
    return { kind: "broken", error: "the payload is not JSON" };
  }
}

async function endAsBroken<Lifecycle>(
  delivery: DeliveryRecord,
  error: string,
  deps: DeliveryJobDeps<Lifecycle>,
): Promise<void> {
  const { id, guid, event, action } = delivery;
  deps.log.warn({ deliveryId: id, guid, event, action, reason: error }, "a delivery can't be read");
  await endAsDead(id, error, deps);
}

async function endAsDead<Lifecycle>(
  deliveryId: string,
  error: string,
  deps: DeliveryJobDeps<Lifecycle>,
): Promise<void> {
  await deps.store.transaction((tx) => tx.deliveries.markDead(deliveryId, error.slice(0, ERROR_LENGTH)));
}

/** Where a payload departs from GitHub's schema, without its values. */
function describe(error: ZodError): string {
  const places = error.issues.slice(0, 3).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  return `not what GitHub sends: ${places.join("; ")}`;
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : "the job died";
}
