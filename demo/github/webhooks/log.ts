import { createHmac, randomUUID } from "node:crypto";
import type { AppRecord, InstallationRecord, RepositoryRecord } from "../world.ts";

const TIMEOUT_MS = 10_000;
const SHOWN_MS = 3 * 24 * 3600 * 1000;

/** One sent webhook; a redelivery is a new one with the same guid. */
export interface Delivery {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  redelivery: boolean;
  deliveredAt: string;
  /** Seconds. */
  duration: number;
  /** "OK", "timed out", "failed to connect to host" or "Invalid HTTP Response: 503". */
  status: string;
  /** The receiver's status; 502 when it could not be reached, 504 when it took longer than ten seconds. */
  statusCode: number;
  installationId: number | null;
  repositoryId: number | null;
  url: string;
  requestHeaders: Record<string, string>;
  /** The exact body sent. */
  body: string;
  responseHeaders: Record<string, string>;
  responseBody: string;
}

export interface Parcel {
  app: AppRecord;
  event: string;
  action: string | null;
  /** Undefined for what concerns no installation. */
  installation: InstallationRecord | undefined;
  repository: RepositoryRecord | undefined;
  body: string;
  guid?: string;
}

type Outcome = Pick<Delivery, "status" | "statusCode" | "responseHeaders" | "responseBody">;

/** Signs and sends webhooks, once each, and remembers them. Source: docs.github.com "Webhook events and payloads". */
export class DeliveryLog {
  readonly all: Delivery[] = [];
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #now: () => Date;
  readonly #parcels = new Map<string, Parcel>();
  #nextId = 150_000_000_001;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Sends the parcel; undefined (and nothing recorded) while the App has no webhook address. Never rejects. */
  async send(parcel: Parcel): Promise<Delivery | undefined> {
    if (parcel.app.webhookUrl === null) return undefined;
    return await this.track(this.#deliver({ guid: randomUUID(), ...parcel }, parcel.app.webhookUrl));
  }

  /** Makes {@link settled} wait for a sequence of sendings. */
  async track<T>(sending: Promise<T>): Promise<T> {
    this.#inFlight.add(sending);
    try {
      return await sending;
    } finally {
      this.#inFlight.delete(sending);
    }
  }

  /** Sends the same body under the same guid again. Throws for a guid never sent. */
  async redeliver(guid: string): Promise<Delivery | undefined> {
    const parcel = this.#parcels.get(guid);
    if (parcel === undefined) throw new Error(`The lab never sent ${guid}`);
    return await this.send({ ...parcel, guid });
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  /** What GitHub still shows of an App's deliveries (three days), newest first. */
  listShown(app: AppRecord): Delivery[] {
    const since = this.#now().getTime() - SHOWN_MS;
    const mine = this.all.filter((delivery) => this.#parcels.get(delivery.guid)?.app === app);
    return mine.filter((delivery) => Date.parse(delivery.deliveredAt) >= since).reverse();
  }

  async #deliver(parcel: Parcel & { guid: string }, url: string): Promise<Delivery> {
    const redelivery = this.#parcels.has(parcel.guid);
    this.#parcels.set(parcel.guid, parcel);
    const startedAt = this.#now();
    const delivery: Delivery = {
      id: this.#nextId++,
      guid: parcel.guid,
      event: parcel.event,
      action: parcel.action,
      redelivery,
      deliveredAt: startedAt.toISOString(),
      duration: 0,
      status: "pending",
      statusCode: 0,
      installationId: parcel.installation?.id ?? null,
      repositoryId: parcel.repository?.id ?? null,
      url,
      requestHeaders: toHeaders(parcel),
      body: parcel.body,
      responseHeaders: {},
      responseBody: "",
    };
    this.all.push(delivery);
    Object.assign(delivery, await post(url, delivery.requestHeaders, parcel.body));
    delivery.duration = (this.#now().getTime() - startedAt.getTime()) / 1000;
    return delivery;
  }
}

function toHeaders({ app, event, guid, body }: Parcel & { guid: string }): Record<string, string> {
  const sign = (algorithm: string, secret: string): string =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
  const secret = app.webhookSecret;
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/3f1a9c2",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(app.hookId),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    ...(secret === null
      ? {}
      : { "x-hub-signature": sign("sha1", secret), "x-hub-signature-256": sign("sha256", secret) }),
  };
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<Outcome> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const status = response.ok ? "OK" : `Invalid HTTP Response: ${String(response.status)}`;
    const responseHeaders = Object.fromEntries(response.headers);
    return { status, statusCode: response.status, responseHeaders, responseBody: await response.text() };
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    const status = late ? "timed out" : "failed to connect to host";
    return { status, statusCode: late ? 504 : 502, responseHeaders: {}, responseBody: "" };
  }
}
