import type { OutboxBody, OutboxRow } from "./contract.ts";

/** How a row is sent: not always as it was written, since a root may be gone or never get an id. */
export type Target =
  | { readonly as: "create" }
  | { readonly as: "reply"; readonly rootActivityId: string }
  | { readonly as: "update"; readonly activityId: string };

export interface SendOrder {
  readonly row: OutboxRow;
  readonly target: Target;
  readonly body: OutboxBody;
  /** A create that posts a later update's body: those updates are done with it. */
  readonly absorbed: readonly string[];
  /** An update whose root is gone becomes a create before it is sent. */
  readonly becomesCreate: boolean;
}

export interface Plan {
  readonly refused: readonly { readonly row: OutboxRow; readonly reason: string }[];
  /** Older updates that the newest one replaces. */
  readonly superseded: readonly string[];
  readonly next?: SendOrder;
  /** Nothing can be sent before; undefined when nothing waits for a time. */
  readonly wakeAt?: Date;
}

export interface Situation {
  /** All unsent rows (or the first page of them), lanes in order, then seq; due or not. */
  readonly rows: readonly OutboxRow[];
  readonly now: Date;
  /** Replies whose root the platform no longer knows. */
  readonly rootless: ReadonlySet<string>;
  /** There may be more rows behind this page: a root that isn't in it may still come. */
  readonly partial: boolean;
  /** Nothing can be sent otherwise: wait for no root. */
  readonly impatient: boolean;
}

type Verdict =
  | { readonly kind: "send"; readonly order: SendOrder; readonly superseded: readonly string[] }
  | { readonly kind: "refuse"; readonly reason: string }
  | { readonly kind: "wait" };

const WAIT: Verdict = { kind: "wait" };

/** Decides the next request of a conversation: the first row, in the order of lanes and seq, that can be sent now. Pure. */
export function planNext(situation: Situation): Plan {
  const refused: { row: OutboxRow; reason: string }[] = [];
  for (const row of situation.rows) {
    if (!isDue(row, situation.now)) continue;
    const verdict = judge(row, situation);
    if (verdict.kind === "wait") continue;
    if (verdict.kind === "send") return { refused, superseded: verdict.superseded, next: verdict.order };
    refused.push({ row, reason: verdict.reason });
  }
  const wakeAt = earliest(situation.rows.filter((row) => !isDue(row, situation.now)).map((row) => row.dueAt));
  return { refused, superseded: [], ...(wakeAt === undefined ? {} : { wakeAt }) };
}

function judge(row: OutboxRow, situation: Situation): Verdict {
  if (row.kind === "create") return judgeCreate(row, situation);
  return row.kind === "reply" ? judgeReply(row, situation) : judgeUpdate(row, situation);
}

/** A create takes the body of the newest update that waits for it: one request instead of two, and never an outdated card. */
function judgeCreate(row: OutboxRow, situation: Situation): Verdict {
  const updates = row.subjectKey === "" ? [] : updatesOf(row.subjectKey, situation).filter(isAfter(row));
  const newest = updates.filter((update) => isDue(update, situation.now)).at(-1);
  if (newest === undefined) return send(row, { as: "create" });
  const absorbed = updates.filter((update) => update.seq <= newest.seq).map((update) => update.id);
  return send(row, { as: "create" }, { body: newest.body, absorbed });
}

/**
 * A reply whose root can't be addressed (posted without an id, refused, deleted) is posted as a message of its own, in
 * its place: what it says is worth more than where it stands.
 */
function judgeReply(row: OutboxRow, situation: Situation): Verdict {
  if (situation.rootless.has(row.id)) return send(row, { as: "create" });
  if (row.body.threadRootId !== undefined)
    return send(row, { as: "reply", rootActivityId: row.body.threadRootId });
  const root = rootOf(row, situation);
  if (root === "awaited") return WAIT;
  if (root === "lost" || root === "none") return send(row, { as: "create" });
  return send(row, { as: "reply", rootActivityId: root.id });
}

function judgeUpdate(row: OutboxRow, situation: Situation): Verdict {
  const root = row.subjectKey === "" ? "lost" : rootOf(row, situation);
  if (root === "awaited") return WAIT;
  if (root === "lost") return { kind: "refuse", reason: "nothing to update: its message has no id" };
  const updates = updatesOf(row.subjectKey, situation);
  const newest = updates.filter((update) => isDue(update, situation.now)).at(-1) ?? row;
  const superseded = updates.filter((update) => update.seq < newest.seq).map((update) => update.id);
  if (root === "none") return send(newest, { as: "create" }, { becomesCreate: true }, superseded);
  return send(newest, { as: "update", activityId: root.id }, {}, superseded);
}

/** `awaited`: its create is still in the outbox. `none`: there is no root, and a new one may be posted. `lost`: never addressable. */
function rootOf(row: OutboxRow, situation: Situation): { readonly id: string } | "awaited" | "none" | "lost" {
  if (row.rootState === undefined || row.rootState === "unaddressable") return "lost";
  if (row.rootState === "posted" && row.rootActivityId !== undefined) return { id: row.rootActivityId };
  if (situation.impatient) return "none";
  const isRoot = (other: OutboxRow): boolean =>
    other.kind === "create" && other.subjectKey === row.subjectKey;
  return situation.partial || situation.rows.some(isRoot) ? "awaited" : "none";
}

function updatesOf(subjectKey: string, situation: Situation): readonly OutboxRow[] {
  return situation.rows
    .filter((row) => row.kind === "update" && row.subjectKey === subjectKey)
    .toSorted((one, other) => one.seq - other.seq);
}

function send(
  row: OutboxRow,
  target: Target,
  extra: Partial<Pick<SendOrder, "body" | "absorbed" | "becomesCreate">> = {},
  superseded: readonly string[] = [],
): Verdict {
  const order = { row, target, body: row.body, absorbed: [], becomesCreate: false, ...extra };
  return { kind: "send", order, superseded };
}

function isAfter(row: OutboxRow): (other: OutboxRow) => boolean {
  return (other) => other.seq > row.seq;
}

function isDue(row: OutboxRow, now: Date): boolean {
  return row.dueAt.getTime() <= now.getTime();
}

function earliest(dates: readonly Date[]): Date | undefined {
  return dates.reduce<Date | undefined>(
    (first, date) => (first === undefined || date.getTime() < first.getTime() ? date : first),
    undefined,
  );
}
