import type { App } from "@octokit/webhooks-types";
import type { AppRecord, World } from "../world.ts";
import { nodeId } from "../ids.ts";
import { toUser } from "./account.ts";

type AppStub = Omit<App, "permissions" | "events">;

/** An App as comments and issues name it: without permissions and events. */
export function toAppStub(world: World, app: AppRecord): AppStub {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("Integration", app.id),
    owner: toUser(world, app.owner),
    name: app.name,
    description: app.description,
    external_url: app.homepageUrl,
    html_url: `${world.webUrl}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.updatedAt,
  };
}

/** An App as checks embed it. */
export function toApp(world: World, app: AppRecord): AppStub & Record<string, unknown> {
  const { clientId: client_id, permissions, events } = app;
  return { ...toAppStub(world, app), client_id, permissions, events };
}

/** `GET /app`. */
export function toOwnApp(world: World, app: AppRecord): Record<string, unknown> {
  const mine = [...world.installations.values()].filter((installation) => installation.app === app);
  return { ...toApp(world, app), installations_count: mine.length };
}

/** What converting a manifest hands out, once: the only answer that holds the App's secrets. */
export function toConvertedApp(world: World, app: AppRecord): Record<string, unknown> {
  return {
    ...toApp(world, app),
    client_secret: app.clientSecret,
    webhook_secret: app.webhookSecret,
    pem: app.privateKey,
  };
}
