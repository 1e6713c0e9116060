import assert from "node:assert/strict";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { createApp, createClient, outcome } from "./lab-clients.ts";

describe("GitHub lab: who sees what", () => {
  let lab: GitHubLab;
  beforeEach(async () => {
    lab = await startGitHubLab();
  });
  afterEach(async () => {
    await lab.close();
  });

  async function readSecret(login: string): Promise<number> {
    const { token } = lab.createUserToken(login);
    return await outcome(createClient(lab, token).rest.repos.get({ owner: "contoso", repo: "secret" }));
  }

  it("refuses tokens it never issued", async () => {
    assert.equal(await outcome(createClient(lab, "ghu_unknown").rest.users.getAuthenticated()), 401);
    const response = await fetch(`${lab.apiUrl}/user`, { headers: { authorization: "Bearer nonsense" } });
    assert.equal(response.status, 401);
    assert.match(await response.text(), /"message":"Bad credentials"/);
    assert.equal(await outcome(createClient(lab).rest.users.getAuthenticated()), 401);
  });

  it("hides a private repository unless both the person and the App reach it", async () => {
    assert.equal(await readSecret("mira"), 404);
    await lab.install("contoso", ["contoso/tools"]);
    assert.equal(await readSecret("mira"), 404);
    await lab.addRepositories("contoso", ["contoso/secret"]);
    assert.equal(await readSecret("mira"), 200);
    assert.equal(await readSecret("jon"), 404);
    lab.setCollaborator("contoso/secret", "jon", "read");
    assert.equal(await readSecret("jon"), 200);
    await lab.suspend("contoso");
    assert.equal(await readSecret("mira"), 403);
    assert.equal(await readSecret("eve"), 404);
  });

  it("answers the same for a hidden repository as for none, by name and by id", async () => {
    const { token } = lab.createUserToken("eve");
    const read = async (path: string): Promise<string> =>
      await (await fetch(`${lab.apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })).text();
    assert.equal(await read("/repos/contoso/secret"), await read("/repos/contoso/nothing"));
    assert.equal(await read("/repositories/912004417"), await read("/repositories/912004418"));
  });

  it("lists a person's installations and the repositories they reach in them", async () => {
    const { id } = await lab.install("contoso", "all");
    const client = (login: string): ReturnType<typeof createClient> =>
      createClient(lab, lab.createUserToken(login).token);
    const count = async (login: string): Promise<number> =>
      (await client(login).rest.apps.listInstallationsForAuthenticatedUser()).data.total_count;
    assert.deepEqual([await count("mira"), await count("jon"), await count("eve")], [1, 1, 0]);
    const names = async (login: string): Promise<string[]> => {
      const { data } = await client(login).rest.apps.listInstallationReposForAuthenticatedUser({
        installation_id: id,
      });
      return data.repositories.map(({ name }) => name);
    };
    assert.deepEqual(await names("mira"), ["tools", "web", "secret"]);
    assert.deepEqual(await names("jon"), ["tools", "web"]);
    const eve = client("eve").rest.apps.listInstallationReposForAuthenticatedUser({ installation_id: id });
    assert.equal(await outcome(eve), 404);
  });

  it("shows people and organisations by login and by id", async () => {
    const client = createClient(lab);
    const org = await client.rest.users.getByUsername({ username: "Contoso" });
    assert.equal(org.data.type, "Organization");
    assert.equal(
      (await client.request("GET /user/{account_id}", { account_id: 583_231 })).data.login,
      "mira",
    );
    assert.equal(await outcome(client.rest.users.getByUsername({ username: "nobody" })), 404);
    const me = await createClient(lab, lab.createUserToken("jon").token).rest.users.getAuthenticated();
    assert.equal(me.data.login, "jon");
  });

  it("redirects a renamed repository to its id, and forgets the old name when it is taken again", async () => {
    await lab.renameRepository("contoso/web", "site");
    const moved = await fetch(`${lab.apiUrl}/repos/contoso/web`, { redirect: "manual" });
    assert.equal(moved.status, 301);
    assert.equal(moved.headers.get("location"), `${lab.apiUrl}/repositories/3000000019`);
    const followed = await createClient(lab).rest.repos.get({ owner: "contoso", repo: "web" });
    assert.equal(followed.data.full_name, "contoso/site");
    await lab.createRepository({ name: "contoso/web" });
    const taken = await createClient(lab).rest.repos.get({ owner: "contoso", repo: "web" });
    assert.notEqual(taken.data.id, followed.data.id);
  });

  it("does not tell an outsider where a private repository went", async () => {
    await lab.renameRepository("contoso/secret", "hidden");
    const ask = await fetch(`${lab.apiUrl}/repos/contoso/secret`, { redirect: "manual" });
    assert.equal(ask.status, 404);
  });

  it("lets people act only where the App is installed and they may", async () => {
    const create = async (login: string): Promise<number> => {
      const client = createClient(lab, lab.createUserToken(login).token);
      return await outcome(client.rest.issues.create({ owner: "contoso", repo: "tools", title: "Broken" }));
    };
    assert.equal(await create("jon"), 403);
    await lab.install("contoso", "all");
    assert.equal(await create("jon"), 201);
    assert.equal(await create("eve"), 201);
    const eve = createClient(lab, lab.createUserToken("eve").token);
    const close = eve.rest.issues.update({
      owner: "contoso",
      repo: "tools",
      issue_number: 1,
      state: "closed",
    });
    assert.equal(await outcome(close), 403);
  });

  it("opens, reviews and merges a pull request through the API", async () => {
    await lab.install("contoso", "all");
    const at = { owner: "contoso", repo: "tools" };
    const jon = createClient(lab, lab.createUserToken("jon").token);
    const mira = createClient(lab, lab.createUserToken("mira").token);
    await lab.push("contoso/tools", { by: "jon", branch: "fix", commits: [{ message: "Fix it" }] });
    const { data: pull } = await jon.rest.pulls.create({ ...at, title: "Fix", head: "fix", base: "main" });
    const numbered = { ...at, pull_number: pull.number };
    assert.equal(await outcome(jon.rest.pulls.createReview({ ...numbered, event: "APPROVE" })), 422);
    assert.equal(
      (await mira.rest.pulls.createReview({ ...numbered, event: "APPROVE" })).data.state,
      "APPROVED",
    );
    assert.equal(await outcome(mira.rest.pulls.merge({ ...numbered, sha: "0".repeat(40) })), 409);
    assert.equal((await mira.rest.pulls.merge(numbered)).data.merged, true);
    assert.equal((await jon.rest.pulls.get(numbered)).data.merged_by?.login, "mira");
    assert.equal(await outcome(mira.rest.pulls.merge(numbered)), 405);
  });

  it("says who the caller was, for counting", async () => {
    const { id } = await lab.install("contoso", "all");
    lab.clearRequests();
    const octokit = await createApp(lab).getInstallationOctokit(id);
    await octokit.request("GET /installation/repositories");
    await createClient(lab, lab.createUserToken("jon").token).rest.users.getAuthenticated();
    await outcome(createClient(lab, "bad").rest.users.getAuthenticated());
    const seen = lab.requests.map(({ method, path, token }) => `${method} ${path} ${token}`);
    assert.deepEqual(seen, [
      `POST /app/installations/${String(id)}/access_tokens app-jwt`,
      "GET /installation/repositories installation",
      "GET /user user",
      "GET /user bad",
    ]);
  });
});
