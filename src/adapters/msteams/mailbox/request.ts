import {
  ConnectorFailure,
  type ChatConnector,
  type PostingPlace,
  type RenderedMessage,
} from "../../../core/connector.ts";
import type { Log } from "../../../core/log.ts";
import type { OutboxBody } from "./contract.ts";
import type { RequestResult } from "./decide.ts";
import type { SendOrder } from "./plan.ts";

/** Makes the one request; whatever the connector throws that is no ConnectorFailure has an unknown outcome. */
export async function postOrder(
  connector: ChatConnector,
  place: PostingPlace,
  order: SendOrder,
  message: RenderedMessage,
  log: Log,
): Promise<RequestResult> {
  try {
    return await post(connector, place, order, message);
  } catch (error) {
    if (error instanceof ConnectorFailure) return { kind: "failed", failure: error };
    const name = error instanceof Error ? error.name : "unknown";
    log.error({ outboxId: order.row.id, error: name }, "the connector broke its contract");
    return { kind: "failed", failure: new ConnectorFailure("ambiguous", { status: 0, code: name }) };
  }
}

async function post(
  connector: ChatConnector,
  place: PostingPlace,
  order: SendOrder,
  message: RenderedMessage,
): Promise<RequestResult> {
  const { target } = order;
  if (target.as === "update") {
    await connector.update(place, target.activityId, message);
    return { kind: "posted", activityId: target.activityId };
  }
  const posted =
    target.as === "create"
      ? await connector.createRoot(place, message)
      : await connector.reply(place, target.rootActivityId, message);
  return { kind: "posted", ...posted };
}

export function toMessage({ threadRootId: _, ...message }: OutboxBody): RenderedMessage {
  return message;
}
