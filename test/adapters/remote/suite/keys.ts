import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { isFault } from "../../../../src/core/errors.ts";
import { makeKey } from "../start-server.ts";
import { at, type Place } from "./place.ts";

/** What every Linux server must do with `~/.ssh/authorized_keys`. */
export function exerciseKeys(start: () => Promise<Place>): void {
  let place: Place;
  let file: string;
  let own: string;
  const [one, two, held] = [makeKey().publicKey, makeKey().publicKey, makeKey().publicKey];
  before(async () => {
    place = await start();
    file = path.join(place.home, ".ssh", "authorized_keys");
    own = place.publicKey;
  });
  after(() => place.close());
  beforeEach(async () => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${own}\n`);
  });
  const read = (): Promise<string> => readFile(file, "utf8");

  it("adds keys once, and leaves comments, options and order as they are", async () => {
    const before = `# mine\n\n${own} me@home\r\nfrom="10.0.0.0/8, 192.168.1.1",no-pty ${one} old\nnonsense`;
    await writeFile(file, before);
    await chmod(file, 0o644);

    await at(place, (host) => host.authorizeKeys([`${two} mira@example`, one, `${own} again`, two]));
    await at(place, (host) => host.authorizeKeys([two]));

    assert.equal(await read(), `${before}\n${two} mira@example\n`);
    assert.deepEqual(await at(place, (host) => host.listKeys()), [own, one, two]);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
  });

  it("removes keys with their options, and nothing else", async () => {
    await writeFile(
      file,
      `# ${one}\ncommand="echo \\"a b\\"" ${one} x\n${own}\n${one}\ncert-authority ${two}\n${two} y`,
    );

    await at(place, (host) => host.removeKeys([one, `${two} other comment`], []));
    await at(place, (host) => host.removeKeys([one], []));

    assert.equal(await read(), `# ${one}\n${own}\ncert-authority ${two}\n`);
  });

  it("never locks itself out", async () => {
    await writeFile(file, `${own}\n${one}\n${held}\n`);
    const remove = (lines: readonly string[], keep: readonly string[]): Promise<void> =>
      at(place, (host) => host.removeKeys(lines, keep));
    const isLast = (error: unknown): boolean => isFault(error, "SERVER_KEY_LAST");

    await assert.rejects(remove([own], []), isLast);
    await assert.rejects(remove([own], [two]), isLast);
    await assert.rejects(remove([own, held], [held]), isLast);
    assert.equal(await read(), `${own}\n${one}\n${held}\n`);
    await remove([own], [two, `${held} ours`]);

    assert.equal(await read(), `${one}\n${held}\n`);
    await writeFile(file, `${own}\n`);
  });

  it("takes nothing for a key that could be more than that", async () => {
    const bad = [`command="x" ${one}`, `${one}\n${two}`, "ssh-ed25519", `${one} a\u0007b`, "no key", ""];
    for (const line of bad)
      await assert.rejects(
        at(place, (host) => host.authorizeKeys([line])),
        RangeError,
      );
    assert.equal(await read(), `${own}\n`);
  });

  it("makes the file where there is none", async () => {
    await at(place, async (host) => {
      await rm(path.dirname(file), { recursive: true });
      await host.authorizeKeys([own]);
    });

    assert.equal(await read(), `${own}\n`);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
  });
}
