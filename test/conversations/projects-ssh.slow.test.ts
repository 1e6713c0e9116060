import assert from "node:assert/strict";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import type { Sshd } from "../../demo/hosts/sshd.ts";
import { startGitSshd } from "../services/git/git-sshd.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { describeWithSshd } from "../support/describe-with-sshd.ts";
import { makeGitRepositories, type GitRepositories } from "../support/git/repositories.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";
import { until } from "../support/until.ts";

describeWithSshd("a project of a repository behind an SSH key", () => {
  let repositories: GitRepositories;
  let sshd: Sshd;
  let chat: Chat;
  let site: TeamSite;
  let web1: string;
  let head: string;
  beforeEach(async () => {
    repositories = await makeGitRepositories();
    head = await repositories.create("octo/shop");
    sshd = await startGitSshd(repositories.root);
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" } });
    site = await makeTeamSite(chat, chat.mira);
    web1 = (await site.server("web-1")).id;
  });
  afterEach(async () => {
    await chat.close();
    await sshd.close();
    await repositories.cleanup();
  });

  const address = (): string => `ssh://${sshd.user}@127.0.0.1:${String(sshd.port)}/octo/shop.git`;
  const addKey = async (name: string, key: Pick<Sshd, "publicKey" | "privateKey">): Promise<void> => {
    await chat.app.parts.store.transaction((tx) =>
      tx.keyPairs.create({
        ...{ ownerType: "team", ownerId: site.teamId, name, algorithm: "ed25519" },
        ...{ publicKey: key.publicKey, privateKey: key.privateKey, fingerprint: `SHA256:${name}` },
      }),
    );
  };
  const create = async (who: FakePerson = chat.mira): Promise<string> => {
    const { message } = await chat.ask(who, "project create");
    const { dialog } = await chat.teams.clickButton(who, message.id, "Open the form…");
    assert.ok(dialog);
    const filled = { acquire: "archive", servers: web1, name: "shop", repository: address() };
    const sent = await chat.teams.submitDialog(who, chat.channel, dialog.card, "Create", filled);
    return JSON.stringify(sent.dialog?.card ?? sent);
  };
  const texts = (): readonly string[] =>
    chat.channel.threads.flatMap((root) => [root, ...root.replies].map((message) => readable(message)));

  it("is made with the team's key, and planned with it", async () => {
    await addKey("deploys", sshd);

    await create();

    await until(() => texts().some((text) => /✅ Project shop\n[^]*I read it (?:by|with) .*key/.test(text)));
    const plan = new RegExp(String.raw`Deploy: \*\*shop\*\* main at ${head.slice(0, 7)} to web-1\?`);
    await until(() => texts().some((text) => plan.test(text)));
    const project = await chat.app.parts.store.read((reads) =>
      reads.projects.findByName(site.teamId, "shop"),
    );
    assert.equal(project?.vcs, "git");
    assert.doesNotMatch(JSON.stringify(project), /PRIVATE KEY/);
  });

  it("says that a key is missing, and keeps nothing of it", async () => {
    assert.match(await create(), /isn't open to team Platform/);
    await addKey("laptop", await makeOtherKey());

    const refused = await create();

    assert.match(refused, /isn't open to team Platform.*keypair create team/);
    assert.doesNotMatch(refused, /access token|GIT_TOKEN/);
    const { store } = chat.app.parts;
    assert.equal(await store.read((reads) => reads.projects.findByName(site.teamId, "shop")), undefined);
  });

  it("is made with whichever of the team's keys is let in", async () => {
    await addKey("laptop", await makeOtherKey());
    await addKey("deploys", sshd);

    await create();

    await until(() => texts().some((text) => text.includes("✅ Project shop")));
  });

  it("is refused where the host shows another key than before", async () => {
    await addKey("deploys", sshd);
    await create();
    await until(() => texts().some((text) => text.includes("✅ Project shop")));
    await sshd.replaceHostKey();

    const { text } = await chat.ask(chat.mira, "deploy shop");

    assert.match(text, /host key|another key|other key/i);
  });

  async function makeOtherKey(): Promise<Pick<Sshd, "publicKey" | "privateKey">> {
    const other = await startGitSshd(repositories.root);
    await other.close();
    return other;
  }
});
