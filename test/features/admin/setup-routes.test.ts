import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { createGitHub } from "../../../src/adapters/github/index.ts";
import type { CreatedApp, GitHub } from "../../../src/adapters/github/contract/index.ts";
import { faults } from "../../../src/core/errors.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { silentLog } from "../../../src/core/log.ts";
import { createHttpServer, type HttpServer } from "../../../src/http/index.ts";
import { listAppGaps } from "../../../src/features/admin/app-gaps.ts";
import { createSetupLink, setupRoutes, type SetupDeps } from "../../../src/features/admin/setup-routes.ts";
import { createSetupTickets, type SetupTickets } from "../../../src/features/admin/setup-tickets.ts";

interface App {
  readonly id: string;
  readonly slug: string;
  readonly privateKey: string;
}

function connect(lab: GitHubLab, app?: App): GitHub {
  return createGitHub({
    appId: app?.id,
    privateKey: app?.privateKey,
    slug: app?.slug,
    clientId: undefined,
    clientSecret: undefined,
    webhookSecrets: [],
    apiUrl: lab.apiUrl,
    webUrl: lab.webUrl,
    version: "0.0.0",
    clock: systemClock,
    log: silentLog,
    sleep: () => Promise.resolve(),
  });
}

function readAttribute(html: string, name: string): string {
  const value = new RegExp(`${name}="([^"]*)"`).exec(html)?.[1] ?? "";
  return value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

interface FormSent {
  readonly url: string;
  readonly manifest: unknown;
}

function readForm(html: string): FormSent {
  const form = html.slice(html.indexOf('id="manifest-form"'));
  const manifest: unknown = JSON.parse(readAttribute(form, 'name="manifest" value'));
  return { url: readAttribute(form, "action"), manifest };
}

describe("the setup pages", () => {
  let lab: GitHubLab;
  let folder: string;
  let tickets: SetupTickets;
  let server: HttpServer;
  let origin: string;
  let kept: CreatedApp[];

  beforeEach(async () => {
    lab = await startGitHubLab();
    folder = mkdtempSync(join(tmpdir(), "ployst-setup-"));
    tickets = createSetupTickets(join(folder, "setup.json"), systemClock);
    kept = [];
    await serve({});
  });
  afterEach(async () => {
    await server.close(0);
    await lab.close();
    rmSync(folder, { recursive: true });
  });

  async function serve(overrides: Partial<SetupDeps>): Promise<void> {
    server = createHttpServer({ log: silentLog, trustProxy: 0, isSecure: false });
    // Listening first: the address is part of what the pages show.
    const { port } = await server.listen(0, "127.0.0.1");
    origin = `http://127.0.0.1:${String(port)}`;
    const routes = setupRoutes({
      publicUrl: origin,
      githubWebUrl: lab.webUrl,
      tickets,
      convertManifest: connect(lab).convertManifest,
      recordApp: (app) => void kept.push(app),
      log: silentLog,
      ...overrides,
    });
    for (const { method, path, handler } of routes) server.route(method, path, handler);
  }

  async function restart(overrides: Partial<SetupDeps>): Promise<void> {
    await server.close(0);
    await serve(overrides);
  }

  async function open(path: string): Promise<{ status: number; html: string; headers: Headers }> {
    const response = await fetch(new URL(path, origin));
    return { status: response.status, html: await response.text(), headers: response.headers };
  }

  async function sendForm(login = "mira"): Promise<string> {
    const { html } = await open(createSetupLink(origin, tickets));
    const { url, manifest } = readForm(html);
    return lab.registerApp(login, url, manifest);
  }

  it("lead to an App that lacks nothing, and keep its credentials", async () => {
    const callback = await sendForm();

    const made = await open(callback);
    assert.equal(made.status, 200);
    assert.match(made.html, /Restart Ployst/);
    const [app] = kept;
    assert.ok(app);
    assert.match(made.html, new RegExp(`/${app.slug}/installations/new"`));
    const self = await connect(lab, { id: app.id, slug: app.slug, privateKey: app.pem }).app.getSelf();
    assert.deepEqual(listAppGaps(self), []);
    for (const secret of [app.pem, app.clientSecret, app.webhookSecret])
      assert.ok(!made.html.includes(secret));
  });

  it("let an organization own the App, typed without a script", async () => {
    const link = `${createSetupLink(origin, tickets)}&organization=contoso`;

    const { html } = await open(link);
    const { url, manifest } = readForm(html);
    assert.match(url, /\/organizations\/contoso\/settings\/apps\/new\?state=/);
    const made = await open(await lab.registerApp("mira", url, manifest));

    assert.equal(made.status, 200);
    assert.equal(kept.length, 1);
  });

  it("take a strange organization for a slip, and show it inert", async () => {
    const typed = encodeURIComponent('../x?"><script>alert(1)</script>');

    const { status, html } = await open(`${createSetupLink(origin, tickets)}&organization=${typed}`);

    assert.equal(status, 200);
    assert.match(html, /is not the name of an organization/);
    assert.ok(!html.includes("<script>alert"));
    assert.equal(new URL(readForm(html).url).pathname, "/settings/apps/new");
  });

  it("may send their form to GitHub and nowhere else", async () => {
    const { headers } = await open(createSetupLink(origin, tickets));

    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, new RegExp(`form-action 'self' ${new URL(lab.webUrl).origin};`));
    assert.match(policy, /default-src 'none'/);
    assert.equal(headers.get("referrer-policy"), "strict-origin");
    assert.equal(headers.get("x-frame-options"), "DENY");
  });

  it("open with a live link only, and say how to get one", async () => {
    const live = tickets.create();

    for (const path of ["/setup/github", "/setup/github?token=", `/setup/github?token=${live}x`]) {
      const { status, html } = await open(path);
      assert.equal(status, 404, path);
      assert.match(html, /ployst setup/);
      assert.ok(!html.includes("manifest-form"));
    }
  });

  it("say when GitHub could not reach us", async () => {
    await restart({ publicUrl: "http://localhost:3978", githubWebUrl: "https://github.com" });

    const { status, html } = await open(`/setup/github?token=${tickets.create()}`);

    assert.equal(status, 409);
    assert.match(html, /Set PUBLIC_URL/);
  });

  it("use a callback once", async () => {
    const callback = await sendForm();
    await open(callback);

    const again = await open(callback);

    assert.equal(again.status, 404);
    assert.equal(kept.length, 1);
    assert.equal(lab.requests.filter(({ path }) => path.includes("/conversions")).length, 1);
  });

  it("ask GitHub nothing for a forged state", async () => {
    const callback = new URL(await sendForm());
    callback.searchParams.set("state", "forged");

    const { status } = await open(callback.href);

    assert.equal(status, 404);
    assert.deepEqual(kept, []);
    assert.ok(!lab.requests.some(({ path }) => path.includes("/conversions")));
  });

  it("go on when GitHub failed: the same page again makes it", async () => {
    const callback = await sendForm();
    lab.failNext("/conversions", 502);

    const failed = await open(callback);
    const made = await open(callback);

    assert.equal(failed.status, 503);
    assert.match(failed.html, /Reload this page/);
    assert.equal(made.status, 200);
    assert.equal(kept.length, 1);
  });

  it("send back to the link when GitHub doesn't know the code, or gave none", async () => {
    const token = tickets.create();
    const state = tickets.stateOf(token);

    const unknown = await open(`/setup/github/callback?state=${state}&code=nonsense`);
    const none = await open(`/setup/github/callback?state=${state}`);

    assert.equal(unknown.status, 409);
    assert.equal(none.status, 400);
    assert.equal(tickets.isLive(token), true);
  });

  it("tell that an App's keys were lost when they can't be kept", async () => {
    await restart({
      recordApp: () => {
        throw new Error("ENOSPC");
      },
    });

    const { status, html } = await open(await sendForm());

    assert.equal(status, 500);
    assert.match(html, /Delete <a href="[^"]+">this App<\/a>/);
  });

  it("refuse an App without a webhook secret", async () => {
    const app = { id: "1", slug: "a", clientId: "c", clientSecret: "s", webhookSecret: "", pem: "p" };
    await restart({ convertManifest: async () => ({ ...app, htmlUrl: "https://github.test/apps/a" }) });

    const { status } = await open(`/setup/github/callback?code=x&state=${tickets.stateOf(tickets.create())}`);

    assert.equal(status, 500);
    assert.deepEqual(kept, []);
  });

  it("keep the link when GitHub asks to slow down", async () => {
    await restart({
      convertManifest: async () => Promise.reject(faults.GITHUB_RATE_LIMITED({ minutes: 3 })),
    });
    const token = tickets.create();

    const { status } = await open(`/setup/github/callback?code=x&state=${tickets.stateOf(token)}`);

    assert.equal(status, 503);
    assert.equal(tickets.isLive(token), true);
  });

  it("read nothing after an installation", async () => {
    const plain = await open("/github/setup");
    const forged = await open("/github/setup?installation_id=%3Cscript%3E&setup_action=install&state=x");

    assert.equal(plain.status, 200);
    assert.equal(forged.html, plain.html);
    assert.match(plain.html, /go on by themselves/);
  });
});
