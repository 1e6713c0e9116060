import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeMigrations } from "./adapters/store/suite/migrations.ts";

describe("on SQLite", () => {
  const folders: string[] = [];
  after(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  describeMigrations(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "ployst-migrations-"));
    folders.push(folder);
    return `sqlite:${path.join(folder, "test.sqlite")}`;
  });
});
