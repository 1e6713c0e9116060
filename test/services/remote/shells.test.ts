import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { makeRemote, startServer } from "../../adapters/remote/start-server.ts";
import { exerciseEnvironment } from "../../adapters/remote/suite/environment.ts";
import { exerciseExec } from "../../adapters/remote/suite/exec.ts";
import { exerciseKeys } from "../../adapters/remote/suite/keys.ts";
import type { Place } from "../../adapters/remote/suite/place.ts";
import { exerciseReleases } from "../../adapters/remote/suite/releases.ts";
import { exerciseRunEnds } from "../../adapters/remote/suite/run-ends.ts";
import { exerciseRuns } from "../../adapters/remote/suite/runs.ts";

const BUSYBOX = "/bin/busybox";
const BASH = "/bin/bash";
const LIMITS = { graceSeconds: 1 };
const run = promisify(execFile);

/** Skipped, and shown as such, where the shell is not installed; not where services are required. */
function describeWith(program: string): Mocha.PendingSuiteFunction | Mocha.SuiteFunction {
  return existsSync(program) || process.env["REQUIRE_SERVICES"] === "1" ? describe : describe.skip;
}

/** A server on which programs of these names are this one, and all else is as `searchPath` says. */
async function startPlace(names: readonly string[], program: string, searchPath = ""): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-shell-"));
  for (const name of names) await symlink(program, path.join(folder, name));
  const { lab, key, close, remote, access } = await startServer({
    lab: { searchPath: `${folder}${searchPath}` },
    remote: { limits: LIMITS },
  });
  return {
    ...{ remote, access },
    home: lab.home,
    publicKey: key.publicKey,
    another: () => makeRemote({ limits: LIMITS }),
    cut: () => lab.dropConnections(),
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

describeWith(BUSYBOX)("a server of busybox alone", () => {
  const start = async (): Promise<Place> => {
    const { stdout } = await run(BUSYBOX, ["--list"]);
    return startPlace(
      stdout.split("\n").filter((line) => line !== ""),
      BUSYBOX,
    );
  };
  describe("runs commands", () => exerciseExec(start));
  describe("keeps the environment", () => exerciseEnvironment(start));
  describe("keeps authorized keys", () => exerciseKeys(start));
  describe("keeps releases", () => exerciseReleases(start));
  describe("keeps runs", () => exerciseRuns(start));
  describe("ends runs", () => exerciseRunEnds(start));
});

describeWith(BASH)("a server whose sh is bash", () => {
  const start = (): Promise<Place> => startPlace(["sh"], BASH, ":/usr/bin:/bin:/usr/sbin:/sbin");
  describe("keeps runs", () => exerciseRuns(start));
  describe("ends runs", () => exerciseRunEnds(start));
});
