import { rmSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createStore, migrate, type Store, type StoreOptions } from "../../src/adapters/store/index.ts";
import { createVault } from "../../src/adapters/vault/index.ts";
import { systemClock, type Clock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";

export interface TestStore extends Store {
  readonly url: string;
  /** Closes the store and removes its file. */
  cleanup(): Promise<void>;
}

export const testVault = createVault([{ id: "test", key: Buffer.alloc(32, 7) }]);

/** A fresh, migrated SQLite store in a file of its own. */
export async function openTestStore(options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-store-"));
  const file = path.join(folder, "test.sqlite");
  await copyFile(await templateFile(), file);
  const url = `sqlite:${file}`;
  const store = await createStore({ url, ...storeDefaults(options.clock), ...options });
  const cleanup = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...store, url, cleanup };
}

export function storeDefaults(clock: Clock = systemClock): Omit<StoreOptions, "url"> {
  return { vault: testVault, clock, log: silentLog };
}

let migrated: Promise<string> | undefined;

/** A migrated file, made once a run and copied for each test. */
export function templateFile(): Promise<string> {
  migrated ??= makeTemplate();
  return migrated;
}

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-template-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "template.sqlite");
  await migrate({ url: `sqlite:${file}`, ...storeDefaults() }, { kind: "up" });
  return file;
}
