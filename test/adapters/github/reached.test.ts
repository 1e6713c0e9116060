import assert from "node:assert/strict";
import { generateRepositories, startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import type { GitHubPerson } from "../../../src/adapters/github/contract/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { makeGitHub } from "./make-github.ts";

describe("what a person and the App reach", () => {
  let lab: GitHubLab;
  let person: GitHubPerson;
  beforeEach(async () => {
    lab = await startGitHubLab({
      seed: {
        users: [{ login: "mira" }],
        orgs: [{ login: "contoso", owners: ["mira"] }],
        repositories: [...generateRepositories("contoso", 120), { name: "mira/dotfiles", private: true }],
      },
    });
    await lab.install("contoso", "all");
    await lab.install("mira", "all");
    person = makeGitHub({ apiUrl: lab.apiUrl, webUrl: lab.webUrl }).asPerson(
      lab.createUserToken("mira").token,
    );
  });
  afterEach(() => lab.close());

  it("is listed over all installations and pages, by name, and asked for conditionally", async () => {
    const { repositories, refused, isComplete } = await person.reached.listRepositories();

    assert.equal(repositories.length, 121);
    assert.deepEqual([refused, isComplete], [0, true]);
    const { owner, name, isPrivate } = repositories.at(-1) ?? {};
    assert.deepEqual([owner, name, isPrivate], ["mira", "dotfiles", true]);
    lab.clearRequests();
    assert.equal((await person.reached.listRepositories()).repositories.length, 121);
    assert.ok(lab.requests.length > 0);
    assert.ok(lab.requests.every(({ status }) => status === 304));
  });

  it("leaves out who lets nobody in now, and says so", async () => {
    lab.failNext(/\/user\/installations\/\d+\/repositories/, 403, 1, {
      "x-github-sso": "required; url=https://github.com/orgs/contoso/sso",
    });

    const { refused, repositories } = await person.reached.listRepositories();

    assert.equal(refused, 1);
    assert.ok(repositories.length < 121);
  });

  it("is nothing to be trusted while GitHub is down", async () => {
    lab.failNext(/\/user\/installations\/\d+\/repositories/, 502, 50);

    await assert.rejects(person.reached.listRepositories(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
  });

  it("has SSH keys that are added once and removed by repeating", async () => {
    const key = { title: "Ployst", publicKey: `ssh-ed25519 ${Buffer.alloc(51, 1).toString("base64")}` };

    assert.deepEqual(await person.sshKeys.add(key), { kind: "done", value: true });
    assert.equal((await person.sshKeys.add(key)).kind, "refused");
    const [known] = (await person.sshKeys.list()) ?? [];
    assert.ok(known);
    assert.equal(known.publicKey, key.publicKey);
    for (let times = 0; times < 2; times += 1)
      assert.deepEqual(await person.sshKeys.remove(known.id), { kind: "done", value: true });
    assert.deepEqual(await person.sshKeys.list(), []);
  });
});
