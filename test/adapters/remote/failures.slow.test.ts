import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { RemoteHost, RunOrder } from "../../../src/adapters/remote/index.ts";
import { isFault, type faultDeclarations } from "../../../src/core/errors.ts";
import { silentLog, type Log } from "../../../src/core/log.ts";
import { until } from "../../support/until.ts";
import { makeRemote, startServer, type TestServer } from "./start-server.ts";

const SOME = { timeoutMs: 20_000, mostBytes: 10_000 };
const SHA = "a".repeat(40);
const TOOLS = [
  "sh",
  "cat",
  "readlink",
  "cksum",
  "dirname",
  "basename",
  "mkdir",
  "uname",
  "ls",
  "find",
  "rm",
  "printf",
];

function isCode(code: keyof typeof faultDeclarations): (error: unknown) => boolean {
  return (error) => isFault(error, code);
}

function anOrder(): RunOrder {
  return {
    id: randomUUID(),
    directory: "~",
    script: "true",
    environment: {},
    timeoutSeconds: 0,
    inactivitySeconds: 0,
  };
}

/** A folder of programs: real ones by name, and scripts. */
async function makeTools(
  names: readonly string[],
  scripts: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-tools-"));
  for (const name of names) await symlink(`/bin/${name}`, path.join(folder, name));
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(path.join(folder, name), text);
    await chmod(path.join(folder, name), 0o755);
  }
  return folder;
}

