import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import { generateRepositories, startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { createApp, createClient, outcome } from "./lab-clients.ts";

describe("GitHub lab: the App", () => {
  let lab: GitHubLab;
  beforeEach(async () => {
    lab = await startGitHubLab();
  });
  afterEach(async () => {
    await lab.close();
  });

  function jwt(claims: Record<string, unknown>, algorithm: "RS256" | "HS256" = "RS256"): string {
    const now = Math.floor(Date.now() / 1000);
    const key = algorithm === "RS256" ? lab.app.privateKey : "shared secret";
    return jsonwebtoken.sign({ iat: now - 30, exp: now + 300, iss: lab.app.id, ...claims }, key, {
      algorithm,
    });
  }

  async function askApp(token: string): Promise<number> {
    return (await fetch(`${lab.apiUrl}/app`, { headers: { authorization: `Bearer ${token}` } })).status;
  }

  it("knows the App by its signed token, with permissions and events", async () => {
    const { data } = await createApp(lab).octokit.request("GET /app");
    assert.equal(String(data?.id), lab.app.id);
    assert.equal(data?.permissions.issues, "write");
    assert.ok(data.events.includes("pull_request"));
  });

  it("takes the client id as issuer", async () => {
    assert.equal(await askApp(jwt({ iss: lab.app.clientId })), 200);
  });

  it("refuses expired, far-off, unsigned and foreign tokens", async () => {
    const now = Math.floor(Date.now() / 1000);
    assert.equal(await askApp(jwt({ exp: now - 60 })), 401);
    assert.equal(await askApp(jwt({ exp: now + 1200 })), 401);
    assert.equal(await askApp(jwt({ iat: now + 120 })), 401);
    assert.equal(await askApp(jwt({}, "HS256")), 401);
    assert.equal(await askApp(jwt({ iss: "1" })), 404);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    assert.equal(
      await askApp(
        jsonwebtoken.sign({ iat: now, exp: now + 60, iss: lab.app.id }, privateKey, { algorithm: "RS256" }),
      ),
      401,
    );
    assert.equal(await askApp(jwt({})), 200);
  });

  it("finds installations by repository, organisation and user, and by page", async () => {
    const { id } = await lab.install("contoso", ["contoso/tools"]);
    await lab.install("mira", "all");
    const { octokit } = createApp(lab);
    const byRepo = await octokit.request("GET /repos/{owner}/{repo}/installation", {
      owner: "Contoso",
      repo: "Tools",
    });
    assert.equal(byRepo.data.id, id);
    assert.equal((await octokit.request("GET /orgs/{org}/installation", { org: "contoso" })).data.id, id);
    assert.equal(
      await outcome(octokit.request("GET /users/{username}/installation", { username: "eve" })),
      404,
    );
    const uncovered = { owner: "contoso", repo: "web" };
    assert.equal(await outcome(octokit.request("GET /repos/{owner}/{repo}/installation", uncovered)), 404);
    const first = await octokit.request("GET /app/installations", { per_page: 1 });
    assert.equal(first.data.length, 1);
    assert.match(first.headers.link ?? "", /page=2>; rel="next"/);
  });

  it("shows an installation token its repositories and public ones, nothing else", async () => {
    const { id } = await lab.install("contoso", ["contoso/tools"]);
    const octokit = await createApp(lab).getInstallationOctokit(id);
    const { data } = await octokit.request("GET /installation/repositories");
    assert.deepEqual(
      data.repositories.map((repository) => repository.full_name),
      ["contoso/tools"],
    );
    const ask = async (repo: string): Promise<number> =>
      await outcome(octokit.request("GET /repos/{owner}/{repo}", { owner: "contoso", repo }));
    assert.equal(await ask("web"), 200);
    assert.equal(await ask("secret"), 404);
    await lab.addRepositories("contoso", ["contoso/secret"]);
    assert.equal(await ask("secret"), 200);
  });

  it("narrows a token to repositories and permissions, and never widens it", async () => {
    const { id } = await lab.install("contoso", "all");
    const { octokit } = createApp(lab);
    const mint = "POST /app/installations/{installation_id}/access_tokens";
    const narrow = await octokit.request(mint, {
      installation_id: id,
      repositories: ["tools"],
      permissions: { issues: "read" },
    });
    const client = createClient(lab, narrow.data.token);
    assert.equal(await outcome(client.rest.repos.get({ owner: "contoso", repo: "secret" })), 404);
    assert.equal(
      await outcome(client.rest.issues.create({ owner: "contoso", repo: "tools", title: "x" })),
      403,
    );
    const wide = { installation_id: id, permissions: { secrets: "write" as const } };
    assert.equal(await outcome(octokit.request(mint, wide)), 422);
    assert.equal(await outcome(octokit.request(mint, { installation_id: id, repositories: ["gone"] })), 422);
  });

  it("lets an installation token die after an hour and at uninstallation", async () => {
    let now = new Date();
    await lab.close();
    lab = await startGitHubLab({ now: () => now });
    const { id } = await lab.install("contoso", "all");
    const mint = async (): Promise<string> => {
      const request = { installation_id: id };
      const answer = await createClient(lab, jwt({})).request(
        "POST /app/installations/{installation_id}/access_tokens",
        request,
      );
      return answer.data.token;
    };
    const list = async (token: string): Promise<number> =>
      await outcome(createClient(lab, token).request("GET /installation/repositories"));
    const [first, second] = [await mint(), await mint()];
    assert.equal(await list(first), 200);
    await lab.uninstall("contoso");
    assert.equal(await list(second), 401);
    const again = await lab.install("contoso", "all");
    assert.notEqual(again.id, id);
    const fresh = await createClient(lab, jwt({})).request(
      "POST /app/installations/{installation_id}/access_tokens",
      { installation_id: again.id },
    );
    now = new Date(now.getTime() + 3600 * 1000);
    assert.equal(await list(fresh.data.token), 401);
  });

  it("answers 403 while an installation is suspended", async () => {
    const { id } = await lab.install("contoso", "all");
    const octokit = await createApp(lab).getInstallationOctokit(id);
    assert.equal(await outcome(octokit.request("GET /installation/repositories")), 200);
    await lab.suspend("contoso");
    assert.equal(await outcome(octokit.request("GET /installation/repositories")), 403);
    assert.equal(
      await outcome(octokit.request("GET /repos/{owner}/{repo}", { owner: "contoso", repo: "secret" })),
      403,
    );
    const mint = createApp(lab).octokit.request("POST /app/installations/{installation_id}/access_tokens", {
      installation_id: id,
    });
    assert.equal(await outcome(mint), 403);
    await lab.unsuspend("contoso");
    assert.equal(await outcome(octokit.request("GET /installation/repositories")), 200);
  });

  it("holds thousands of repositories", async () => {
    await lab.close();
    const repositories = generateRepositories("big", 2500, { private: true });
    lab = await startGitHubLab({ seed: { users: [{ login: "big" }], repositories } });
    const { id } = await lab.install("big", "all");
    let count = 0;
    for await (const { octokit } of createApp(lab).eachInstallation.iterator()) {
      const { data } = await octokit.request("GET /installation/repositories", { per_page: 100, page: 25 });
      count = data.repositories.length;
      assert.equal(data.total_count, 2500);
    }
    assert.equal(count, 100);
    assert.ok(id > 0);
  });
});
