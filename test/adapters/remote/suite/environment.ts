import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile, lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { isFault } from "../../../../src/core/errors.ts";
import { at, type Place } from "./place.ts";

/** Values that a careless shell would act on. */
export const HOSTILE: Readonly<Record<string, string>> = {
  PLAIN: "value",
  EMPTY: "",
  QUOTES: `it's "quoted" \\ and \\' more''`,
  COMMANDS: "$(touch pwned) `touch pwned` ${HOME} $HOME ; touch pwned & | > < * ? ~ ! # %",
  LINES: "one\ntwo\r\n\n\tthree\n",
  MARKS: "\n# <<< ployst <<<\n# >>> ployst >>>\nexport PLAIN='other'\n",
  EMOJI: "🚀 grün ключ \u0001\u007f",
  LONG: "x".repeat(20_000),
};

/** What every Linux server must do with `~/.profile`. */
export function exerciseEnvironment(start: () => Promise<Place>): void {
  let place: Place;
  let profile: string;
  before(async () => {
    place = await start();
    profile = path.join(place.home, ".profile");
  });
  after(() => place.close());
  beforeEach(() => rm(profile, { force: true }));
  const write = (variables: Readonly<Record<string, string>>): Promise<void> =>
    at(place, (host) => host.writeEnvironment(variables));

  /** As a login shell has them that knows nothing else. */
  const readBack = async (names: readonly string[]): Promise<readonly string[]> => {
    const printing = `printf "%s\\0" ${names.map((name) => `"$${name}"`).join(" ")}`;
    const { stdout } = await at(place, (host) =>
      host.exec(`env -i HOME="$HOME" PATH="$PATH" sh -l -c '${printing}'`, {
        timeoutMs: 10_000,
        mostBytes: 100_000,
      }),
    );
    return stdout.split("\0").slice(0, -1);
  };

  it("gives login shells every value as it is, and runs nothing of it", async () => {
    await write(HOSTILE);

    assert.deepEqual(await readBack(Object.keys(HOSTILE)), Object.values(HOSTILE));
    assert.ok(!(await readdir(place.home)).includes("pwned"));
    assert.equal((await stat(profile)).mode & 0o777, 0o600);
  });

  it("replaces what it wrote, and leaves all else byte for byte, with its mode", async () => {
    const own = Buffer.concat([
      Buffer.from("umask 022\n# grün "),
      Buffer.from([0xff, 0xfe]),
      Buffer.from("\r\n\nA=1"),
    ]);
    await writeFile(profile, own);
    await chmod(profile, 0o640);

    await write({ ONE: "1", TWO: "2" });
    await write({ TWO: "two" });
    const between = await readFile(profile);
    const values = await readBack(["ONE", "TWO", "A"]);
    await write({});

    assert.deepEqual(between.subarray(0, own.length), own);
    assert.deepEqual(values, ["", "two", "1"]);
    assert.equal((await stat(profile)).mode & 0o777, 0o640);
    assert.deepEqual(await readFile(profile), own);
  });

  it("keeps its block where it is, between what others wrote", async () => {
    await writeFile(profile, "first=1\n");
    await write({ ONE: "1" });
    await writeFile(profile, `${await readFile(profile, "utf8")}last=1\n`);

    await write({ ONE: "one" });

    assert.match(
      await readFile(profile, "utf8"),
      /^first=1\n# >>> ployst[^]*ONE='one'\n# <<< ployst <<<\nlast=1\n$/,
    );
    await write({});
    assert.equal(await readFile(profile, "utf8"), "first=1\nlast=1\n");
  });

  it("follows a link instead of replacing it", async () => {
    const folder = path.join(place.home, "dotfiles");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "profile"), "mine=1\n");
    await symlink("dotfiles/profile", profile);

    await write({ ONE: "1" });

    assert.ok((await lstat(profile)).isSymbolicLink());
    assert.match(await readFile(path.join(folder, "profile"), "utf8"), /^mine=1\n# >>> ployst/);
    assert.deepEqual(await readdir(folder), ["profile"]);
  });

  it("writes nothing where nothing changes", async () => {
    await write({ ONE: "1" });
    const before = await stat(profile);

    await write({ ONE: "1" });

    assert.equal((await stat(profile)).ino, before.ino);
  });

  it("stands it that two write at once: one whole block is left", async () => {
    await writeFile(profile, "mine=1\n");
    const other = place.another();
    const sets = ["a", "b"].map((value) => Object.fromEntries(["X", "Y", "Z"].map((name) => [name, value])));

    const results = await Promise.allSettled(
      sets.flatMap((set, index) =>
        [1, 2].map(() =>
          (index === 0 ? place.remote : other).use(place.access, (host) => host.writeEnvironment(set), {
            signal: new AbortController().signal,
          }),
        ),
      ),
    );
    await other.close();

    for (const result of results)
      assert.ok(result.status === "fulfilled" || isFault(result.reason, "SERVER_FILE_BUSY"));
    assert.match((await readBack(["X", "Y", "Z"])).join(""), /^(?:aaa|bbb)$/);
    assert.equal((await readFile(profile, "utf8")).match(/>>> ployst/g)?.length, 1);
    assert.ok(!(await readdir(place.home)).some((name) => name.startsWith(".profile.")));
  });

  it("refuses what is no name, or the shell's own, or can't be said", async () => {
    for (const variables of [
      { "A B": "1" },
      { "1A": "1" },
      { "A=B": "1" },
      { "": "1" },
      { UID: "0" },
      { A: "a\0b" },
    ])
      await assert.rejects(write(variables), (error) => isFault(error, "SERVER_VARIABLE_REFUSED"));
    assert.ok(!(await readdir(place.home)).includes(".profile"));
  });
}
