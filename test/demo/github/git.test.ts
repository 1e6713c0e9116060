import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";

const run = promisify(execFile);

describe("GitHub lab: git", () => {
  let lab: GitHubLab;
  beforeEach(async () => {
    lab = await startGitHubLab();
  });
  afterEach(async () => {
    await lab.close();
  });

  it("tells everybody who asks at the same moment the same", async () => {
    const args = ["ls-remote", `${lab.webUrl}/contoso/web.git`];
    const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0" };

    const answers = await Promise.all(
      Array.from({ length: 24 }, async () => (await run("git", args, { env })).stdout),
    );

    assert.match(answers[0] ?? "", /\trefs\/heads\/main\n/);
    assert.equal(new Set(answers).size, 1);
  });
});
