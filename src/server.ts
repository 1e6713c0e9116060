import { createHash, timingSafeEqual } from "node:crypto";
import { toFault } from "./bot/failure.ts";
import { receiveActivity } from "./bot/receive.ts";
import type { InboundActivity } from "./core/inbound.ts";
import { faults } from "./core/errors.ts";
import { reply } from "./core/reply.ts";
import {
  emptyResponse,
  jsonResponse,
  redirectResponse,
  textResponse,
  type HttpHandler,
  type HttpResponse,
} from "./core/http.ts";
import { setupRoutes } from "./features/admin/setup-routes.ts";
import { accountRoutes } from "./features/accounts/web/routes.ts";
import { LOG_PATH } from "./features/deployments/log-page.ts";
import {
  receiveServiceWebhook,
  SERVICE_WEBHOOK_LIMIT_BYTES,
  type ReceiveWebhookDeps,
} from "./features/services/receive-webhook.ts";
import { signInCallback, signInStart } from "./features/signin/web.ts";
import { createHttpServer, staticFiles, type HttpServer } from "./http/index.ts";
import { staticFolder, teamsJsFile } from "./package-files.ts";
import { createSetupDeps } from "./setup.ts";
import type { Parts } from "./app.ts";

/** GitHub sends nothing larger: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
const WEBHOOK_LIMIT_BYTES = 25 * 1024 * 1024;

/** The process's HTTP server with every route. */
export function createServer(parts: Parts): HttpServer {
  const { config, log, metrics } = parts;
  const server = createHttpServer({
    log,
    metrics,
    trustProxy: config.http.trustProxy,
    isSecure: config.http.publicUrl.startsWith("https:"),
  });
  server.route("POST", "/api/messages", messages(parts));
  server.route("POST", "/github/webhooks", githubWebhooks(parts), { bodyLimitBytes: WEBHOOK_LIMIT_BYTES });
  const serviceWebhooks = receiveServiceWebhook(serviceWebhookDeps(parts));
  for (const path of [
    "/services/:provider/:connectionId/webhook",
    "/services/:provider/:connectionId/webhook/:secret",
  ])
    server.route("POST", path, serviceWebhooks, { bodyLimitBytes: SERVICE_WEBHOOK_LIMIT_BYTES });
  server.route("GET", "/auth/github/start", signInStart(parts.services.signInWeb));
  server.route("GET", "/auth/github/callback", signInCallback(parts.services.signInWeb));
  for (const { method, path, handler } of setupRoutes(createSetupDeps(config, parts)))
    server.route(method, path, handler);
  for (const { method, path, handler, bodyLimitBytes } of accountRoutes(parts.services.accountsWeb))
    server.route(method, path, handler, { bodyLimitBytes });
  server.route("GET", LOG_PATH, parts.services.deployments.logPage);
  server.route("GET", "/", () => Promise.resolve(redirectResponse("static/about.html")));
  server.route("GET", "/static/*", staticFiles(staticFolder, { "teams-js.js": teamsJsFile }));
  // Monitors ask by HEAD as well.
  for (const method of ["GET", "HEAD"] as const) {
    server.route(method, "/healthz", () => Promise.resolve(textResponse(200, "ok\n")));
    server.route(method, "/readyz", readiness(parts));
  }
  if (config.http.metricsToken !== undefined)
    server.route("GET", "/metrics", exposition(parts, config.http.metricsToken));
  return server;
}

function messages({ teams, receive, metrics, log }: Parts): HttpHandler {
  return async (request) => {
    const body = parseJson(await request.body());
    if (body === undefined) return jsonResponse(400, { code: "NotJson" });
    const received = await teams.receive(request.headers, request.remoteAddress, body);
    if (received.kind === "refused") {
      metrics.count("ployst_activities_total", { kind: "unknown", outcome: "refused" });
      return received.status === 200
        ? emptyResponse(200)
        : jsonResponse(received.status, { code: "Refused" });
    }
    const { activity, isInvoke } = received;
    metrics.count("ployst_activities_total", { kind: activity.kind, outcome: "accepted" });
    if (!isInvoke) {
      await receiveActivity(activity, isInvoke, receive);
      return emptyResponse(200);
    }
    // Teams shows nothing of an answer whose HTTP status is an error, so a failure goes inside as well.
    const answer = await receiveActivity(activity, isInvoke, receive).catch((error: unknown) =>
      reply.failure(toFault(error, log)),
    );
    return invokeResponse(activity, answer, teams);
  };
}

function invokeResponse(
  activity: InboundActivity,
  answer: Awaited<ReturnType<typeof receiveActivity>>,
  teams: Parts["teams"],
): HttpResponse {
  const body = teams.toInvokeResponse(activity, answer);
  return body === undefined ? emptyResponse(200) : jsonResponse(200, body);
}

function githubWebhooks({ github, intake, metrics, log }: Parts): HttpHandler {
  return async (request) => {
    const verdict = github.webhooks.verify(request.headers, await request.body());
    if (verdict.kind === "refused") {
      metrics.count("ployst_webhooks_total", { source: "github", event: "unknown", outcome: "refused" });
      log.warn(
        { status: verdict.status, reason: verdict.reason, from: request.remoteAddress },
        "webhook refused",
      );
      return jsonResponse(verdict.status, { code: "Refused" });
    }
    const { status } = await intake.accept(verdict.webhook);
    return emptyResponse(status);
  };
}

function serviceWebhookDeps({ store, outside, metrics, log, receive }: Parts): ReceiveWebhookDeps {
  return { store, metrics, log, providers: outside.providers, wakeJobs: receive.wakeJobs };
}

function readiness({ store }: Parts): HttpHandler {
  return async () => {
    try {
      await store.ping();
      return textResponse(200, "ready\n");
    } catch {
      return textResponse(503, "the database doesn't answer\n");
    }
  };
}

function exposition({ metrics, store }: Parts, token: string): HttpHandler {
  return async (request) => {
    if (!isSame(request.headers["authorization"] ?? "", `Bearer ${token}`))
      throw faults.METRICS_TOKEN_WRONG();
    await measureStore(metrics, store);
    const { contentType, text } = await metrics.expose();
    return { status: 200, headers: { "content-type": contentType }, body: text };
  };
}

/** In a time that tells nothing of either, not even the length. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** What only the database knows, asked when somebody looks. */
async function measureStore(metrics: Parts["metrics"], store: Parts["store"]): Promise<void> {
  const [backlog, jobs] = await store.read((reads) =>
    Promise.all([reads.outbox.backlog(), reads.jobs.countByState()]),
  );
  metrics.set("ployst_outbox_waiting", {}, backlog.waiting);
  for (const [state, count] of Object.entries(jobs)) metrics.set("ployst_jobs", { state }, count);
}

function parseJson(body: Buffer): unknown {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return parsed;
  } catch {
    return undefined;
  }
}
