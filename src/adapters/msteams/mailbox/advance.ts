import type { PostingPlace } from "../../../core/connector.ts";
import type {
  ConversationRow,
  MailboxStore,
  MailboxTransaction,
  OutboxOutcome,
  OutboxRow,
} from "./contract.ts";
import type { Decision } from "./decide.ts";
import { planNext, type Plan, type SendOrder, type Situation } from "./plan.ts";
import { recordDecision } from "./record.ts";
import { recoverRow } from "./recover.ts";

export interface Lease {
  readonly fence: number;
  readonly until: Date;
}

export type Step =
  | { readonly kind: "send"; readonly order: SendOrder; readonly place: PostingPlace }
  /** Look again at once: something changed. */
  | { readonly kind: "again" }
  /** Recorded; the next request must wait, the lease is kept. */
  | { readonly kind: "paused" }
  | { readonly kind: "idle" }
  | { readonly kind: "due"; readonly at: Date }
  | { readonly kind: "held-elsewhere" }
  | { readonly kind: "failed" };

/** A row's end, for the metrics. */
export interface Ended {
  readonly row: OutboxRow;
  readonly outcome: OutboxOutcome | "superseded";
}

export interface Advance {
  readonly conversationId: string;
  readonly holder: string;
  readonly now: Date;
  /** The lease as this drainer knows it; undefined before its first step. */
  readonly lease: Lease | undefined;
  readonly leaseMs: number;
  readonly renewBelowMs: number;
  /** No request may start before (epoch milliseconds): the lease is kept until then. */
  readonly pausesUntil: number;
  readonly rootless: ReadonlySet<string>;
  readonly stopping: boolean;
  readonly decision: Decision | undefined;
  readonly maySend: boolean;
}

export interface Advanced {
  readonly step: Step;
  readonly lease: Lease | undefined;
  readonly ended: readonly Ended[];
}

/** Longer pauses are not waited for in place: another conversation takes the turn. */
export const SHORT_PAUSE_MS = 2_000;

/** Enough to merge what belongs together, little enough to be read for every message. */
const PAGE = 50;
const LARGE_PAGE = 500;
/** All unsent rows, due or not: a waiting row matters to those behind it. */
const EVER = new Date("9999-12-31T00:00:00.000Z");

/**
 * One transaction of a drainer: keeps the lease, records the last request, chooses the next and marks it as sending.
 * Changes nothing outside the store, so that it can be repeated.
 */
export async function advance(store: MailboxStore, input: Advance): Promise<Advanced> {
  return store.transaction(async (tx) => {
    const lease = await keepLease(tx, input);
    const holdsLease =
      lease !== undefined && (input.lease === undefined || input.lease.fence === lease.fence);
    const ended: Ended[] = [];
    if (input.decision !== undefined) {
      await recordDecision(tx, input.decision, holdsLease);
      if (holdsLease) ended.push(...endedBy(input.decision));
    }
    if (!holdsLease) return { step: { kind: "held-elsewhere" }, lease: undefined, ended };
    const step = input.maySend ? await chooseNext(tx, input, ended) : await pause(tx, input);
    return { step, lease, ended };
  });
}

async function keepLease(tx: MailboxTransaction, input: Advance): Promise<Lease | undefined> {
  const { lease, now } = input;
  if (lease !== undefined && lease.until.getTime() >= now.getTime() + input.renewBelowMs) return lease;
  return tx.leases.acquire(leaseName(input), input.holder, now, new Date(now.getTime() + input.leaseMs));
}

/**
 * A long pause is the whole conversation's: the lease lasts exactly as long, so that no other process (nor the next one
 * after a restart) sends meanwhile. At shutdown a conversation without one is free at once.
 */
async function pause(tx: MailboxTransaction, input: Advance): Promise<Step> {
  const length = input.pausesUntil - input.now.getTime();
  if (length > SHORT_PAUSE_MS || (input.stopping && length > 0)) {
    await tx.leases.acquire(leaseName(input), input.holder, input.now, new Date(input.pausesUntil));
  } else if (input.stopping) await release(tx, input);
  return input.stopping ? { kind: "idle" } : { kind: "paused" };
}

