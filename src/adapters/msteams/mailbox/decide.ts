import { MINUTE, SECOND } from "../../../core/clock.ts";
import type { ConnectorFailure, RenderedMessage } from "../../../core/connector.ts";
import { backoffMs, retryAfterMs } from "./backoff.ts";
import type { SendOrder } from "./plan.ts";

export type RequestResult =
  | { readonly kind: "posted"; readonly activityId?: string }
  | { readonly kind: "failed"; readonly failure: ConnectorFailure }
  /** The lease would not have lasted: nothing was sent. */
  | { readonly kind: "unstarted" };

/** What the outbox is told about a request; data only, so that a repeated transaction writes it again. */
export type Decision = { readonly order: SendOrder; readonly result: RequestResult } & (
  | { readonly then: "finish"; readonly outcome: "sent" | "ambiguous" | "refused"; readonly error?: string }
  | {
      readonly then: "retry";
      readonly at: Date;
      readonly error: string;
      /** The whole conversation waits, too. */
      readonly holds: boolean;
      readonly unknownOutcome?: true;
      /** Sent without its root, or shorter, from now on. */
      readonly rootless?: true;
      readonly shrunk?: RenderedMessage;
    }
  /** The message to update is unknown: it is posted anew. */
  | { readonly then: "repost"; readonly error: string }
  | { readonly then: "pause-conversation"; readonly error: string }
);

export interface Circumstances {
  readonly now: Date;
  readonly random: () => number;
  /** Creates and replies of the conversation in a row whose outcome was unknown, this one not counted. */
  readonly unknownOutcomes: number;
  /** Makes a message that was too big shorter; undefined when it was shortened already. */
  readonly shrink: ((message: RenderedMessage) => RenderedMessage) | undefined;
}

/** An update whose outcome stays unknown is repeated until its row is this old. */
const UPDATE_PATIENCE = 24 * 60 * MINUTE;

/** Decides what a request's result means for its row and its conversation. Pure. */
export function decide(order: SendOrder, result: RequestResult, circumstances: Circumstances): Decision {
  const { now } = circumstances;
  if (result.kind === "unstarted") return { order, result, then: "retry", at: now, error: "", holds: false };
  if (result.kind === "posted") {
    const outcome = order.row.ambiguous === true && order.target.as !== "update" ? "ambiguous" : "sent";
    return { order, result, then: "finish", outcome };
  }
  return decideFailure(order, result.failure, result, circumstances);
}

function decideFailure(
  order: SendOrder,
  failure: ConnectorFailure,
  result: RequestResult,
  circumstances: Circumstances,
): Decision {
  const { now, random } = circumstances;
  const error = failure.message;
  const later = (milliseconds: number, holds: boolean): Decision => ({
    order,
    result,
    then: "retry",
    at: new Date(now.getTime() + milliseconds),
    error,
    holds,
  });
  switch (failure.kind) {
    case "throttled":
    case "busy":
      return failure.retryAfterMs === undefined
        ? later(backoffMs(order.row.attempts + 1, random), true)
        : later(retryAfterMs(failure.retryAfterMs, random), true);
    case "unauthorized":
      // Short at most: messages must go on soon after somebody has mended the credentials.
      return later(backoffMs(order.row.attempts + 1, random, 5 * SECOND, MINUTE), true);
    case "ambiguous":
      return decideUnknown(order, result, error, circumstances);
    case "conversation-gone":
    case "activity-gone":
      return decideGone(order, failure, result, now);
    case "too-big":
      return decideTooBig(order, result, error, circumstances);
    case "refused":
      return refuse(order, result, error);
  }
}

/**
 * Updates repeat freely, alone. A create or reply is sent once more after a pause for the whole conversation that grows
 * with every unknown outcome in a row: during an outage of the platform few messages use up their second chance.
 */
function decideUnknown(
  order: SendOrder,
  result: RequestResult,
  error: string,
  { now, random, unknownOutcomes }: Circumstances,
): Decision {
  const { row } = order;
  if (order.target.as === "update") {
    if (now.getTime() - row.createdAt.getTime() > UPDATE_PATIENCE)
      return { order, result, then: "finish", outcome: "ambiguous", error };
    const at = new Date(now.getTime() + backoffMs(row.attempts + 1, random, 2 * SECOND));
    return { order, result, then: "retry", at, error, holds: false };
  }
  if (row.ambiguous === true) return { order, result, then: "finish", outcome: "ambiguous", error };
  const at = new Date(now.getTime() + unknownPauseMs(unknownOutcomes, random));
  return { order, result, then: "retry", at, error, holds: true, unknownOutcome: true };
}

/** The pause after the n-th unknown outcome in a row (n from 0): 2 s, 8 s, 32 s … 10 min, the upper half at random. */
export function unknownPauseMs(unknownOutcomes: number, random: () => number): number {
  return backoffMs(1 + 2 * unknownOutcomes, random, 2 * SECOND);
}

/**
 * 404 for a reply or an update may mean its root alone (Teams answers ConversationNotFound for an unknown thread, too):
 * the message is posted as a root, and only when that is refused as well the bot is away from the conversation.
 */
function decideGone(order: SendOrder, failure: ConnectorFailure, result: RequestResult, now: Date): Decision {
  const error = failure.message;
  const rootOnly = failure.kind === "activity-gone" || failure.status === 404;
  if (!rootOnly || order.target.as === "create") {
    return failure.kind === "activity-gone"
      ? refuse(order, result, error)
      : { order, result, then: "pause-conversation", error };
  }
  if (order.target.as === "update") return { order, result, then: "repost", error };
  return { order, result, then: "retry", at: now, error, holds: false, rootless: true };
}

function decideTooBig(
  order: SendOrder,
  result: RequestResult,
  error: string,
  { now, shrink }: Circumstances,
): Decision {
  if (shrink === undefined) return refuse(order, result, error);
  const shrunk = shrink(order.body);
  return { order, result, then: "retry", at: now, error, holds: false, shrunk };
}

/** A message that may have been posted before is never called refused. */
function refuse(order: SendOrder, result: RequestResult, error: string): Decision {
  const outcome = order.row.ambiguous === true && order.target.as !== "update" ? "ambiguous" : "refused";
  return { order, result, then: "finish", outcome, error };
}
