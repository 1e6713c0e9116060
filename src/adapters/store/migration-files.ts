import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { QueryInterface, Transaction } from "sequelize";
import { z } from "zod";

/** What a migration gets: it must not import the program, which goes on changing. */
export interface MigrationContext {
  readonly queryInterface: QueryInterface;
  readonly transaction: Transaction;
}

export interface MigrationFile {
  /** Without extension: a clone runs .ts, the published package .js, on the same database. */
  readonly name: string;
  readonly load: () => Promise<Migration>;
}

export interface Migration {
  up(context: MigrationContext): Promise<void>;
  down(context: MigrationContext): Promise<void>;
}

const MIGRATION_NAME = /^(\d{14}-[a-z0-9-]+)\.(?:ts|js)$/;

type Step = (context: MigrationContext) => Promise<void>;
const step = z.custom<Step>((value) => typeof value === "function");
const migrationSchema = z.object({ up: step, down: step });

/** Beside src in a clone and beside dist/src in the published package. */
export const defaultMigrationsFolder = fileURLToPath(new URL("../../../migrations", import.meta.url));

/** The migrations of a folder, oldest first. */
export async function listMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).sort();
  return names.flatMap((file) => {
    const name = MIGRATION_NAME.exec(file)?.[1];
    if (name === undefined) return [];
    return [{ name, load: () => load(path.join(folder, file)) }];
  });
}

async function load(file: string): Promise<Migration> {
  const module: unknown = await import(pathToFileURL(file).href);
  return migrationSchema.parse(module);
}