async function chooseNext(tx: MailboxTransaction, input: Advance, ended: Ended[]): Promise<Step> {
  const conversation = await tx.conversations.find(input.conversationId);
  if (conversation === undefined || conversation.state === "paused") {
    await release(tx, input);
    return { kind: "idle" };
  }
  if (conversation.state === "gone") return refuseAll(tx, input, ended);
  const plan = await makePlan(tx, input, ended);
  for (const { row, reason } of plan.refused) {
    await tx.outbox.finish(row.id, "refused", reason);
    ended.push({ row, outcome: "refused" });
  }
  if (plan.next !== undefined) return startNext(tx, input, plan, plan.next, conversation);
  if (plan.refused.length > 0) return { kind: "again" };
  await release(tx, input);
  return plan.wakeAt === undefined ? { kind: "idle" } : { kind: "due", at: plan.wakeAt };
}

async function startNext(
  tx: MailboxTransaction,
  input: Advance,
  plan: Plan,
  order: SendOrder,
  place: ConversationRow,
): Promise<Step> {
  if (plan.superseded.length > 0) await tx.outbox.supersede(plan.superseded);
  if (order.becomesCreate) await tx.outbox.becomeCreate(order.row.id);
  if (await tx.outbox.startSending(order.row.id)) return { kind: "send", order, place };
  // Somebody without the lease finished it in between: look again, but not in a hurry.
  return { kind: "due", at: new Date(input.now.getTime() + SHORT_PAUSE_MS) };
}

/** Looks at a small page first; only where nothing in it can be sent at what lies behind it. */
async function makePlan(tx: MailboxTransaction, input: Advance, ended: Ended[]): Promise<Plan> {
  const small = await readSituation(tx, input, EVER, PAGE, ended);
  const plan = planNext(small);
  if (!small.partial || isProgress(plan)) return plan;
  const large = await readSituation(tx, input, EVER, LARGE_PAGE, ended);
  const second = planNext(large);
  if (!large.partial || isProgress(second)) return second;
  const due = await readSituation(tx, input, input.now, PAGE, ended);
  return planNext({ ...due, impatient: true });
}

function isProgress(plan: Plan): boolean {
  return plan.next !== undefined || plan.refused.length > 0;
}

async function readSituation(
  tx: MailboxTransaction,
  input: Advance,
  dueBy: Date,
  limit: number,
  ended: Ended[],
): Promise<Situation> {
  const list = (): Promise<readonly OutboxRow[]> => tx.outbox.listDue(input.conversationId, dueBy, limit);
  const listed = await list();
  const stale = listed.filter((row) => row.state === "sending");
  for (const row of stale) {
    if (await recoverRow(tx, row, input.now)) ended.push({ row, outcome: "ambiguous" });
  }
  const rows = stale.length === 0 ? listed : await list();
  return { rows, now: input.now, rootless: input.rootless, partial: rows.length >= limit, impatient: false };
}

/** Nobody reads there any more: its rows end as refused, a page a transaction. */
async function refuseAll(tx: MailboxTransaction, input: Advance, ended: Ended[]): Promise<Step> {
  const rows = await tx.outbox.listDue(input.conversationId, EVER, PAGE);
  for (const row of rows) {
    await tx.outbox.finish(row.id, "refused", "the conversation is gone");
    ended.push({ row, outcome: "refused" });
  }
  if (rows.length > 0) return { kind: "again" };
  await release(tx, input);
  return { kind: "idle" };
}

function endedBy(decision: Decision): readonly Ended[] {
  const { row } = decision.order;
  if (decision.then === "finish") return [{ row, outcome: decision.outcome }];
  return decision.then === "pause-conversation" ? [{ row, outcome: "refused" }] : [];
}

function leaseName(input: Advance): string {
  return `outbox:${input.conversationId}`;
}

async function release(tx: MailboxTransaction, input: Advance): Promise<void> {
  await tx.leases.release(leaseName(input), input.holder);
}
