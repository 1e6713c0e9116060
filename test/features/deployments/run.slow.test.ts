import assert from "node:assert/strict";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import { JobDelay } from "../../../src/core/job.ts";
import { beginServer } from "../../../src/features/deployments/begin-server.ts";
import { expiryJob } from "../../../src/features/deployments/expiry-job.ts";
import { openStage, type Stage } from "./stage.ts";

const unreachable = (): Error => faults.SERVER_UNREACHABLE({ host: "203.0.113.7", port: 22 });
const lost = (): Error => faults.SERVER_CONNECTION_LOST({ host: "203.0.113.7" });

describe("a deployment on a server", () => {
  let stage: Stage;
  afterEach(() => stage.close());

  const end = async (): Promise<readonly string[]> => {
    const [group, deployment] = [await stage.group(), await stage.deployment()];
    const server = await stage.store.read((reads) => reads.servers.find(stage.server.id));
    return [group.state, deployment.state, server?.status ?? ""];
  };

  it("writes what it reads once, and masks what comes in pieces", async () => {
    stage = await openStage();
    stage.host.readings.push(
      { state: "running", chunk: Buffer.from("token very-se") },
      { state: "running", chunk: Buffer.from("cret\nnext\n") },
      { state: "ended", exitCode: 0, chunk: Buffer.from("last") },
    );

    await stage.drive();

    assert.deepEqual(await end(), ["success", "success", "online"]);
    assert.equal(await stage.output(), "token ***\nnext\nlast");
    assert.equal((await stage.deployment()).logOffset, 27);
    const { deployment } = stage.ids;
    assert.deepEqual(
      stage.host.calls.filter((call) => call.startsWith("startRun")),
      [`startRun ${deployment}`],
    );
    assert.equal(stage.host.calls.at(-1), "removeRun");
  });

  it("masks what the script was given, though it is changed or unset while it runs", async () => {
    stage = await openStage();
    const { host, variables } = stage;
    host.readings.push(
      { state: "running" },
      { state: "ended", exitCode: 0, chunk: Buffer.from("very-secret new-secret\n") },
    );
    host.faults.set("readRun", lost());

    await stage.drive(async () => {
      variables["TOKEN"] = "new-secret";
    });

    assert.equal(await stage.output(), "*** ***\n");
    assert.deepEqual(
      await stage.store.read((reads) => reads.deployments.listMasked(stage.ids.deployment)),
      [],
    );
  });

  it("goes on where it was when the connection is lost, whatever it was at", async () => {
    stage = await openStage();
    const { host } = stage;
    for (const call of ["receiveArchive", `startRun ${stage.ids.deployment}`, "readRun", "switchCurrent"])
      host.faults.set(call, lost());

    await stage.drive();

    assert.deepEqual(await end(), ["success", "success", "online"]);
    assert.equal(host.calls.filter((call) => call === "switchCurrent").length, 2);
  });

  it("waits two minutes for a server that isn't reached before anything began", async () => {
    stage = await openStage();
    stage.host.refusals.push(...Array.from({ length: 100 }, unreachable));
    const before = stage.time.now().getTime();

    await stage.drive();

    assert.deepEqual(await end(), ["failed", "failed", "online"]);
    assert.ok(stage.time.now().getTime() - before < 3 * MINUTE);
    assert.match((await stage.deployment()).lastError, /203\.0\.113\.7/);
  });

  it("waits for a script as long as it may run, and then doesn't know", async () => {
    stage = await openStage();
    stage.host.readings.push({ state: "running", logBytes: 0 });
    const before = stage.time.now().getTime();

    await stage.drive(async (visit) => {
      if (visit === 1) stage.host.refusals.push(...Array.from({ length: 5_000 }, unreachable));
    });

    assert.deepEqual(await end(), ["failed", "unknown", "online"]);
    const waited = stage.time.now().getTime() - before;
    assert.ok(waited >= 40 * MINUTE && waited < HOUR, String(waited / MINUTE));
    assert.match((await stage.group()).stateReason, /What web-1 has is not known/);
  });

  for (const [what, reading, said] of [
    ["it vanished", { state: "vanished" }, /neither runs nor told its end/],
    ["its files are gone", { state: "absent" }, /What its script left on the server is gone/],
  ] as const)
    it(`doesn't know what became of a script: ${what}`, async () => {
      stage = await openStage();
      stage.host.readings.push(reading);

      await stage.drive();

      assert.deepEqual(await end(), ["failed", "unknown", "online"]);
      assert.match((await stage.deployment()).lastError, said);
      assert.ok(!stage.host.calls.includes("switchCurrent"));
    });

  for (const [timedOut, said] of [
    ["time", /took longer than 30 min and was ended/],
    ["silence", /wrote nothing for 10 min and was ended/],
  ] as const)
    it(`has timed out where its time was up: ${timedOut}`, async () => {
      stage = await openStage();
      stage.host.readings.push({ state: "ended", exitCode: 137, timedOut });

      await stage.drive();

      assert.deepEqual(await end(), ["failed", "timed_out", "online"]);
      const { lastError, exitcode } = await stage.deployment();
      assert.match(lastError, said);
      assert.equal(exitcode, 137);
    });

  it("is not current where a folder is in the way, and says so", async () => {
    stage = await openStage();
    stage.host.faults.set("switchCurrent", faults.SERVER_CURRENT_TAKEN({ host: "web-1", directory: "shop" }));

    await stage.drive();

    assert.deepEqual(await end(), ["failed", "failed", "online"]);
    assert.match((await stage.deployment()).lastError, /shop/);
  });

  it("has succeeded where only old releases can't be removed", async () => {
    stage = await openStage();
    stage.host.faults.set("pruneReleases", faults.SERVER_TOOL_MISSING({ host: "web-1", tool: "find" }));

    await stage.drive();

    assert.deepEqual(await end(), ["success", "success", "online"]);
  });

  it("fails where the server's disk is full, and is deployed nowhere", async () => {
    stage = await openStage();
    stage.host.faults.set("receiveArchive", faults.SERVER_DISK_FULL({ host: "web-1" }));

    await stage.drive();

    assert.deepEqual(await end(), ["failed", "failed", "online"]);
    assert.match((await stage.deployment()).lastError, /disk/i);
    assert.deepEqual(stage.host.calls, ["receiveArchive"]);
    assert.match((await stage.group()).stateReason, /web-1 failed; its current release is still nothing/);
  });

  it("fails with what its source says", async () => {
    stage = await openStage();
    stage.source.fault = faults.GIT_SUBMODULES_UNSUPPORTED({ repository: "github.com/octo/shop" });

    await stage.drive();

    assert.deepEqual(await end(), ["failed", "failed", "online"]);
    assert.match((await stage.deployment()).lastError, /has submodules/);
  });

  it("is cloned by the server itself, by a run of its own", async () => {
    stage = await openStage({ acquire: "clone" });

    await stage.drive();

    assert.deepEqual(await end(), ["success", "success", "online"]);
    const runs = stage.host.calls.filter((call) => call.startsWith("startRun"));
    assert.equal(new Set(runs).size, 2);
    assert.deepEqual(stage.source.archives, []);
  });

  it("ends the clone that a lost connection left at work when it is cancelled", async () => {
    stage = await openStage({ acquire: "clone" });
    const { host, store, ids } = stage;
    host.faults.set("readRun", lost());

    await stage.drive(async () => {
      await store.transaction(async (tx) => {
        await tx.deployments.moveGroup(ids.group, ["executing"], "cancelling");
        await tx.deployments.move(ids.deployment, ["executing"], "cancelling");
      });
    });

    assert.deepEqual(await end(), ["cancelled", "cancelled", "online"]);
    assert.deepEqual(host.calls.slice(-3), ["readRun", "cancelRun", "removeRun"]);
  });

  it("says what git said where the server can't clone", async () => {
    stage = await openStage({ acquire: "clone" });
    const chunk = Buffer.from("fatal: could not read with very-secret\n");
    stage.host.readings.push({ state: "ended", exitCode: 128 }, { state: "ended", exitCode: 128, chunk });

    await stage.drive();

    assert.deepEqual(await end(), ["failed", "failed", "online"]);
    assert.match((await stage.deployment()).lastError, /could not clone the repository.*GIT_TOKEN/);
    assert.equal(await stage.output(), "fatal: could not read with ***\n");
    assert.equal(stage.host.calls.at(-1), "removeRun");
  });

  it("is not begun on a server that went offline", async () => {
    stage = await openStage();
    await stage.store.transaction((tx) => tx.servers.move(stage.server.id, ["online"], "offline"));

    await stage.drive();

    assert.deepEqual(await end(), ["failed", "failed", "offline"]);
    assert.deepEqual(stage.host.calls, []);
  });

  it("doesn't begin where the whole was cancelled a moment before", async () => {
    stage = await openStage();
    const { store, ids } = stage;
    await store.transaction((tx) => tx.deployments.moveGroup(ids.group, ["queued"], "executing"));
    const seen = await stage.group();
    await store.transaction((tx) => tx.deployments.moveGroup(ids.group, ["executing"], "cancelling"));

    await beginServer(seen, await stage.deployment(), stage.deps.deployments);
    await stage.drive();

    assert.deepEqual(await end(), ["cancelled", "cancelled", "online"]);
    assert.deepEqual(stage.host.calls, []);
  });

  it("is not known where Ployst gives up in the middle of the script, and failed before that", async () => {
    stage = await openStage();
    stage.host.readings.push({ state: "running", logBytes: 0 });
    await assert.rejects(
      stage.drive(() => Promise.reject(new Error("enough"))),
      /enough/,
    );
    await stage.die();
    assert.deepEqual(await end(), ["failed", "unknown", "online"]);

    await stage.close();
    stage = await openStage();
    await stage.die();
    assert.deepEqual(await end(), ["failed", "cancelled", "online"]);
  });

  it("ends where nobody approves it in time, and not before", async () => {
    stage = await openStage({ expiresAt: new Date("2026-03-02T12:00:00.000Z") });
    const run = { id: "j", holder: "me", targetId: stage.ids.group, payload: {}, attempt: 1 };
    const expire = (): Promise<void> =>
      expiryJob.run({ ...run, signal: new AbortController().signal }, stage.deps);

    await assert.rejects(expire(), JobDelay);
    assert.equal((await stage.group()).state, "pending_approval");
    stage.time.leap(addMilliseconds(new Date(0), DAY).getTime());
    await expire();
    await expire();

    assert.deepEqual(await end(), ["expired", "cancelled", "online"]);
    const events = await stage.store.read((reads) =>
      reads.events.listByEntity("deployment_group", stage.ids.group, { limit: 10 }),
    );
    assert.deepEqual(
      events.map(({ verb }) => verb),
      ["expired"],
    );
  });
});
