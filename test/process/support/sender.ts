import { Agent, request } from "node:http";
import { deliveryHeaders, type TestDelivery } from "./deliveries.ts";

const CONNECTIONS = 20;

export interface SendOptions {
  readonly secret: string;
  /** Asked before each request; false ends the sending. */
  readonly goOn?: () => boolean;
  /** Told of every answer, as it comes. */
  readonly answered?: (delivery: TestDelivery, status: number) => void;
}

/** Sends them over 20 connections; the statuses by guid. What was refused or cut off has none (or GitHub's reason to try again). */
export async function sendAll(
  urls: readonly string[],
  deliveries: readonly TestDelivery[],
  { secret, goOn = () => true, answered }: SendOptions,
): Promise<ReadonlyMap<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const statuses = new Map<string, number>();
  const queue = deliveries.entries();
  const worker = async (): Promise<void> => {
    for (const [index, delivery] of queue) {
      if (!goOn()) return;
      const status = await send(urls[index % urls.length] ?? "", delivery, secret, agent);
      if (status === undefined) continue;
      statuses.set(delivery.guid, status);
      answered?.(delivery, status);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return statuses;
}

/** One delivery; undefined when no whole answer came. */
export function send(
  url: string,
  delivery: TestDelivery,
  secret: string,
  agent: Agent,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { ...deliveryHeaders(delivery, secret), "content-length": delivery.body.length };
    const asking = request(`${url}/github/webhooks`, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode));
      response.once("error", () => resolve(undefined));
    });
    asking.once("error", () => resolve(undefined));
    asking.end(delivery.body);
  });
}
