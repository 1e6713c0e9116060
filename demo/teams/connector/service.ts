import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { FaultPlan, InjectedFault } from "./faults.ts";
import type { SlidingLimits } from "./limits.ts";
import { isJsonObject, type JsonObject, type RecordedRequest } from "./model.ts";
import { type Answer, failure, serve } from "./operations.ts";
import type { World } from "./world.ts";

// Measured on an emulator, and close to what Microsoft documents: 100 KiB of request body.
const MAX_BODY_BYTES = 100 * 1_024;

export interface ServiceOptions {
  readonly world: World;
  readonly faults: FaultPlan;
  /** Undefined: neither the sliding limits nor one request at a time per conversation are enforced. */
  readonly limits: SlidingLimits | undefined;
  /** Given: only this bearer token is let in. */
  readonly bearer: () => string | undefined;
  readonly requests: RecordedRequest[];
  /** How long serving a request takes: the time in which a second one for the conversation gets 412. */
  readonly latencyMs: number;
}

/** The HTTP side of the fake: what `smba.trafficmanager.net` is to a real bot. */
export async function listen(options: ServiceOptions): Promise<{ server: Server; url: string }> {
  const busy = new Set<string>();
  const server = createServer((request, response) => {
    handle(request, response, options, busy).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, url: `http://127.0.0.1:${String(address.port)}/` };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServiceOptions,
  busy: Set<string>,
): Promise<void> {
  const path = (request.url ?? "/").replace(/\/{2,}/g, "/").replace(/\?.*$/, "");
  const method = request.method ?? "GET";
  const { text, bytes } = await readBody(request);
  const body = parse(text);
  const record: RecordedRequest = {
    method,
    path: decodeURIComponent(path),
    authorization: request.headers.authorization,
    body,
    status: 0,
  };
  options.requests.push(record);

  const conversationId = conversationOf(path, body);
  const answer = refusal(record, bytes, conversationId, options, busy);
  if (answer !== undefined) {
    send(response, record, answer);
    return;
  }
  const fault = options.faults.take(method, conversationId);
  if (method !== "GET") busy.add(conversationId);
  // However short, so that requests that come together do overlap, as they do over a network.
  await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
  answerWith(fault, method, path, body, options.world, record, response);
  if (fault !== "hang" && fault !== "hang-after") busy.delete(conversationId);
  else response.once("close", () => busy.delete(conversationId));
}

function answerWith(
  fault: InjectedFault | undefined,
  method: string,
  path: string,
  body: JsonObject,
  world: World,
  record: RecordedRequest,
  response: ServerResponse,
): void {
  if (typeof fault === "object") {
    send(response, record, injected(fault));
    return;
  }
  if (fault === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === "hang") return;

  const answer = serve(world, method, path, body);
  if (fault === "reset-after") response.socket?.resetAndDestroy();
  else if (fault === "202-empty") send(response, record, { status: 202 });
  else if (fault === undefined) send(response, record, answer);
}

function refusal(
  record: RecordedRequest,
  bytes: number,
  conversationId: string,
  options: ServiceOptions,
  busy: ReadonlySet<string>,
): Answer | undefined {
  const bearer = options.bearer();
  if (bearer !== undefined && record.authorization !== `Bearer ${bearer}`) {
    return failure(401, "BotNotRegistered", "Unknown token.");
  }
  // As measured: HTML, no error code.
  if (bytes > MAX_BODY_BYTES) return { status: 413, html: "<html>413 Request Entity Too Large</html>" };
  if (options.limits === undefined || record.method === "GET") return undefined;
  if (busy.has(conversationId)) {
    return failure(412, "PreconditionFailed", "Another operation on this conversation is under way.");
  }
  const waitMs = options.limits.take(conversationId);
  if (waitMs === 0) return undefined;
  return {
    ...failure(429, "Throttled", "API calls quota exceeded."),
    headers: { "retry-after": String(Math.max(1, Math.ceil(waitMs / 1_000))) },
  };
}

function injected(fault: Exclude<InjectedFault, string>): Answer {
  const headers = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
  if (fault.html === true) return { status: fault.status, html: "<html>failed</html>", headers };
  return { ...failure(fault.status, fault.code ?? "Injected", "Injected failure."), headers };
}

/** The conversation without its thread: what limits and locks are kept for. */
function conversationOf(path: string, body: JsonObject): string {
  const inPath = /^\/v3\/conversations\/([^/]+)/.exec(path)?.[1];
  if (inPath !== undefined) return decodeURIComponent(inPath).split(";messageid=")[0] ?? "";
  const channelData = body["channelData"];
  const channel = isJsonObject(channelData) ? channelData["channel"] : undefined;
  const id = isJsonObject(channel) ? channel["id"] : undefined;
  return typeof id === "string" ? id : "";
}

function send(response: ServerResponse, record: RecordedRequest, answer: Answer): void {
  record.status = answer.status;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.html !== undefined) {
    response.setHeader("content-type", "text/html");
    response.end(answer.html);
    return;
  }
  if (answer.body === undefined) {
    response.end();
    return;
  }
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(answer.body));
}

async function readBody(request: IncomingMessage): Promise<{ text: string; bytes: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const whole = Buffer.concat(chunks);
  return { text: whole.toString("utf8"), bytes: whole.length };
}

function parse(text: string): JsonObject {
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
