import { createHash } from "node:crypto";
import type { ServiceWebhook, WebhookVerdict } from "./contract/index.ts";

/** Of services that sign nothing: the address, which nobody can guess, was the proof; a repeat has the same bytes. */
export function acceptByAddress({ body }: ServiceWebhook, event: string): WebhookVerdict {
  return { kind: "accepted", deliveryId: createHash("sha256").update(body).digest("hex"), event };
}

/** What a webhook holds, as far as it is JSON. */
export function readBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
