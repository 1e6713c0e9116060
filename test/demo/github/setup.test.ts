import assert from "node:assert/strict";
import { Octokit } from "@octokit/rest";
import { App } from "@octokit/app";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { createClient, outcome, startReceiver, type Receiver } from "./lab-clients.ts";

describe("GitHub lab: registering and installing", () => {
  let lab: GitHubLab;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    lab = await startGitHubLab({ webhookUrl: receiver.url });
  });
  afterEach(async () => {
    await lab.close();
    await receiver.close();
  });

  const manifest = (): Record<string, unknown> => ({
    name: "Chat of Contoso",
    url: "https://ployst.example",
    hook_attributes: { url: receiver.url },
    redirect_url: "http://127.0.0.1:4999/setup/github",
    callback_urls: ["http://127.0.0.1:4999/auth/github/callback"],
    default_permissions: { issues: "read" },
    default_events: ["issues"],
  });

  it("turns a manifest into an App, once", async () => {
    const back = new URL(
      await lab.registerApp("mira", `${lab.webUrl}/settings/apps/new?state=s1`, manifest()),
    );
    assert.equal(back.searchParams.get("state"), "s1");
    const code = back.searchParams.get("code") ?? "";
    const { data, status } = await createClient(lab).rest.apps.createFromManifest({ code });
    assert.equal(status, 201);
    assert.equal(data.slug, "chat-of-contoso");
    assert.match(data.pem, /BEGIN RSA PRIVATE KEY/);
    assert.ok(data.webhook_secret !== null && data.client_secret.length > 20);
    assert.equal(await outcome(createClient(lab).rest.apps.createFromManifest({ code })), 404);
    const app = new App({
      appId: data.id,
      privateKey: data.pem,
      Octokit: Octokit.defaults({ baseUrl: lab.apiUrl }),
    });
    const own = await app.octokit.request("GET /app");
    assert.deepEqual(own.data?.permissions, { metadata: "read", issues: "read" });
  });

  it("refuses a manifest it cannot read, and one for somebody else's organisation", async () => {
    await assert.rejects(lab.registerApp("mira", `${lab.webUrl}/settings/apps/new`, { name: "x" }), /422/);
    const org = `${lab.webUrl}/organizations/contoso/settings/apps/new`;
    await assert.rejects(lab.registerApp("eve", org, manifest()), /422/);
  });

  it("installs from the page, sends installation.created and goes to the setup address", async () => {
    lab.setSetupUrl("http://127.0.0.1:4999/github/setup");
    const page = `${lab.webUrl}/apps/${lab.app.slug}/installations/new?state=abc`;
    assert.match(await (await fetch(page)).text(), /Install as mira/);
    const choice = { account: "contoso", repositories: ["contoso/secret"] };
    const back = new URL(await lab.installInBrowser("mira", page, choice));
    await lab.settled();
    assert.equal(back.searchParams.get("setup_action"), "install");
    assert.equal(back.searchParams.get("state"), "abc");
    const [sent] = receiver.received;
    assert.equal(sent?.headers["x-github-event"], "installation");
    assert.match(sent.body, /"full_name":"contoso\/secret"/);
    assert.match(sent.body, new RegExp(`"id":${back.searchParams.get("installation_id") ?? "none"}\\b`));
  });

  it("lets a member only ask, and an outsider nothing", async () => {
    lab.setSetupUrl("http://127.0.0.1:4999/github/setup");
    const page = `${lab.webUrl}/apps/${lab.app.slug}/installations/new`;
    const choice = { account: "contoso", repositories: "all" as const };
    const back = new URL(await lab.installInBrowser("jon", page, choice));
    assert.equal(back.searchParams.get("setup_action"), "request");
    assert.equal(back.searchParams.get("installation_id"), null);
    await assert.rejects(lab.installInBrowser("eve", page, choice), /404/);
    assert.equal(receiver.received.length, 0);
  });

  it("shows pages of public things only, and escapes what people wrote", async () => {
    await lab.openIssue("contoso/tools", { by: "eve", title: "<script>alert(1)</script>" });
    const text = await (await fetch(`${lab.webUrl}/contoso/tools/issues/1`)).text();
    assert.match(text, /&lt;script&gt;/);
    assert.equal((await fetch(`${lab.webUrl}/contoso/secret`)).status, 404);
  });
});
