import { getMainApp } from "../lookups.ts";
import type { World } from "../world.ts";
import type { Delivery } from "../webhooks/log.ts";
import type { Failure } from "../http/faults.ts";
import type { RecordedRequest, RequestLog } from "../http/recorder.ts";

/** The lab's own levers, which GitHub does not have. */
export interface Controls {
  setWebhookUrl(url: string | undefined): void;
  setSetupUrl(url: string | undefined): void;
  setCallbackUrls(urls: string[]): void;
  /** Every webhook sent, oldest first. Nothing is sent, or kept here, while there is no webhook address. */
  readonly deliveries: readonly Delivery[];
  /** The same body under the same guid once more. */
  redeliver(guid: string): Promise<Delivery | undefined>;
  /** Sends any payload under any event name, signed; a text is sent byte for byte. */
  deliverRaw(event: string, payload: unknown, options?: { guid?: string }): Promise<Delivery | undefined>;
  /** Resolves when no webhook is on its way (acts through the API do not wait for theirs). */
  settled(): Promise<void>;
  /** Every request received, oldest first. */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;
  /**
   * Makes the next `times` requests fail that match: a text matches anywhere in `METHOD /path?query` (without the
   * API prefix), a RegExp is tested against it. See {@link Failure}.
   */
  failNext(
    pattern: string | RegExp,
    failure: Failure,
    times?: number,
    headers?: Record<string, string>,
  ): void;
  clearFailures(): void;
}

export function createControls(world: World, requests: RequestLog): Controls {
  const app = getMainApp(world);
  return {
    setWebhookUrl(url) {
      app.webhookUrl = url ?? null;
    },
    setSetupUrl(url) {
      app.setupUrl = url ?? null;
    },
    setCallbackUrls(urls) {
      app.callbackUrls = [...urls];
    },
    deliveries: world.deliveries.all,
    redeliver: async (guid) => await world.deliveries.redeliver(guid),
    async deliverRaw(event, payload, options = {}) {
      const body = typeof payload === "string" ? payload : JSON.stringify(payload);
      const action = readAction(payload);
      return await world.deliveries.send({
        app,
        event,
        action,
        installation: undefined,
        repository: undefined,
        body,
        ...options,
      });
    },
    settled: async () => {
      await world.deliveries.settled();
    },
    requests: requests.all,
    clearRequests: () => {
      requests.clear();
    },
    failNext(pattern, failure, times = 1, headers = {}) {
      world.faults.plan(pattern, failure, times, headers);
    },
    clearFailures: () => {
      world.faults.clear();
    },
  };
}

function readAction(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null || !("action" in payload)) return null;
  return typeof payload.action === "string" ? payload.action : null;
}
