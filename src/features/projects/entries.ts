import { z } from "zod";
import type { Acquire } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { sayGiven } from "./words.ts";

export const MOST_SCRIPT = 10_000;
const LONGEST_DIRECTORY = 200;
const NAME = /^[A-Za-z\d](?:[\w.-]{0,58}[A-Za-z\d])?$/;
// Two names at least: nothing of a system's own is replaced by a slip of the pen.
const DIRECTORY = /^(?:\/[A-Za-z\d_][\w.+-]*){2,}$/;
const text = (most: number): z.ZodDefault<z.ZodString> => z.string().max(most).default("");

/** What forms about projects send; each its own part of it. */
export const entriesSchema = z.object({
  name: text(200),
  repository: text(500),
  ref: text(300),
  acquire: z.enum(["archive", "clone", "none"]).default("archive"),
  directory: text(500),
  script: text(60_000),
  /** Ids, with commas between them. */
  servers: text(10_000),
});
export type Entries = z.infer<typeof entriesSchema>;

/** As it is kept. */
export interface NewProject {
  readonly name: string;
  readonly defaultRef: string;
  readonly acquire: Acquire;
  readonly directory: string;
  readonly script: string;
}

/** Reads what somebody filled in. Throws the entry's fault. */
export function readEntries(entries: Entries): NewProject {
  const name = readName(entries.name);
  return {
    name,
    defaultRef: entries.ref.trim(),
    acquire: entries.acquire,
    directory: readDirectory(entries.directory, name),
    script: readScript(entries.script),
  };
}

/** Throws PROJECT_NAME_INVALID. */
export function readName(typed: string): string {
  const name = typed.trim();
  if (!NAME.test(name)) throw faults.PROJECT_NAME_INVALID({ given: sayGiven(name) });
  return name;
}

/** Without one it is named after the project. Throws PROJECT_DIRECTORY_INVALID. */
export function readDirectory(typed: string, name: string): string {
  const directory = typed.trim().replace(/\/+$/, "");
  if (directory === "" && typed.trim() === "") return `/srv/${name.toLowerCase()}`;
  if (directory.length > LONGEST_DIRECTORY || !DIRECTORY.test(directory))
    throw faults.PROJECT_DIRECTORY_INVALID({ given: sayGiven(typed.trim()) });
  return directory;
}

/** Lines end as a shell reads them. Throws PROJECT_SCRIPT_TOO_LONG. */
export function readScript(typed: string): string {
  const script = typed.replace(/\r\n?/g, "\n").trimEnd();
  if (script.length > MOST_SCRIPT) throw faults.PROJECT_SCRIPT_TOO_LONG({ most: MOST_SCRIPT });
  return script === "" ? "" : `${script}\n`;
}
