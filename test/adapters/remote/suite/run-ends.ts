import assert from "node:assert/strict";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { prepareRuns, STUBBORN } from "./a-run.ts";
import { at, isAlive, untilGone, type Place } from "./place.ts";

/** How runs end on every Linux server, and what is known of it. Between TERM and KILL is one second. */
export function exerciseRunEnds(start: () => Promise<Place>): void {
  const run = prepareRuns(start);
  const { fileOf, begin, read, untilEnd, pidsOf, keeperOf } = run;

  it("ends a run whose time is up, with its grandchildren, also when nobody looks", async () => {
    await begin(STUBBORN, { timeoutSeconds: 1, inactivitySeconds: 0 });
    const pids = await pidsOf();
    await run.place.remote.close();

    await untilGone(pids);

    const { state, timedOut, isCancelled } = await untilEnd();
    assert.deepEqual([state, timedOut, isCancelled], ["ended", "time", false]);
  });

  it("ends a run that is silent for too long, and none that speaks", async () => {
    await begin("for n in 1 2 3 4 5 6 7; do echo $n; sleep 0.4; done; sleep 600", { inactivitySeconds: 2 });

    const { timedOut, chunk } = await untilEnd();

    assert.deepEqual([timedOut, chunk.toString()], ["silence", "1\n2\n3\n4\n5\n6\n7\n"]);
  });

  it("ends a run that is cancelled, with its grandchildren, and says so twice", async () => {
    await begin(STUBBORN);
    const pids = await pidsOf();

    const states = await at(run.place, (host) =>
      Promise.all([host.cancelRun(run.id), host.cancelRun(run.id)]),
    );

    assert.deepEqual(states, ["ended", "ended"]);
    await untilGone(pids);
    const { state, isCancelled, timedOut } = await read();
    assert.deepEqual([state, isCancelled, timedOut], ["ended", true, undefined]);
  });

  it("gives a run that is cancelled the time to tidy up", async () => {
    await begin(`trap 'sleep 0.3; echo tidied; exit 5' TERM; echo "$$ $$"; sleep 600 & wait`);
    await pidsOf();

    assert.equal(await at(run.place, (host) => host.cancelRun(run.id)), "ended");

    const { exitCode, chunk } = await read();
    assert.deepEqual([exitCode, chunk.toString().split("\n")[1]], [5, "tidied"]);
  });

  it("never begins a run that was cancelled before", async () => {
    assert.equal(await at(run.place, (host) => host.cancelRun(run.id)), "ended");
    assert.equal(await begin("echo begun"), "already");

    const { state, exitCode, isCancelled, chunk } = await read();

    assert.deepEqual([state, exitCode, isCancelled, chunk.length], ["ended", undefined, true, 0]);
  });

  it("leaves a run that has ended as it ended", async () => {
    await begin("echo done; exit 3");
    await untilEnd();

    assert.equal(await at(run.place, (host) => host.cancelRun(run.id)), "ended");

    const { exitCode, isCancelled } = await read();
    assert.deepEqual([exitCode, isCancelled], [3, false]);
  });

  it("leaves alone what a script started to stay", async () => {
    await begin('sleep 600 >/dev/null 2>&1 & echo "$$ $!"');
    const [, daemon = 0] = await pidsOf();

    assert.equal((await untilEnd()).exitCode, 0);
    assert.ok(isAlive(daemon));
    process.kill(daemon, "SIGKILL");
  });

  it("knows that a run vanished, as when the machine was restarted", async () => {
    await begin(STUBBORN);
    const pids = await pidsOf();
    const keeper = await keeperOf();

    for (const pid of [keeper, ...pids]) process.kill(pid, "SIGKILL");
    await untilGone([keeper, ...pids]);

    const { state, exitCode, chunk } = await untilEnd();
    assert.deepEqual([state, exitCode], ["vanished", undefined]);
    assert.match(chunk.toString(), /^\d+ \d+\n$/);
    assert.equal(await begin("echo again"), "already");
    assert.equal(await at(run.place, (host) => host.cancelRun(run.id)), "vanished");
  });

  it("still ends a run whose keeper was killed", async () => {
    await begin(STUBBORN);
    const pids = await pidsOf();
    const keeper = await keeperOf();
    process.kill(keeper, "SIGKILL");
    await untilGone([keeper]);
    assert.equal((await read()).state, "running");

    assert.equal(await at(run.place, (host) => host.cancelRun(run.id)), "vanished");

    await untilGone(pids);
  });

  it("takes no other process for a run's own because it has its number", async () => {
    await mkdir(fileOf("started"), { recursive: true });
    for (const name of ["keeper", "pid"])
      await writeFile(fileOf(name), `${String(process.pid)} some-boot.12345\n`);

    assert.equal((await read()).state, "vanished");
    assert.equal(await at(run.place, (host) => host.cancelRun(run.id)), "vanished");
    assert.ok(isAlive(process.pid));
  });

  it("never begins one whose start was cut off, once it is given up", async () => {
    await mkdir(path.dirname(fileOf("log")), { recursive: true });
    assert.equal((await read()).state, "running");
    await utimes(path.dirname(fileOf("log")), 1_000_000, 1_000_000);

    assert.equal((await read()).state, "vanished");

    assert.ok((await readdir(path.dirname(fileOf("log")))).includes("started"));
    assert.equal(await begin("echo late"), "already");
  });
}