describe("a server that is not as it should be", () => {
  let server: TestServer | undefined;
  let tools: string | undefined;
  const start = async (options: Parameters<typeof startServer>[0] = {}): Promise<TestServer> => {
    server = await startServer(options);
    return server;
  };
  const startWith = async (
    names: readonly string[],
    scripts?: Readonly<Record<string, string>>,
  ): Promise<TestServer> => {
    tools = await makeTools(names, scripts);
    return start({ lab: { searchPath: tools } });
  };
  afterEach(async () => {
    await server?.close();
    if (tools !== undefined) await rm(tools, { recursive: true });
    server = tools = undefined;
  });

  it("lacks a program: it is named", async () => {
    const { use } = await startWith(TOOLS);

    await assert.rejects(
      use((host) => host.startRun(anOrder())),
      (error) => {
        assert.ok(isFault(error, "SERVER_TOOL_MISSING"));
        return error.sentence.includes("`setsid`");
      },
    );
    await assert.rejects(
      use((host) => host.receiveArchive({ directory: "app", sha: SHA, archive: Readable.from([]) })),
      (error) => isFault(error, "SERVER_TOOL_MISSING") && error.sentence.includes("`tar`"),
    );
  });

  it("runs no commands", async () => {
    const { use } = await startWith([]);

    await assert.rejects(
      use((host) => host.exec("echo", SOME)),
      isCode("SERVER_SHELL_REFUSED"),
    );
    await assert.rejects(
      use((host) => host.check()),
      isCode("SERVER_SHELL_REFUSED"),
    );
  });

  it("greets whoever comes: nobody takes that for a command's output", async () => {
    const sh = `#!/bin/sh
[ -n "$GREETED" ] || { echo Welcome; yes noise | head -n 40000; printf "No line end"; }
GREETED=1 exec /bin/sh "$@"
`;
    const { use } = await startWith(["yes", "head"], { sh });

    const { stdout } = await use((host) => host.exec("echo said", SOME));

    assert.equal(stdout, "said\n");
  });

  it("has a full disk: that is said, and nothing is left of what was begun", async () => {
    const { use, lab } = await start();
    const receive = (host: RemoteHost): Promise<string> =>
      host.receiveArchive({ directory: "app", sha: SHA, archive: Readable.from([Buffer.alloc(10_240)]) });
    await lab.fillDisk(true);

    await assert.rejects(use(receive), isCode("SERVER_DISK_FULL"));

    assert.deepEqual(await readdir(path.join(lab.home, "app/releases")), []);
    await lab.fillDisk(false);
    assert.equal(await use(receive), "received");
  });

  it("lets us write nowhere: that is said", async () => {
    const { use, lab } = await start();
    await writeFile(path.join(lab.home, "app"), "a file, not a folder");

    await assert.rejects(
      use((host) => host.receiveArchive({ directory: "app", sha: SHA, archive: Readable.from([]) })),
      isCode("SERVER_COMMAND_FAILED"),
    );
    await mkdir(path.join(lab.home, ".profile"));
    await assert.rejects(
      use((host) => host.writeEnvironment({ A: "1" })),
      isCode("SERVER_COMMAND_FAILED"),
    );
  });

  it("is cut off in the middle of a file: the old one stays", async () => {
    const { use, lab, access, remote } = await start();
    const file = path.join(lab.home, ".profile");
    await writeFile(file, "mine=1\n");
    await remote.close();
    lab.dropAfter({ received: 60_000 });

    const value = "x".repeat(200_000);
    await assert.rejects(
      use((host) => host.writeEnvironment({ LONG: value })),
      isCode("SERVER_CONNECTION_LOST"),
    );
    await assert.rejects(
      use((host) => host.startRun({ ...anOrder(), environment: { LONG: value } })),
      isCode("SERVER_CONNECTION_LOST"),
    );

    lab.dropAfter({});
    const patient = makeRemote();
    await until(async () => !(await readdir(lab.home)).some((name) => name.startsWith(".profile.")));
    assert.equal(await readFile(file, "utf8"), "mine=1\n");
    assert.deepEqual(await readdir(path.join(lab.home, ".ployst")).catch(() => []), []);
    await patient.use(access, (host) => host.writeEnvironment({ LONG: value }), {
      signal: new AbortController().signal,
    });
    assert.ok((await readFile(file, "utf8")).includes(value));
    await patient.close();
  });

  it("is cut off in the middle of an archive: there is no release", async () => {
    const { use, lab } = await start();
    lab.dropAfter({ received: 200_000 });
    const archive = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(10_240)));

    await assert.rejects(
      use((host) => host.receiveArchive({ directory: "app", sha: SHA, archive })),
      isCode("SERVER_CONNECTION_LOST"),
    );

    assert.equal(archive.destroyed, true);
    const left = await readdir(path.join(lab.home, "app/releases"));
    assert.ok(!left.includes(SHA));
  });

  it("runs Windows: most is refused without asking it", async () => {
    const { remote, access, lab } = await start();
    const signal = new AbortController().signal;
    const on = <T>(work: (host: RemoteHost) => Promise<T>): Promise<T> =>
      remote.use({ ...access, os: "windows" }, work, { signal });
    const refused = isCode("SERVER_WINDOWS_UNSUPPORTED");

    await assert.rejects(
      on((host) => host.startRun(anOrder())),
      refused,
    );
    await assert.rejects(
      on((host) => host.authorizeKeys([])),
      refused,
    );
    await assert.rejects(
      on((host) => host.readCurrent("app")),
      refused,
    );
    await assert.rejects(
      on((host) => host.writeEnvironment({ Path: "C:\\" })),
      isCode("SERVER_VARIABLE_REFUSED"),
    );

    assert.deepEqual((await readdir(lab.home)).toSorted(), [".ssh"]);
  });

  it("tells the log what failed, and no secret", async () => {
    const lines: string[] = [];
    const log: Log = { ...silentLog, info: (fields, text) => lines.push(JSON.stringify({ fields, text })) };
    const { use, lab, key } = await start({ remote: { log } });
    await mkdir(path.join(lab.home, ".profile"));

    const error: unknown = await use((host) => host.writeEnvironment({ TOKEN: "s3cr3t-value" })).catch(
      (e: unknown) => e,
    );

    assert.match(lines.join("\n"), /a script failed on a server/);
    const shown = `${lines.join("\n")} ${error instanceof Error ? `${error.message} ${error.stack ?? ""}` : ""}`;
    assert.ok(!shown.includes("s3cr3t-value") && !shown.includes(key.privateKey.slice(100, 140)));
  });
});
