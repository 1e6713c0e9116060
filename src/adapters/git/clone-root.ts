import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { faults } from "../../core/errors.ts";
import { DAY, type Clock } from "../../core/clock.ts";
import type { GitRepository } from "./contract/index.ts";

const WORKER_FILE = ".worker";
const MACHINE = hostname().replace(/[^A-Za-z\d.-]/g, "-");
const UNFINISHED = ".unfinished";
const REMOVED = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** The folder that holds a host's mirrors, and beside them what is not one yet. */
export class CloneRoot {
  readonly #root: string;
  readonly #clock: Clock;
  readonly #startedAt: number;

  constructor(root: string, clock: Clock) {
    this.#root = path.resolve(root);
    this.#clock = clock;
    this.#startedAt = clock.now().getTime();
  }

  /** Is there a folder at all? Asking makes none. */
  async exists(): Promise<boolean> {
    return stat(path.join(this.#root, WORKER_FILE)).then(
      () => true,
      () => false,
    );
  }

  /** The folder's own name, so that it stays the same worker when the machine gets another. */
  async getWorkerId(): Promise<string> {
    const file = path.join(await this.#open(), WORKER_FILE);
    try {
      await writeFile(file, randomUUID(), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    return (await readFile(file, "utf8")).trim().slice(0, 36);
  }

  /** Where a mirror is, or will be: the folder above it exists, and is below the root whatever links there are. */
  async pathOf(repository: Pick<GitRepository, "path">): Promise<string> {
    const root = await this.#open();
    const wanted = path.join(root, repository.path);
    if (!wanted.startsWith(root + path.sep)) throw faults.GIT_URL_MALFORMED();
    await mkdir(path.dirname(wanted), { recursive: true, mode: 0o700 });
    if ((await realpath(path.dirname(wanted))) !== path.dirname(wanted)) throw faults.GIT_URL_MALFORMED();
    return wanted;
  }

  /** A new empty folder on the same disk, for this user alone; its name says since when, and whose it is. */
  async makeUnfinished(): Promise<string> {
    const folder = path.join(await this.#open(), UNFINISHED);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = [this.#clock.now().getTime(), process.pid, MACHINE].join("_");
    return mkdtemp(path.join(folder, `${name}_`));
  }

  async removeFolder(folder: string): Promise<void> {
    if (!folder.startsWith((await this.#open()) + path.sep)) throw new RangeError("outside of the root");
    await rm(folder, REMOVED);
  }

  async removeLeftovers(): Promise<void> {
    const folder = path.join(await this.#open(), UNFINISHED);
    const names = await readdir(folder).catch(() => []);
    for (const name of names) if (this.#isLeftOver(name)) await rm(path.join(folder, name), REMOVED);
  }

  /** Whose process is gone; of other machines that share the folder (and have processes of their own) after a day. */
  #isLeftOver(name: string): boolean {
    const [madeAt = "", pid = "", host] = name.split("_");
    const age = this.#clock.now().getTime() - Number(madeAt);
    if (!(age < DAY)) return true;
    if (host !== MACHINE) return false;
    return Number(pid) === process.pid ? Number(madeAt) < this.#startedAt : !isAlive(Number(pid));
  }

  async #open(): Promise<string> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    return realpath(this.#root);
  }
}

/** What the files of a folder take; one that goes meanwhile counts as nothing. */
export async function countBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries)
    if (entry.isFile()) bytes += await sizeOf(path.join(entry.parentPath, entry.name));
  return bytes;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, "ESRCH");
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
