import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { isFault } from "../../../../src/core/errors.ts";
import { makeGitRepositories, type GitRepositories } from "../../../support/git/repositories.ts";
import { at, type Place } from "./place.ts";

const run = promisify(execFile);
const shaOf = (digit: string): string => digit.repeat(40);

/** What every Linux server must do with releases. */
export function exerciseReleases(start: () => Promise<Place>): void {
  let place: Place;
  let root: string;
  let repositories: GitRepositories;
  let sha: string;
  before(async () => {
    place = await start();
    root = path.join(place.home, "it's an app");
    repositories = await makeGitRepositories();
    await repositories.create("octo/hello");
    sha = await repositories.commit("octo/hello", { bytes: Buffer.alloc(3_000_000, "grün\n") });
  });
  after(async () => {
    await repositories.cleanup();
    await place.close();
  });
  beforeEach(() => rm(root, { recursive: true, force: true }));
  const directory = "~/it's an app";
  const archive = (): Readable => {
    const folder = path.join(repositories.root, "octo/hello.git");
    return spawn("git", ["--git-dir", folder, "archive", "--format=tar", sha], {
      stdio: ["ignore", "pipe", "ignore"],
    }).stdout;
  };
  const receive = (stream = archive()): Promise<string> =>
    at(place, (host) => host.receiveArchive({ directory, sha, archive: stream }));
  const releases = async (): Promise<readonly string[]> =>
    (await readdir(path.join(root, "releases"))).toSorted();

  it("unpacks what git archives, once", async () => {
    const unread = archive();
    assert.equal(await receive(), "received");
    assert.equal(await receive(unread), "already");

    const folder = path.join(root, "releases", sha);
    const expected = await mkdtemp(path.join(tmpdir(), "ployst-archive-"));
    await run("sh", [
      "-c",
      `git --git-dir "$1" archive "$2" | tar -xf - -C "$3"`,
      "-",
      path.join(repositories.root, "octo/hello.git"),
      sha,
      expected,
    ]);
    const { stdout } = await run("diff", ["-r", expected, folder]);
    assert.equal(stdout, "");
    assert.deepEqual(await releases(), [sha]);
    assert.equal(unread.destroyed, true);
    await rm(expected, { recursive: true });
  });

  it("has one release where two bring it at once", async () => {
    const other = place.another();
    const signal = new AbortController().signal;

    const results = await Promise.all([
      receive(),
      other.use(place.access, (host) => host.receiveArchive({ directory, sha, archive: archive() }), {
        signal,
      }),
    ]);
    await other.close();

    assert.ok(results.includes("received"));
    assert.deepEqual(await releases(), [sha]);
  });

  it("takes no half of an archive for the whole", async () => {
    const whole = await archive().toArray();
    const bytes = Buffer.concat(whole as Buffer[]);
    const breaking = Readable.from(
      (async function* () {
        yield bytes.subarray(0, 512 * 10);
        await Promise.resolve();
        throw new Error("git died");
      })(),
    );

    await assert.rejects(receive(breaking), /git died/);
    // What tar sees here is an archive to its end, but whoever made it says that it failed.
    const failing = Readable.from(
      (async function* () {
        yield bytes;
        await Promise.resolve();
        throw new Error("git died later");
      })(),
    );
    await assert.rejects(receive(failing), /git died later/);
    await assert.rejects(receive(Readable.from([Buffer.from("no archive at all".repeat(100))])), (error) =>
      isFault(error, "SERVER_COMMAND_FAILED"),
    );

    assert.deepEqual(await releases(), []);
    assert.equal(await receive(), "received");
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const endless = new Readable({ read: () => undefined });
    endless.push(Buffer.alloc(512));

    const asked = at(place, (host) =>
      host.receiveArchive({ directory, sha, archive: endless, signal: controller.signal }),
    );
    endless.once("close", () => undefined);
    controller.abort(new Error("cancelled"));

    await assert.rejects(asked, /cancelled/);
    assert.equal(endless.destroyed, true);
    assert.deepEqual(await readdir(path.join(root, "releases")).catch(() => []), []);
  });

  it("points `current` to a release, from one moment to the next", async () => {
    const other = shaOf("b");
    await receive();
    await mkdir(path.join(root, "releases", other));
    assert.equal(await at(place, (host) => host.readCurrent(directory)), undefined);

    await at(place, (host) => host.switchCurrent({ directory, sha }));
    assert.equal(await at(place, (host) => host.readCurrent(directory)), sha);
    await at(place, (host) => host.switchCurrent({ directory, sha: other }));
    await at(place, (host) => host.switchCurrent({ directory, sha: other }));

    assert.equal(await readlink(path.join(root, "current")), `releases/${other}`);
    assert.equal(await at(place, (host) => host.readCurrent(directory)), other);
    assert.deepEqual((await readdir(root)).toSorted(), ["current", "releases"]);
    assert.deepEqual(await readdir(path.join(root, "releases", other)), []);
  });

  it("replaces no folder, and leads to no release that isn't there", async () => {
    await receive();
    const turn = (to: string): Promise<void> =>
      at(place, (host) => host.switchCurrent({ directory, sha: to }));

    await assert.rejects(turn(shaOf("c")), (error) => isFault(error, "SERVER_RELEASE_MISSING"));
    await mkdir(path.join(root, "current"));
    await assert.rejects(turn(sha), (error) => isFault(error, "SERVER_CURRENT_TAKEN"));

    assert.ok((await lstat(path.join(root, "current"))).isDirectory());
  });

  it("removes old releases, but none that is current, wanted or somebody else's", async () => {
    const made = ["1", "2", "3", "4", "5", "6"].map(shaOf);
    for (const [index, one] of made.entries()) {
      const folder = path.join(root, "releases", one);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, "file"), "x");
      await utimes(folder, 1_000 + index, 1_000 + index);
    }
    await mkdir(path.join(root, "releases", "of-others"));
    await mkdir(path.join(root, "releases", `${shaOf("7")}.part-dead`));
    await utimes(path.join(root, "releases", `${shaOf("7")}.part-dead`), 1_000, 1_000);
    await mkdir(path.join(root, "releases", `${shaOf("8")}.part-living`));
    await at(place, (host) => host.switchCurrent({ directory, sha: shaOf("1") }));

    const gone = await at(place, (host) =>
      host.pruneReleases({ directory, keep: 2, never: [shaOf("3"), shaOf("9")] }),
    );
    const again = await at(place, (host) => host.pruneReleases({ directory, keep: 2, never: [shaOf("3")] }));
    const none = await at(place, (host) => host.pruneReleases({ directory: "none", keep: 2, never: [] }));

    assert.deepEqual([gone, again, none], [[shaOf("4"), shaOf("2")], [], []]);
    const left = ["1", "3", "5", "6"].map(shaOf);
    assert.deepEqual(await releases(), [...left, `${shaOf("8")}.part-living`, "of-others"]);
    assert.equal(await readFile(path.join(root, "current", "file"), "utf8"), "x");
  });

  it("goes into no folder that it shouldn't", async () => {
    for (const bad of [
      "",
      "/",
      "~",
      "../x",
      "a/../../b",
      "/srv/../etc",
      "a\nb",
      "~root/x",
      "a\u0000b",
      "x".repeat(500),
    ])
      await assert.rejects(
        at(place, (host) => host.readCurrent(bad)),
        (error) => isFault(error, "SERVER_FOLDER_REFUSED"),
        JSON.stringify(bad),
      );
    await assert.rejects(
      at(place, (host) => host.switchCurrent({ directory, sha: "main; rm -rf" })),
      RangeError,
    );
  });
}
