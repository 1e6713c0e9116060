import type { AddressInfo } from "node:net";
import restify, { type Request, type Response, type Server } from "restify";
import { faults } from "../core/errors.ts";
import type { HttpHandler, HttpMethod, HttpResponse } from "../core/http.ts";
import type { Log } from "../core/log.ts";
import { noMetrics, type Metrics } from "../core/metrics.ts";
import { BodyRoom } from "./body-room.ts";
import { closeGracefully } from "./close.ts";
import { toFailureResponse } from "./failure.ts";
import { toHttpRequest } from "./request.ts";
import { writeResponse } from "./response.ts";
import { repairWriteHead } from "./chainable-responses.ts";

repairWriteHead();

const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;
const BODY_ROOM_BYTES = 256 * 1024 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CHECK_INTERVAL_MS = 1_000;
/** How long nothing may move on a connection: an answer that nobody reads must not keep it. No handler takes as long. */
const IDLE_TIMEOUT_MS = 120_000;
const CLOSE_DEADLINE_MS = 10_000;

export interface HttpServerOptions {
  readonly log: Log;
  /** Number of our own proxies in front, whose X-Forwarded-For is believed. */
  readonly trustProxy: number;
  /** Is the public address https? Then cookies are Secure. */
  readonly isSecure: boolean;
  readonly metrics?: Metrics;
  /** Memory for large bodies of all requests together; 256 MiB unless said. */
  readonly bodyRoomBytes?: number;
  /** Test seam; in milliseconds. */
  readonly timeouts?: {
    readonly headers: number;
    readonly request: number;
    readonly check: number;
    readonly idle?: number;
  };
}

export interface RouteOptions {
  /** Largest request body; 256 KiB unless said. */
  readonly bodyLimitBytes?: number;
}

export interface HttpServer {
  /** `path` as find-my-way reads it: `/a/:name`, `/static/*` (params["*"]). */
  route(method: HttpMethod, path: string, handler: HttpHandler, options?: RouteOptions): void;
  /** Resolves with the port; rejects when it can't be had. */
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Takes no new connection, lets what runs finish, and cuts off what is left at the deadline. */
  close(deadlineMs?: number): Promise<void>;
}

/** The one HTTP server; the web framework does not show. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const server = restify.createServer({ name: "" });
  // The framework hears of upgrades and does nothing: such a connection would stay for ever, and no close would end it.
  // With nobody to hear, Node answers in HTTP/1.1 (nodejs.org/api/http.html#event-upgrade_1).
  server.server.removeAllListeners("upgrade");
  const metrics = options.metrics ?? noMetrics;
  const room = new BodyRoom(options.bodyRoomBytes ?? BODY_ROOM_BYTES);
  let isClosing = false;
  setTimeouts(server, options.timeouts);
  const write = (response: Response, answer: HttpResponse): void => {
    writeResponse(response, answer, { isSecure: options.isSecure, isLast: isClosing });
  };
  // The framework passes the socket's errors on; with nobody to hear them they would end the process unasked.
  server.on("error", (error: unknown) => {
    options.log.error({ error }, "the server's socket failed");
  });
  server.on("restifyError", (request: Request, response: Response, error: unknown, done: () => void) => {
    if (!response.headersSent) write(response, toRoutingFailure(request, error, options.log));
    done();
  });

  return {
    route: (method, path, handler, routeOptions = {}) => {
      const bodyLimitBytes = routeOptions.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
      const label = `${method} ${path}`;
      const log = options.log.child({ route: label });
      const requestOptions = { method, bodyLimitBytes, trustProxy: options.trustProxy };
      mount(server, method, path, async (request, response) => {
        const startedAt = performance.now();
        const bodyShare = room.open();
        const answer = await answerSafely(
          async () => handler(toHttpRequest(request, { ...requestOptions, bodyShare })),
          { wantsPage: wantsPage(request), log },
        );
        bodyShare.end();
        // Whoever hung up gets nothing; writing to a closed connection is harmless.
        write(response, answer);
        metrics.count("ployst_http_requests_total", { route: label, status: String(answer.status) });
        metrics.observe(
          "ployst_http_request_seconds",
          { route: label },
          (performance.now() - startedAt) / 1_000,
        );
      });
    },
    listen: async (port, host) => listen(server, port, host),
    close: async (deadlineMs = CLOSE_DEADLINE_MS) => {
      isClosing = true;
      await closeGracefully(server.server, deadlineMs);
    },
  };
}

async function answerSafely(
  run: () => Promise<HttpResponse>,
  { wantsPage: asPage, log }: { readonly wantsPage: boolean; readonly log: Log },
): Promise<HttpResponse> {
  try {
    return await run();
  } catch (error) {
    return toFailureResponse(error, asPage, log);
  }
}

/** What the router itself refuses: an unknown path, a wrong method, an address that can't be decoded. */
function toRoutingFailure(request: Request, error: unknown, log: Log): HttpResponse {
  const status = statusOf(error);
  if (status === undefined || status >= 500) return toFailureResponse(error, wantsPage(request), log);
  const failure = toFailureResponse(faults.ROUTE_MISSING(), wantsPage(request), log);
  return status === 404 ? failure : { ...failure, status };
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}

function wantsPage(request: Request): boolean {
  return (request.headers.accept ?? "").includes("text/html");
}

type RawHandler = (request: Request, response: Response) => Promise<void>;

function mount(server: Server, method: HttpMethod, path: string, handler: RawHandler): void {
  const verbs = {
    GET: "get",
    HEAD: "head",
    POST: "post",
    PUT: "put",
    PATCH: "patch",
    DELETE: "del",
  } as const;
  server[verbs[method]](path, handler);
}

function setTimeouts({ server }: Server, timeouts: HttpServerOptions["timeouts"]): void {
  server.headersTimeout = timeouts?.headers ?? HEADERS_TIMEOUT_MS;
  server.requestTimeout = timeouts?.request ?? REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.timeout = timeouts?.idle ?? IDLE_TIMEOUT_MS;
  // Node looks for overdue requests this often, 30 s by default; it is read at listen().
  Object.assign(server, { connectionsCheckingInterval: timeouts?.check ?? CHECK_INTERVAL_MS });
}

async function listen(server: Server, port: number, host: string): Promise<{ readonly port: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.server.once("error", reject);
  server.server.listen(port, host, () => {
    resolve(undefined);
  });
  await promise;
  server.server.off("error", reject);
  const address = server.server.address() as AddressInfo;
  return { port: address.port };
}
