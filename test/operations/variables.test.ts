import assert from "node:assert/strict";
import { readVariables } from "../../src/operations/variables.ts";
import type { ServerRecord, Transaction, Variables } from "../../src/adapters/store/index.ts";
import { openTestStore, type TestStore } from "../support/store.ts";

describe("the variables of a server or script", () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.cleanup());

  it("are laid over each other: team < cloud < server < project", async () => {
    const of = await plant();

    const forServer = await store.read((reads) =>
      readVariables(reads, { teamId: of.teamId, cloudId: of.cloudId, serverId: of.serverId }),
    );
    const forScript = await store.read((reads) => readVariables(reads, of));

    assert.deepEqual(forServer, { A: "team", B: "cloud", C: "server", D: "server" });
    assert.deepEqual(forScript, { A: "team", B: "cloud", C: "server", D: "project" });
  });

  it("are one on Windows in whatever letters, the nearer one", async () => {
    assert.deepEqual(await readCases("windows"), { FOO: "server", Bar: "team", ZONE: "cloud" });
  });

  it("are two on Linux in other letters", async () => {
    assert.deepEqual(await readCases("linux"), {
      Foo: "team",
      FOO: "server",
      Bar: "team",
      zone: "team",
      ZONE: "cloud",
    });
  });

  it("are none where nothing refers to any", async () => {
    const { teamId } = await plant(false);
    assert.deepEqual(await store.read((reads) => readVariables(reads, { teamId })), {});
  });

  /** Of a server whose scopes name the same in other letters. */
  async function readCases(os: ServerRecord["os"]): Promise<Variables> {
    const of = await plant(false, os);
    await store.transaction(async (tx) => {
      const { teamId, cloudId, serverId } = of;
      await set(tx, teamId, { Foo: "team", Bar: "team", zone: "team" }, (to) =>
        tx.teams.setEnvironment(teamId, "", to),
      );
      await set(tx, teamId, { ZONE: "cloud" }, (to) => tx.clouds.setEnvironment(cloudId, "", to));
      await set(tx, teamId, { FOO: "server" }, (to) => tx.servers.setEnvironment(serverId, "", to));
    });
    return store.read((reads) => readVariables(reads, of));
  }

  function plant(
    withVariables = true,
    os: ServerRecord["os"] = "linux",
  ): Promise<Readonly<Record<"teamId" | "cloudId" | "serverId" | "projectId", string>>> {
    return store.transaction(async (tx) => {
      const mira = { tenantId: "t", aadObjectId: "mira", displayName: "Mira", teamsUserId: "29:mira" };
      const { id: ownerId } = await tx.users.ensure(mira);
      const team = await tx.teams.create({ tenantId: "t", name: "Platform", ownerId });
      const teamId = team?.id ?? "";
      const cloud = await tx.clouds.create({
        ...{ teamId, name: "hosts", provider: "existing" },
        ...{ privateNetwork: "", address: "", region: "", settings: {} },
      });
      const cloudId = cloud?.id ?? "";
      const servers = await tx.servers.createMany([
        {
          ...{ teamId, cloudId, name: "web-1", os, image: "", size: "", region: "" },
          ...{ publicAddress: "203.0.113.7", sshUser: "deploy", sshPort: 22, clientToken: "web-1" },
          ...{ requestedBy: ownerId, conversationId: "", threadRootId: "" },
        },
      ]);
      const serverId = servers?.[0]?.id ?? "";
      const project = await tx.projects.create({
        ...{
          teamId,
          name: "hello",
          vcs: "git",
          repositoryUrl: "https://example.com/octo/hello",
          ghRepoId: "",
        },
        ...{ defaultRef: "", acquire: "archive", directory: "app", script: "true", hooks: {}, settings: {} },
      });
      const projectId = project?.id ?? "";
      if (!withVariables) return { teamId, cloudId, serverId, projectId };
      await set(tx, teamId, { A: "team", B: "team" }, (to) => tx.teams.setEnvironment(teamId, "", to));
      await set(tx, teamId, { B: "cloud", C: "cloud" }, (to) => tx.clouds.setEnvironment(cloudId, "", to));
      await set(tx, teamId, { C: "server", D: "server" }, (to) =>
        tx.servers.setEnvironment(serverId, "", to),
      );
      await set(tx, teamId, { D: "project" }, (to) => tx.projects.setEnvironment(projectId, "", to));
      return { teamId, cloudId, serverId, projectId };
    });
  }

  async function set(
    tx: Transaction,
    teamId: string,
    variables: Readonly<Record<string, string>>,
    refer: (to: string) => Promise<boolean>,
  ): Promise<void> {
    const { id } = await tx.environments.create({ teamId, variables });
    assert.equal(await refer(id), true);
  }
});
