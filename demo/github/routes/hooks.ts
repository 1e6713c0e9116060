import type { AppCaller } from "../auth/caller.ts";
import { notFound, ok, type Answer } from "../http/answer.ts";
import { field, param, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import type { Delivery } from "../webhooks/log.ts";
import { asApp } from "./guards.ts";

/** The App's webhook: its settings and its recent deliveries. */
export const hookRoutes: Route[] = [
  route(
    "GET /app/hook/config",
    asApp((_, caller) => ok(toConfig(caller))),
  ),
  route(
    "PATCH /app/hook/config",
    asApp((call, caller) => {
      caller.app.webhookUrl = field(call, "url") ?? caller.app.webhookUrl;
      caller.app.webhookSecret = field(call, "secret") ?? caller.app.webhookSecret;
      return ok(toConfig(caller));
    }),
  ),
  route("GET /app/hook/deliveries", asApp(listDeliveries)),
  route(
    "GET /app/hook/deliveries/:id",
    asApp((call, caller) => {
      const delivery = find(call, caller);
      return delivery === undefined ? notFound() : ok(toDetail(delivery));
    }),
  ),
  route(
    "POST /app/hook/deliveries/:id/attempts",
    asApp((call, caller) => {
      const delivery = find(call, caller);
      if (delivery === undefined) return notFound();
      void call.world.deliveries.redeliver(delivery.guid);
      return { status: 202, json: {} };
    }),
  ),
];

function toConfig({ app }: AppCaller): Record<string, unknown> {
  const secret = app.webhookSecret === null ? {} : { secret: "********" };
  return { content_type: "json", insecure_ssl: "0", ...secret, url: app.webhookUrl };
}

function find(call: Call, { app }: AppCaller): Delivery | undefined {
  return call.world.deliveries.listShown(app).find(({ id }) => String(id) === param(call, "id"));
}

function listDeliveries(call: Call, { app }: AppCaller): Answer {
  const { query, world } = call;
  const size = Math.min(100, Number(query.get("per_page") ?? "30") || 30);
  const before = Number(query.get("cursor") ?? "Infinity");
  const older = world.deliveries.listShown(app).filter(({ id }) => id < before);
  const kept = older.filter((delivery) => matchesStatus(delivery, query.get("status")));
  const shown = kept.slice(0, size);
  const last = shown.at(-1);
  if (last === undefined || kept.length <= size) return ok(shown.map(toSummary));
  const next = `${world.apiUrl}/app/hook/deliveries?per_page=${String(size)}&cursor=${String(last.id)}`;
  return ok(shown.map(toSummary), { link: `<${next}>; rel="next"` });
}

function matchesStatus({ status }: Delivery, wanted: string | null): boolean {
  if (wanted === null) return true;
  return wanted === "success" ? status === "OK" : status !== "OK";
}

function toSummary(delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function toDetail(delivery: Delivery): Record<string, unknown> {
  const payload: unknown = JSON.parse(delivery.body);
  return {
    ...toSummary(delivery),
    url: delivery.url,
    request: { headers: delivery.requestHeaders, payload },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  };
}
