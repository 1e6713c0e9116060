import { z } from "zod";
import type { AppRecord, World } from "../world.ts";
import { findAccount } from "../lookups.ts";
import { addApp, createPrivateKey } from "../plant.ts";
import { sha, randomText } from "../ids.ts";
import { page, redirect, type Answer } from "../http/answer.ts";
import { field, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { administers } from "./install.ts";
import { escapeHtml, hidden, layout, withQuery } from "./layout.ts";

/** Source: docs.github.com "Registering a GitHub App from a manifest". */
const Manifest = z.object({
  name: z.string().max(34).optional(),
  url: z.url(),
  hook_attributes: z.object({ url: z.url(), active: z.boolean().optional() }).optional(),
  redirect_url: z.url(),
  callback_urls: z.array(z.url()).max(10).optional(),
  setup_url: z.url().optional(),
  description: z.string().optional(),
  public: z.boolean().optional(),
  default_permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
  default_events: z.array(z.string()).optional(),
});
type Manifest = z.infer<typeof Manifest>;

/** Registering an App from a manifest: the form arrives, a person confirms, the browser goes back with a code. */
export const manifestRoutes: Route[] = [
  route("GET /settings/apps/new", showConfirmation),
  route("POST /settings/apps/new", showConfirmation),
  route("GET /organizations/:org/settings/apps/new", showConfirmation),
  route("POST /organizations/:org/settings/apps/new", showConfirmation),
  route("POST /settings/apps", register),
];

function readManifest(call: Call): Manifest | Answer {
  const problem = (text: string): Answer =>
    page(layout("Invalid GitHub App configuration", `<p>${escapeHtml(text)}</p>`), 422);
  const text = field(call, "manifest");
  if (text === undefined) return problem("The form has no manifest.");
  try {
    const parsed = Manifest.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : problem(z.prettifyError(parsed.error));
  } catch {
    return problem("The manifest is not JSON.");
  }
}

function showConfirmation(call: Call): Answer {
  const manifest = readManifest(call);
  if ("status" in manifest) return manifest;
  const owner = call.params["org"];
  const people = [...call.world.accounts.values()].filter(({ type }) => type === "User");
  const account = owner === undefined ? undefined : findAccount(call.world, owner);
  const able = account === undefined ? people : people.filter((user) => administers(user, account));
  const buttons = able.map(
    ({ login }) =>
      `<button class="main" name="as" value="${escapeHtml(login)}">Create GitHub App as ${escapeHtml(login)}</button>`,
  );
  const state = hidden("state", call.query.get("state") ?? field(call, "state"));
  const form = `<form method="post" action="/settings/apps">${state}${hidden("owner", owner)}${hidden("manifest", field(call, "manifest"))}
<label>App name <input name="name" maxlength="34" value="${escapeHtml(manifest.name ?? "My App")}"></label>
${buttons.join("\n")}</form>`;
  return page(layout("Create a GitHub App", form));
}

function register(call: Call): Answer {
  const manifest = readManifest(call);
  if ("status" in manifest) return manifest;
  const user = findAccount(call.world, field(call, "as") ?? "");
  const owner = field(call, "owner");
  const account = owner === undefined ? user : findAccount(call.world, owner);
  if (user === undefined || account === undefined || !administers(user, account)) {
    return page(layout("Not created", "<p>Choose who you are.</p>"), 422);
  }
  const name = field(call, "name") ?? manifest.name ?? "My App";
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (call.world.apps.some((app) => app.slug === slug)) {
    return page(layout("Not created", "<p>Name is already taken.</p>"), 422);
  }
  const app = addFromManifest(call.world, manifest, { name, slug, owner: account });
  const code = call.world.codes.createManifest(app);
  return redirect(withQuery(manifest.redirect_url, { code, state: field(call, "state") }));
}

function addFromManifest(
  world: World,
  manifest: Manifest,
  { name, slug, owner }: Pick<AppRecord, "name" | "slug" | "owner">,
): AppRecord {
  const app = addApp(world, owner, {
    name,
    slug,
    privateKey: createPrivateKey(),
    callbackUrls: manifest.callback_urls ?? [],
    permissions: { metadata: "read", ...manifest.default_permissions },
    events: manifest.default_events ?? [],
  });
  app.description = manifest.description ?? null;
  app.homepageUrl = manifest.url;
  app.setupUrl = manifest.setup_url ?? null;
  if (manifest.hook_attributes !== undefined) {
    const { url, active = true } = manifest.hook_attributes;
    app.webhookUrl = active ? url : null;
    app.webhookSecret = sha("webhook secret", randomText(20));
  }
  return app;
}
