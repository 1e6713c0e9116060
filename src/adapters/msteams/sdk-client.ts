import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

import { ConnectorClient, type ConnectorClientOptions } from "botframework-connector";

// Tokens are put on each call by the connector, which knows when one was refused.
const NO_CREDENTIALS: ConstructorParameters<typeof ConnectorClient>[0] = {
  signRequest: (request) => Promise.resolve(request),
};

interface PipelineRequest {
  agent?: unknown;
}

/** The part of @azure/core-rest-pipeline's Pipeline that is needed here. */
interface Pipeline {
  getOrderedPolicies(): readonly { name: string }[];
  removePolicy(policy: { name: string }): readonly { name: string }[];
  addPolicy(policy: {
    name: string;
    sendRequest: (
      request: PipelineRequest,
      next: (request: PipelineRequest) => Promise<unknown>,
    ) => Promise<unknown>;
  }): void;
}

/** Connections to Teams, kept open; one pool for all service URLs of a process. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

// Teams lets 50 requests a second through for a tenant: more connections would not be of use.
const MAX_SOCKETS = 50;
// An idle connection is dropped before the other side drops it, which would cost a message an "ambiguous" reset.
const IDLE_MS = 30_000;

export function createAgents(): Agents {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

/**
 * The SDK's client for one service URL, without its two habits that do harm here: it sends every failed request,
 * POST too, up to four times (duplicate messages), and follows redirects (to anywhere).
 * The pipeline is a private field of 4.23.3: a test holds it, and a missing one throws here rather than repeats silently.
 */
export function createSdkClient(serviceUrl: string, agents: Agents): ConnectorClient {
  const options: ConnectorClientOptions = { baseUri: serviceUrl };
  const client = new ConnectorClient(NO_CREDENTIALS, options);
  const pipeline = getPipeline(client);
  if (pipeline.removePolicy({ name: "defaultRetryPolicy" }).length !== 1) {
    throw new Error("botframework-connector has changed: its retry policy was not found");
  }
  pipeline.removePolicy({ name: "redirectPolicy" });
  pipeline.addPolicy({
    name: "own-agent",
    sendRequest: (request, next) => {
      request.agent = serviceUrl.startsWith("https:") ? agents.https : agents.http;
      return next(request);
    },
  });
  return client;
}

/** The hidden pipeline of an SDK client; throws when the SDK no longer has it there. */
export function getPipeline(client: ConnectorClient): Pipeline {
  const inner: unknown = Reflect.get(client, "client");
  const pipeline: unknown = isObject(inner) ? Reflect.get(inner, "pipeline") : undefined;
  if (isPipeline(pipeline)) return pipeline;
  throw new Error("botframework-connector has changed: its client has no pipeline");
}

function isPipeline(value: unknown): value is Pipeline {
  return (
    isObject(value) &&
    typeof Reflect.get(value, "removePolicy") === "function" &&
    typeof Reflect.get(value, "addPolicy") === "function"
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
