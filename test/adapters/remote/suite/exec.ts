import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { isFault } from "../../../../src/core/errors.ts";
import { until } from "../../../support/until.ts";
import { at, untilGone, type Place } from "./place.ts";

const SOME = { timeoutMs: 20_000, mostBytes: 10_000 };
// Says who it is, and who its child is that hears nothing; both would stay for long.
const STUBBORN = `sh -c 'trap "" TERM HUP; sleep 600; :' & echo "$$ $!"; wait; sleep 600`;

/** What every server must do with a command. */
export function exerciseExec(start: () => Promise<Place>): void {
  let place: Place;
  before(async () => {
    place = await start();
  });
  after(() => place.close());

  it("tells a command's exit code and streams apart, and ends its input", async () => {
    const end = await at(place, (host) =>
      host.exec('cat; echo "err $HOME" >&2; exit 3', { ...SOME, stdin: Buffer.from("grün\n") }),
    );
    const silent = await at(place, (host) => host.exec("cat", SOME));

    assert.deepEqual(end, {
      exitCode: 3,
      signal: undefined,
      stdout: "grün\n",
      stderr: `err ${place.home}\n`,
    });
    assert.deepEqual(silent, { exitCode: 0, signal: undefined, stdout: "", stderr: "" });
  });

  it("tells the signal that ended a command", async () => {
    const end = await at(place, (host) => host.exec("kill -KILL $$", SOME));

    assert.deepEqual(end, { exitCode: undefined, signal: "SIGKILL", stdout: "", stderr: "" });
  });

  it("takes a command as it stands, whatever is in it", async () => {
    const end = await at(place, (host) =>
      host.exec(String.raw`printf '%s' "it's \$x \\" '#' # nothing`, SOME),
    );

    assert.equal(end.stdout, String.raw`it's $x \#`);
  });

  it("answers the beginning of long output, and hands on all of it", async () => {
    const digest = createHash("sha256");
    let errors = 0;

    const end = await at(place, (host) =>
      host.exec("yes 0123456789 | head -n 300000; yes e | head -n 100000 >&2", {
        ...SOME,
        mostBytes: 11,
        onOutput: (chunk, stream) => {
          if (stream === "stdout") digest.update(chunk);
          else errors += chunk.length;
        },
      }),
    );

    assert.deepEqual([end.stdout, end.stderr], ["0123456789\n", "e\ne\ne\ne\ne\ne"]);
    const all = createHash("sha256").update("0123456789\n".repeat(300_000)).digest("hex");
    assert.deepEqual([digest.digest("hex"), errors], [all, 200_000]);
  });

  it("brings a stream to a command, and ends one that nobody reads", async () => {
    const bytes = randomBytes(5_000_000);
    const pieces = Array.from({ length: 50 }, (_, index) =>
      bytes.subarray(index * 100_000, (index + 1) * 100_000),
    );
    const unread = Readable.from(pieces);

    const read = await at(place, (host) => host.exec("md5sum", { ...SOME, stdin: Readable.from(pieces) }));
    const early = await at(place, (host) => host.exec("exit 4", { ...SOME, stdin: unread }));

    assert.equal(read.stdout.split(" ")[0], createHash("md5").update(bytes).digest("hex"));
    assert.equal(early.exitCode, 4);
    assert.equal(unread.destroyed, true);
  });

  it("ends a command whose input fails, and says with what", async () => {
    const failing = new Readable({ read: () => undefined });
    const pids: number[] = [];

    const asked = at(place, (host) =>
      host.exec(STUBBORN, { ...SOME, stdin: failing, onOutput: (text) => pids.push(...toPids(text)) }),
    );
    await until(() => pids.length === 2);
    failing.destroy(new Error("the disk broke"));

    await assert.rejects(asked, /the disk broke/);
    await untilGone(pids);
  });

  it("ends a command with all of its group when it is aborted, and goes on with others", async () => {
    const controller = new AbortController();
    const pids: number[] = [];

    await at(place, async (host) => {
      const asked = host.exec(STUBBORN, {
        ...SOME,
        signal: controller.signal,
        onOutput: (text) => pids.push(...toPids(text)),
      });
      await until(() => pids.length === 2);
      controller.abort(new Error("the lease was lost"));
      await assert.rejects(asked, /the lease was lost/);
      await untilGone(pids);
      assert.equal((await host.exec("echo on", SOME)).stdout, "on\n");
    });
  });

  it("ends a command whose listener fails, and says with what", async () => {
    const pids: number[] = [];

    const asked = at(place, (host) =>
      host.exec(STUBBORN, {
        ...SOME,
        onOutput: (text) => {
          pids.push(...toPids(text));
          throw new Error("no room for it");
        },
      }),
    );

    await assert.rejects(asked, /no room for it/);
    assert.equal(pids.length, 2);
    await untilGone(pids);
  });

  it("gives a command that is ended the time to tidy up", async () => {
    const controller = new AbortController();
    let said = "";
    const onOutput = (text: Buffer): void => {
      said += text.toString();
    };

    const asked = at(place, (host) =>
      host.exec("trap 'echo tidied; exit' TERM; echo begun; sleep 600 & wait", {
        ...{ ...SOME, onOutput },
        signal: controller.signal,
      }),
    );
    await until(() => said.includes("begun"));
    controller.abort(new Error("enough"));

    await assert.rejects(asked, /enough/);
    assert.equal(said, "begun\ntidied\n");
  });

  it("ends what takes too long: a command, and all of a use", async () => {
    const pids: number[] = [];
    const onOutput = (text: Buffer): number => pids.push(...toPids(text));
    const isLate = (error: unknown): boolean => isFault(error, "SERVER_TIMED_OUT");

    await assert.rejects(
      at(place, (host) => host.exec(STUBBORN, { ...SOME, timeoutMs: 500, onOutput })),
      isLate,
    );
    await assert.rejects(
      place.remote.use(place.access, (host) => host.exec(STUBBORN, { ...SOME, onOutput }), {
        signal: new AbortController().signal,
        timeoutMs: 500,
      }),
      isLate,
    );

    assert.equal(pids.length, 4);
    await untilGone(pids);
  });

  it("lets as many commands run at once as the server does, and the others after them", async () => {
    const results = await at(place, (host) =>
      Promise.all(Array.from({ length: 25 }, (_, index) => host.exec(`echo ${String(index)}`, SOME))),
    );

    assert.deepEqual(
      results.map(({ stdout }) => stdout),
      Array.from({ length: 25 }, (_, index) => `${String(index)}\n`),
    );
  });

  it("says how the server is", async () => {
    const { system, upSeconds } = await at(place, (host) => host.check());

    assert.match(system, /Linux/);
    assert.ok((upSeconds ?? 0) > 0);
  });

  if (process.platform === "linux")
    it("shows no more of a command's input than its length in a list of processes", async () => {
      const secret = randomBytes(12).toString("hex");

      const end = await at(place, (host) =>
        host.exec('read -r line; for f in /proc/[0-9]*/cmdline; do cat "$f" 2>/dev/null; done', {
          ...SOME,
          mostBytes: 1_000_000,
          stdin: Buffer.from(`${secret}\n`),
        }),
      );

      assert.ok(end.stdout.includes("read -r line"));
      assert.ok(!end.stdout.includes(secret));
    });
}

function toPids(text: Buffer): readonly number[] {
  return text.toString().trim().split(" ").map(Number);
}
