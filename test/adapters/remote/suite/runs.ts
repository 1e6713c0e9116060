import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { isFault } from "../../../../src/core/errors.ts";
import { until } from "../../../support/until.ts";
import { prepareRuns } from "./a-run.ts";
import { HOSTILE } from "./environment.ts";
import { at, type Place } from "./place.ts";

/** What every Linux server must do with runs. Between TERM and KILL is one second. */
export function exerciseRuns(start: () => Promise<Place>): void {
  const run = prepareRuns(start);
  const { fileOf, begin, read, untilSaid, untilEnd } = run;

  it("runs a script to its end, and keeps its output in order with its exit code", async () => {
    const script = 'umask 022; cat; for n in 1 2 3; do echo "out $n"; echo "err $n" >&2; done; pwd; exit 7';

    assert.equal(await begin(script), "started");
    const reading = await untilEnd();

    const lines = ["out 1", "err 1", "out 2", "err 2", "out 3", "err 3", run.place.home, ""].join("\n");
    assert.equal(reading.chunk.toString(), lines);
    const { state, exitCode, signal, timedOut, isCancelled, nextOffset, logBytes } = reading;
    assert.deepEqual(
      [state, exitCode, signal, timedOut, isCancelled],
      ["ended", 7, undefined, undefined, false],
    );
    assert.deepEqual([nextOffset, logBytes], [lines.length, lines.length]);
  });

  it("gives a script the profile's environment, and above it what was given, whatever is in it", async () => {
    await writeFile(path.join(run.place.home, ".profile"), "export FROM_PROFILE=yes PLAIN=no; umask 027\n");
    const names = Object.keys(HOSTILE);
    const printing = `printf '%s\\0' "$FROM_PROFILE" ${names.map((name) => `"$${name}"`).join(" ")}; umask; env`;

    await begin(printing, { environment: HOSTILE });
    const parts = (await untilEnd()).chunk.toString().split("\0");

    assert.deepEqual(parts.slice(0, -1), ["yes", ...Object.values(HOSTILE)]);
    assert.match(parts.at(-1) ?? "", /^0?027\n/);
    assert.doesNotMatch((parts.at(-1) ?? "").replace(HOSTILE["MARKS"] ?? "", ""), /^PLOYST|^ployst_/m);
    assert.ok(!(await readdir(run.place.home)).includes("pwned"));
    await writeFile(path.join(run.place.home, ".profile"), "");
  });

  it("is not led astray by variables with its own names, nor by the profile", async () => {
    await writeFile(path.join(run.place.home, ".profile"), "set -- a b c; cd /; set -a\n");
    const given = {
      ployst_dir: "/none",
      ployst_folder: "/none",
      dir: "/none",
      HOME: "/none",
      line: "x",
      IFS: "/",
    };

    await begin('printf "%s %s" "$ployst_dir" "$PWD"', { environment: given });

    assert.equal((await untilEnd()).chunk.toString(), `/none ${run.place.home}`);
    await writeFile(path.join(run.place.home, ".profile"), "");
  });

  it("shows what it gives in no argument and no file", async () => {
    const secret = randomBytes(12).toString("hex");

    await begin(
      'for f in /proc/[0-9]*/cmdline; do cat "$f" 2>/dev/null; done; echo; echo all read; sleep 600',
      {
        environment: { SECRET: secret },
      },
    );
    const said = await untilSaid(/^all read$/m);
    const folder = path.dirname(fileOf("log"));
    const texts = await Promise.all(
      (await readdir(folder))
        .filter((name) => name !== "started")
        .map((name) => readFile(fileOf(name), "utf8")),
    );

    assert.ok(said.includes("keep"));
    assert.ok(!said.includes(secret));
    assert.ok(!texts.some((text) => text.includes(secret)));
  });

  it("begins once, however often and from wherever it is asked", async () => {
    const other = run.place.another();
    const counted = path.join(run.place.home, `count-${run.id}`);
    const order = { id: run.id, directory: "~", environment: {}, timeoutSeconds: 60, inactivitySeconds: 0 };
    const script = `echo x >>'${counted}'`;

    const results = await Promise.all(
      [run.place.remote, other, run.place.remote, other, run.place.remote, other].map((remote) =>
        remote.use(run.place.access, (host) => host.startRun({ ...order, script }), {
          signal: new AbortController().signal,
        }),
      ),
    );
    await other.close();
    await untilEnd();

    assert.deepEqual(results.toSorted(), ["already", "already", "already", "already", "already", "started"]);
    assert.equal(await begin("echo another"), "already");
    assert.equal(await readFile(counted, "utf8"), "x\n");
  });

  it("tells what is said while it runs, from any place on, and loses nothing", async () => {
    const go = path.join(run.place.home, `go-${run.id}`);
    await begin(`seq 1 100000; while [ ! -e '${go}' ]; do sleep 0.1; done; echo end`);
    const expected = `${Array.from({ length: 100_000 }, (_, index) => String(index + 1)).join("\n")}\n`;
    await until(async () => (await read(0, 1)).logBytes === expected.length);

    const chunks: Buffer[] = [];
    let reading = await read(0, 70_001);
    for (; reading.chunk.length > 0; reading = await read(reading.nextOffset, 70_001))
      chunks.push(reading.chunk);
    assert.equal(reading.state, "running");
    assert.equal(Buffer.concat(chunks).toString(), expected);
    assert.equal((await read(16_384, 10)).chunk.toString(), expected.slice(16_384, 16_394));
    assert.deepEqual(
      [(await read(10 ** 9, 10)).chunk.length, (await read(10 ** 9, 10)).nextOffset],
      [0, 10 ** 9],
    );
    await writeFile(go, "");

    await until(async () => (reading = await read(expected.length)).state === "ended");
    assert.equal(reading.chunk.toString(), "end\n");
    assert.equal(reading.nextOffset, reading.logBytes);
  });

  it("runs on when the connection dies, and is found again", async () => {
    const go = path.join(run.place.home, `go-${run.id}`);
    await begin(`echo begun; while [ ! -e '${go}' ]; do sleep 0.1; done; echo over`);
    await untilSaid(/begun/);

    await run.place.cut?.();
    await run.place.remote.close();
    await writeFile(go, "");
    await untilSaid(/over/);

    assert.deepEqual([(await untilEnd()).exitCode, (await read()).chunk.toString()], [0, "begun\nover\n"]);
  });

  it("runs a script by the interpreter that it names, and one that was typed on Windows", async () => {
    await begin("#!/usr/bin/env sed -n 2p\nthe second line\n".replace("env sed -n 2p", "env cat"));
    assert.match((await untilEnd()).chunk.toString(), /^#!\/usr\/bin\/env cat\nthe second/);

    run.renew();
    await begin("if true\r\nthen echo fine\r\nfi\r\n");
    assert.equal((await untilEnd()).chunk.toString(), "fine\n");
  });

  it("tells of a folder that isn't there, and of signals", async () => {
    await begin("echo never", { directory: "/none/at all" });
    const missing = await untilEnd();
    assert.equal(missing.exitCode, 1);
    assert.match(missing.chunk.toString(), /\/none\/at all/);
    assert.doesNotMatch(missing.chunk.toString(), /never/);

    run.renew();
    await begin("kill -KILL $$");
    const killed = await untilEnd();
    assert.deepEqual([killed.exitCode, killed.signal], [137, "SIGKILL"]);
  });

  it("removes what a run left, but not while it runs", async () => {
    await begin("sleep 600");
    const remove = (): Promise<boolean> => at(run.place, (host) => host.removeRun(run.id));

    assert.equal(await remove(), false);
    await at(run.place, (host) => host.cancelRun(run.id));
    assert.equal(await remove(), true);
    assert.equal(await remove(), true);

    assert.equal((await read()).state, "absent");
    assert.ok(!(await readdir(path.join(run.place.home, ".ployst/runs"))).includes(run.id));
  });

  it("refuses what is no id, no folder and no variable", async () => {
    await assert.rejects(at(run.place, (host) => host.readRun("../../etc", 0, 10)));
    await assert.rejects(begin("true", { directory: "../x" }), (error) =>
      isFault(error, "SERVER_FOLDER_REFUSED"),
    );
    await assert.rejects(begin("true", { environment: { "A B": "" } }), (error) =>
      isFault(error, "SERVER_VARIABLE_REFUSED"),
    );
    assert.equal((await read()).state, "absent");
  });
}
