import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { startLabHost, type LabHost } from "../../demo/hosts/index.ts";
import type { FakeConversation } from "../../demo/teams/connector/index.ts";
import type { DeploymentRecord, Transaction } from "../../src/adapters/store/contract/index.ts";
import { newId } from "../../src/core/ids.ts";
import { makeKey } from "../adapters/remote/start-server.ts";
import { readable } from "../support/chat.ts";
import { fakeSha } from "../support/fake-source.ts";
import { openBeside } from "./support/plant.ts";
import { WorkRecord } from "./support/record.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const DEADLINE_MS = 60_000;
const ENTRY = path.join(import.meta.dirname, "support/deploying-ployst.ts");
const STEPS = ["files", "start", "run", "switch", "prune"] as const;
const SCRIPT = 'echo "begun" | tee -a ~/ran; sleep 1; echo "done"; echo "::realm name=web"';
const SHA = fakeSha("one");

describe("a process killed in the middle of a deployment", function () {
  this.timeout(180_000);
  let world: ProcessWorld;
  let lab: LabHost;
  let channel: FakeConversation;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    world = await startWorld();
    lab = await startLabHost();
    channel = world.teams.channel("general");
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child);
    await lab.close();
    await world.close();
  });

  it("at whatever step, begins the script once, and the next one ends what it began", async () => {
    const deployment = await plant(SCRIPT);
    const record = new WorkRecord(world.file);
    const killedAt: string[] = [];
    for (const step of STEPS) {
      const child = start();
      const seen = await waitFor(deployment, (row) => row.state !== "queued" && rank(row.step) >= rank(step));
      await end(child);
      killedAt.push(seen.step);
      record.letLeasesRunOut();
    }
    start();

    const { state } = await waitFor(deployment, (row) => row.state === "success");

    assert.equal(state, "success");
    assert.ok(new Set(killedAt).size >= 4, `killed at ${killedAt.join(", ")}`);
    assert.equal(await readFile(path.join(lab.home, "ran"), "utf8"), "begun\n");
    assert.equal((await readFile(path.join(lab.home, "shop/current/version"), "utf8")).trim(), SHA);
    await world.teams.waitFor(
      () => channel.threads.find((one) => /of shop\n🟢 Succeeded/.test(readable(one))),
      DEADLINE_MS,
    );
    const store = await openBeside(world);
    const { output, server, realms } = await store.read(async (reads) => ({
      output: (await reads.deployments.listOutput(deployment.id, -1, 100)).map(({ chunk }) => chunk).join(""),
      server: await reads.servers.find(deployment.serverId),
      realms: await reads.realms.listByServer(deployment.serverId, { limit: 10 }),
    }));
    await store.close();
    assert.equal(output, "begun\ndone\n::realm name=web\n");
    assert.equal(server?.status, "online");
    assert.deepEqual(
      realms.map(({ name }) => name),
      ["web"],
    );
    record.close();
  });

  it("loses nothing of a long output, and repeats nothing", async () => {
    const deployment = await plant(
      'i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "line $i"; sleep 0.05; done',
    );
    const record = new WorkRecord(world.file);
    for (let kill = 1; kill <= 3; kill += 1) {
      const child = start();
      await waitFor(deployment, (row) => row.logOffset > kill * 60 || row.state === "success");
      await end(child);
      record.letLeasesRunOut();
    }
    start();
    await waitFor(deployment, (row) => row.state === "success");

    const store = await openBeside(world);
    const chunks = await store.read((reads) => reads.deployments.listOutput(deployment.id, -1, 500));
    await store.close();
    record.close();
    const expected = Array.from({ length: 40 }, (_, index) => `line ${String(index + 1)}\n`).join("");
    assert.equal(chunks.map(({ chunk }) => chunk).join(""), expected);
  });

  function start(): ChildProcess {
    const env = { ...world.env, OUTBOUND_PRIVATE_HOSTS: "127.0.0.1", PATH: process.env["PATH"] ?? "" };
    const child = spawn(process.execPath, [ENTRY], { cwd: world.folder, env, stdio: "ignore" });
    children.push(child);
    return child;
  }

  /** A deployment that somebody agreed to a moment ago. */
  async function plant(script: string): Promise<DeploymentRecord> {
    const key = makeKey();
    await lab.authorize(key.publicKey);
    const store = await openBeside(world);
    try {
      return await store.transaction((tx) => plantDeployment(tx, key, script));
    } finally {
      await store.close();
    }
  }

  async function plantDeployment(
    tx: Transaction,
    key: ReturnType<typeof makeKey>,
    script: string,
  ): Promise<DeploymentRecord> {
    const tenantId = "11111111-1111-4111-8111-111111111111";
    const person = { tenantId, teamsUserId: "29:mira", aadObjectId: newId(), displayName: "Mira Chen" };
    const { id: ownerId } = await tx.users.ensure(person);
    const conversation = await tx.conversations.ensure({
      ...{ tenantId, teamId: world.teams.world.teamId, channelId: channel.id, type: "channel" },
      ...{ serviceUrl: world.teams.url, name: channel.name },
    });
    const team = await tx.teams.create({ tenantId, name: "Platform", ownerId });
    const teamId = team?.id ?? "";
    const cloud = await tx.clouds.create({
      ...{ teamId, name: "ours", provider: "existing", privateNetwork: "", address: "", region: "" },
      settings: {},
    });
    const asked = { requestedBy: ownerId, conversationId: conversation.id, threadRootId: "" };
    const spec = { os: "linux", image: "", size: "", region: "", clientToken: newId() } as const;
    const login = { publicAddress: lab.address, sshUser: "deploy", sshPort: lab.port };
    const [server] =
      (await tx.servers.createMany([
        { teamId, cloudId: cloud?.id ?? "", name: "web-1", ...spec, ...login, ...asked },
      ])) ?? [];
    const serverId = server?.id ?? "";
    await tx.servers.move(serverId, ["requested"], "online");
    const pair = await tx.keyPairs.create({
      ...{ ownerType: "team", ownerId: teamId, name: "deploys", algorithm: "ed25519" },
      ...{ publicKey: key.publicKey, privateKey: key.privateKey, fingerprint: "SHA256:deploys" },
    });
    await tx.serverKeyPairs.want(serverId, [pair?.id ?? ""]);
    const project = await tx.projects.create({
      ...{ teamId, name: "shop", vcs: "git", repositoryUrl: "https://git.example.com/octo/shop" },
      ...{ ghRepoId: "", defaultRef: "main", acquire: "archive", directory: "shop", script },
      ...{ hooks: {}, settings: {} },
    });
    const { group, deployments } = await tx.deployments.create({
      ...{ teamId, projectId: project?.id ?? "", ref: "main", sha: SHA, previousSha: "", ...asked },
      ...{ plan: {}, noop: false, rollbackOf: "", approvalsNeeded: 0, state: "queued" },
      servers: [{ serverId, script, previousSha: "" }],
    });
    await tx.jobs.create({ kind: "deployment", targetId: group.id });
    const [deployment] = deployments;
    assert.ok(deployment);
    return deployment;
  }

  type Row = Pick<DeploymentRecord, "state" | "step" | "logOffset">;

  /** Looks at the row so often that no step passes unseen, as a rule. */
  async function waitFor({ id }: DeploymentRecord, condition: (row: Row) => boolean): Promise<Row> {
    const database = new DatabaseSync(world.file, { readOnly: true, timeout: 5_000 });
    const statement = database.prepare(`SELECT state, step, "logOffset" FROM deployments WHERE id = ?`);
    const deadline = performance.now() + DEADLINE_MS;
    try {
      for (;;) {
        const row = statement.get(id);
        const found = {
          state: String(row?.["state"]) as Row["state"],
          step: String(row?.["step"]),
          logOffset: Number(row?.["logOffset"]),
        };
        if (condition(found)) return found;
        if (performance.now() > deadline) throw new Error(`the deployment is ${JSON.stringify(found)}`);
        await pause(2);
      }
    } finally {
      database.close();
    }
  }
});

function rank(step: string): number {
  return STEPS.findIndex((one) => one === step);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
