import assert from "node:assert/strict";
import { silentLog } from "../../../src/core/log.ts";
import { isFault } from "../../../src/core/errors.ts";
import { createGitHub } from "../../../src/adapters/github/index.ts";
import type { GitHub, NewGitHubDeployment } from "../../../src/adapters/github/contract/index.ts";
import { DEFAULT_SEED, startGitHubLab, type GitHubLab, type LabSeed } from "../../../demo/github/index.ts";

const WEB = "contoso/web";
const PATH = { owner: "contoso", name: "web" };

describe("deploying, as an installation", () => {
  let lab: GitHubLab;
  let github: GitHub;
  let installationId: string;
  let sha: string;

  async function start(seed: LabSeed = {}): Promise<void> {
    lab = await startGitHubLab({ seed });
    const { id, privateKey, slug, clientId, clientSecret, webhookSecret } = lab.app;
    github = createGitHub({
      ...{ appId: id, privateKey, slug, clientId, clientSecret, webhookSecrets: [webhookSecret] },
      ...{ apiUrl: lab.apiUrl, webUrl: lab.webUrl, version: "0.0.0" },
      ...{ clock: { now: () => new Date() }, log: silentLog, sleep: () => Promise.resolve() },
    });
    installationId = String((await lab.install("contoso", "all")).id);
    sha = (await lab.push(WEB, { by: "jon", commits: [{ message: "Say hello" }] })).headSha;
  }
  afterEach(() => lab.close());

  const findChecks = () => github.deploying.findChecks(installationId, PATH, sha);
  const create = (change: Partial<NewGitHubDeployment> = {}): Promise<string> =>
    github.deploying.createDeployment(installationId, PATH, {
      ...{ key: "key-1", sha, ref: "main", environment: "production", description: "web-1, web-2" },
      ...change,
    });

  it("takes check runs and statuses together, of one name the worst", async () => {
    await start();
    assert.deepEqual(await findChecks(), { checks: [], isComplete: true });
    const check = (name: string, conclusion: "success" | "skipped" | "cancelled") =>
      lab.checkRun(WEB, { headSha: sha, name, status: "completed", conclusion });
    await check("lint", "skipped");
    await check("build", "success");
    await check("e2e", "cancelled");
    await lab.checkRun(WEB, { headSha: sha, name: "slow", status: "in_progress" });
    lab.commitStatus(WEB, { context: "ci/old", state: "error", headSha: sha });
    lab.commitStatus(WEB, { context: "ci/old", state: "success", headSha: sha });
    lab.commitStatus(WEB, { context: "build", state: "pending", headSha: sha });

    assert.deepEqual((await findChecks())?.checks, [
      { name: "lint", state: "passed" },
      { name: "build", state: "pending" },
      { name: "e2e", state: "failed" },
      { name: "slow", state: "pending" },
      { name: "ci/old", state: "passed" },
    ]);
  });

  it("reads every page", async () => {
    await start();
    for (let number = 1; number <= 130; number += 1)
      lab.commitStatus(WEB, { context: `ci/${String(number)}`, state: "success", headSha: sha });

    assert.equal((await findChecks())?.checks.length, 130);
  });

  it("makes a deployment of exactly that commit once, whatever is lost on the way", async () => {
    await start();
    lab.commitStatus(WEB, { context: "ci", state: "failure", headSha: sha });
    lab.failNext("POST /repos/contoso/web/deployments", "reset-after");
    await assert.rejects(create(), (error) => isFault(error, "GITHUB_UNREACHABLE"));

    const id = await create();

    assert.equal(await create(), id);
    const [made, ...others] = lab.deployments(WEB);
    assert.deepEqual(others, []);
    assert.deepEqual([String(made?.id), made?.sha, made?.environment], [id, sha, "production"]);
    assert.deepEqual(made?.payload, { ployst: "key-1", ref: "main" });
    assert.notEqual(await create({ key: "key-2" }), id);
  });

  it("tells how a deployment goes on, as shortly as GitHub takes it", async () => {
    await start();
    const id = await create();
    const set = (deploymentId: string, logUrl: string): Promise<void> =>
      github.deploying.setDeploymentStatus(installationId, PATH, deploymentId, {
        ...{ state: "in_progress", description: "x".repeat(500), logUrl },
      });

    await set(id, "https://ployst.example/d/1");
    await set("4711", "");

    const statuses = lab
      .deployments(WEB)[0]
      ?.statuses.map(({ state, description, logUrl }) => [
        ...[state, Array.from(description).length, logUrl],
      ]);
    assert.deepEqual(statuses, [["in_progress", 140, "https://ployst.example/d/1"]]);
  });

  it("names the permission that the App lacks", async () => {
    const repositories = [{ name: "contoso/web", private: true, collaborators: { jon: "write" as const } }];
    const app = { permissions: { metadata: "read", checks: "read", deployments: "read" } as const };
    await start({ ...DEFAULT_SEED, repositories, app });
    const lacks = (permission: string) => (error: unknown) =>
      isFault(error, "GITHUB_PERMISSION_MISSING") && error.sentence.includes(permission);

    await assert.rejects(findChecks(), lacks("Commit statuses (read)"));
    await assert.rejects(create(), lacks("Deployments (write)"));
    assert.deepEqual(lab.deployments(WEB), []);
  });

  it("says that a commit isn't there, and that an installation is suspended", async () => {
    await start();
    await assert.rejects(create({ sha: "f".repeat(40) }), (error) =>
      isFault(error, "GITHUB_DEPLOYMENT_REFUSED"),
    );
    await lab.suspend("contoso");
    await assert.rejects(create(), (error) => isFault(error, "GITHUB_INSTALLATION_SUSPENDED"));
  });
});
