import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { World } from "../world.ts";
import type { Caller } from "../auth/caller.ts";
import { identify } from "../auth/caller.ts";
import { suspended } from "../auth/access.ts";
import type { Answer } from "./answer.ts";
import { answerGit, identifyGit, readGitPath, type GitRequest } from "../git/answer.ts";
import { fail, notFound } from "./answer.ts";
import { readBody } from "./body.ts";
import type { Call } from "./call.ts";
import type { FindRoute } from "./router.ts";
import { ANONYMOUS_LIMIT, RateLimits } from "./limits.ts";
import { write } from "./write.ts";
import type { RequestLog } from "./recorder.ts";

export const API_PREFIX = "/api/v3";
const GRAPHQL_PATH = "/api/graphql";
const ANONYMOUS = "anonymous";

export interface ServerParts {
  world: World;
  api: FindRoute;
  web: FindRoute;
  requests: RequestLog;
  latencyMs: number;
}

/** Listens on loopback only. Closing drops connections that a planned timeout keeps open. */
export async function listen(port: number): Promise<{ server: Server; origin: string }> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The lab got no port");
  return { server, origin: `http://127.0.0.1:${String(address.port)}` };
}

/** Answers every request of the server from the lab's world. */
export function serve(server: Server, parts: ServerParts): void {
  const limits = new RateLimits(parts.world.now);
  server.on("request", (request, response) => {
    handle(parts, limits, request, response).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `The lab itself failed: ${message}` }));
    });
  });
}

async function handle(
  parts: ServerParts,
  limits: RateLimits,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world } = parts;
  const { authorization, accept } = request.headers;
  const { method, path, url, isApi } = locate(world, request);
  const git = isApi ? undefined : readGitPath(path, url.searchParams);
  if (git !== undefined) {
    await handleGit(parts, { git, method, path, url }, request, response);
    return;
  }
  const body = await readBody(request);
  const caller = isApi ? identify(world, authorization) : { kind: "none" as const };
  const basic = authorization?.toLowerCase().startsWith("basic ") ?? false;
  const arrival = { method, path, query: url.search, isApi, caller, at: world.now() };
  parts.requests.record(arrival, response, { basic });
  if (parts.latencyMs > 0) await delay(parts.latencyMs);
  const trouble = world.faults.take(`${method} ${path}${url.search}`);
  if (trouble === "timeout") return;
  if (trouble === "reset") {
    request.socket.destroy();
    return;
  }
  if (typeof trouble === "object") {
    write(response, request, world, trouble, "", {});
    return;
  }
  const found = (isApi ? parts.api : parts.web)(method, path);
  const call = { world, method, path, query: url.searchParams, headers: { authorization, accept } };
  const anonymousAgent = isApi && request.headers["user-agent"] === undefined;
  const answer = await answerTo(call, caller, body, found, anonymousAgent);
  if (trouble === "reset-after") {
    request.socket.destroy();
    return;
  }
  const key = callerKey(caller, authorization);
  const limit = key === ANONYMOUS ? ANONYMOUS_LIMIT : world.hourlyRateLimit;
  write(
    response,
    request,
    world,
    answer,
    key,
    isApi ? { spending: (cost) => limits.spend(key, limit, cost) } : {},
  );
}

/** What git asks; a failure may be planned for it as for any request. */
async function handleGit(
  { world, requests, latencyMs }: ServerParts,
  { git, method, path, url }: { git: GitRequest; method: string; path: string; url: URL },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const caller = identifyGit(world, request.headers.authorization);
  const arrival = { method, path, query: url.search, isApi: false, caller, at: world.now() };
  requests.record(arrival, response, { basic: false });
  if (latencyMs > 0) await delay(latencyMs);
  const trouble = world.faults.take(`${method} ${path}${url.search}`);
  if (trouble === "timeout") return;
  if (trouble === "reset" || trouble === "reset-after") request.socket.destroy();
  else if (trouble !== undefined) write(response, request, world, trouble, "", {});
  else await answerGit(world, git, caller, request, response);
}

function locate(
  world: World,
  request: IncomingMessage,
): { method: string; path: string; url: URL; isApi: boolean } {
  const url = new URL(request.url ?? "/", world.webUrl);
  const { pathname } = url;
  // GitHub Enterprise Server has GraphQL beside the versions of REST.
  if (pathname === GRAPHQL_PATH)
    return { method: request.method ?? "GET", path: "/graphql", url, isApi: true };
  const isApi = pathname === API_PREFIX || pathname.startsWith(`${API_PREFIX}/`);
  const path = isApi ? pathname.slice(API_PREFIX.length) : pathname;
  return { method: request.method ?? "GET", path, url, isApi };
}

async function answerTo(
  call: Omit<Call, "caller" | "body" | "params">,
  caller: Caller | Answer,
  body: Record<string, unknown> | undefined,
  found: ReturnType<FindRoute>,
  withoutAgent: boolean,
): Promise<Answer> {
  if (withoutAgent)
    return fail(
      403,
      "Request forbidden by administrative rules. Please make sure your request has a User-Agent header",
    );
  if ("status" in caller) return caller;
  if (caller.kind === "installation" && caller.installation.suspendedAt !== null) return suspended();
  if (found === undefined) return notFound();
  if (body === undefined) return fail(400, "Problems parsing JSON");
  return await found.run({ ...call, body, caller, params: found.params });
}

function callerKey(caller: Caller | Answer, authorization: string | undefined): string {
  if ("status" in caller) return ANONYMOUS;
  if (caller.kind === "user") return `user ${String(caller.user.id)} ${String(caller.app.id)}`;
  if (caller.kind === "installation") return `installation ${String(caller.installation.id)}`;
  if (caller.kind === "app-jwt") return `app ${String(caller.app.id)}`;
  return authorization === undefined ? ANONYMOUS : "basic";
}
