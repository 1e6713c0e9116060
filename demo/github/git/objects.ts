import { createHash } from "node:crypto";
import type { CommitRecord } from "../world.ts";

/** One object of git: its id, and what a file of it holds before it is packed. */
export interface GitObject {
  id: string;
  bytes: Buffer;
}

interface Folder {
  files: Map<string, string>;
  folders: Map<string, Folder>;
}

/** The trees and blobs of a commit's files, the root's tree last. Source: git's documentation, "Git Internals - Git Objects". */
export function toTree(files: Readonly<Record<string, string>>): GitObject[] {
  const root: Folder = { files: new Map(), folders: new Map() };
  for (const [path, content] of Object.entries(files)) {
    const parts = path.split("/");
    const name = parts.pop() ?? path;
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? { files: new Map(), folders: new Map() };
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.set(name, content);
  }
  return writeFolder(root);
}

export function toCommitObject({
  treeSha,
  parent,
  message,
  author,
  at,
}: Omit<CommitRecord, "sha" | "files">): GitObject {
  const email = author.email ?? `${author.login}@users.noreply.github.com`;
  const person = `${author.name} <${email}> ${String(Date.parse(at) / 1000)} +0000`;
  const parents = parent === null ? "" : `parent ${parent}\n`;
  const text = `tree ${treeSha}\n${parents}author ${person}\ncommitter ${person}\n\n${message}\n`;
  return toObject("commit", Buffer.from(text));
}

function writeFolder({ files, folders }: Folder): GitObject[] {
  const made: GitObject[] = [];
  // A folder is sorted as if its name ended with a slash.
  const entries: { key: string; bytes: Buffer }[] = [];
  const add = (mode: string, name: string, id: string, key: string): void => {
    entries.push({ key, bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]) });
  };
  for (const [name, content] of files) {
    const blob = toObject("blob", Buffer.from(content));
    made.push(blob);
    add(name.endsWith(".sh") ? "100755" : "100644", name, blob.id, name);
  }
  for (const [name, folder] of folders) {
    const below = writeFolder(folder);
    made.push(...below);
    add("40000", name, below.at(-1)?.id ?? "", `${name}/`);
  }
  const sorted = entries.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  return [...made, toObject("tree", Buffer.concat(sorted.map(({ bytes }) => bytes)))];
}

function toObject(type: "blob" | "tree" | "commit", content: Buffer): GitObject {
  const bytes = Buffer.concat([Buffer.from(`${type} ${String(content.length)}\0`), content]);
  return { id: createHash("sha1").update(bytes).digest("hex"), bytes };
}
