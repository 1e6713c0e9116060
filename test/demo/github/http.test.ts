import assert from "node:assert/strict";
import { request } from "node:http";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { createClient, outcome } from "./lab-clients.ts";

describe("GitHub lab: HTTP", () => {
  let lab: GitHubLab;
  let now: Date;
  beforeEach(async () => {
    now = new Date("2026-03-01T12:00:00Z");
    lab = await startGitHubLab({ now: () => now, seed: { hourlyRateLimit: 3 } });
  });
  afterEach(async () => {
    await lab.close();
  });

  const tools = (): string => `${lab.apiUrl}/repos/contoso/tools`;

  it("answers 304 to an unchanged tag, at no cost, and 200 after a change", async () => {
    const first = await fetch(tools());
    const tag = first.headers.get("etag") ?? "";
    assert.match(tag, /^W\/"/);
    const again = await fetch(tools(), { headers: { "if-none-match": tag } });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), "");
    assert.equal(again.headers.get("x-ratelimit-used"), first.headers.get("x-ratelimit-used"));
    await lab.openIssue("contoso/tools", { by: "eve", title: "Changes the count" });
    assert.equal((await fetch(tools(), { headers: { "if-none-match": tag } })).status, 200);
  });

  it("counts the rate limit for each caller, in windows of an hour", async () => {
    const client = createClient(lab, lab.createUserToken("mira").token);
    const ask = async (): Promise<number> =>
      await outcome(client.rest.repos.get({ owner: "contoso", repo: "tools" }));
    assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [200, 200, 200, 403]);
    assert.equal((await fetch(tools())).headers.get("x-ratelimit-limit"), "60");
    now = new Date(now.getTime() + 3600 * 1000);
    assert.equal(await ask(), 200);
  });

  it("names every answer and keeps to its own clock", async () => {
    const response = await fetch(tools());
    assert.match(response.headers.get("x-github-request-id") ?? "", /^[\dA-F]{32}$/);
    assert.equal(response.headers.get("date"), now.toUTCString());
  });

  it("refuses a client that does not name itself", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(tools(), (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once("error", reject)
        .end();
    });
    assert.equal(status, 403);
  });

  it("says that a body is not JSON", async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${tools()}/issues`, { method: "POST", body: "{ no", headers });
    assert.equal(response.status, 400);
  });

  it("plans failures by count, status, headers and body", async () => {
    lab.failNext("GET /repos/contoso/tools", 429, 2, { "retry-after": "7" });
    const limited = await fetch(tools());
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get("retry-after"), "7");
    assert.match(await limited.text(), /secondary rate limit/);
    assert.equal((await fetch(tools())).status, 429);
    assert.equal((await fetch(tools())).status, 200);
    lab.failNext(/^GET \/repos/, 502);
    assert.match((await fetch(tools())).headers.get("content-type") ?? "", /text\/html/);
    lab.failNext("tools", 403, 1, { "x-github-sso": "required; url=https://github.example/sso" });
    assert.match(await (await fetch(tools())).text(), /SAML/);
  });

  it("cuts the connection before or after acting, and never answers a planned timeout", async () => {
    await lab.install("contoso", "all");
    const client = createClient(lab, lab.createUserToken("mira").token);
    const open = async (): Promise<unknown> =>
      await client.rest.issues.create({ owner: "contoso", repo: "tools", title: "Once" });
    const count = async (): Promise<number> =>
      (await client.rest.issues.listForRepo({ owner: "contoso", repo: "tools" })).data.length;
    lab.failNext("POST /repos/contoso/tools/issues", "reset");
    await assert.rejects(open());
    assert.equal(await count(), 0);
    lab.failNext("POST /repos/contoso/tools/issues", "reset-after");
    await assert.rejects(open());
    assert.equal(await count(), 1);
    lab.failNext("GET /repos/contoso/tools", "timeout");
    await assert.rejects(fetch(tools(), { signal: AbortSignal.timeout(50) }), { name: "TimeoutError" });
  });

  it("listens on loopback", () => {
    assert.equal(new URL(lab.url).hostname, "127.0.0.1");
  });
});
