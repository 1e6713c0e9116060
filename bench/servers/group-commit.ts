import { DatabaseSync } from "node:sqlite";
import { serveBare } from "./bare.ts";

// Reference 2: the signature checked and the delivery kept, all that wait in one transaction, as durably as Ployst does.

interface Waiting {
  readonly row: readonly [guid: string, event: string, body: Buffer];
  readonly kept: () => void;
}

const [, , secret = "", file = ""] = process.argv;
const database = new DatabaseSync(file);
database.exec("PRAGMA journal_mode = WAL");
database.exec("PRAGMA synchronous = NORMAL");
database.exec("CREATE TABLE deliveries (guid TEXT PRIMARY KEY, event TEXT NOT NULL, body BLOB NOT NULL)");
const insert = database.prepare("INSERT INTO deliveries VALUES (?, ?, ?)");
let waiting: Waiting[] = [];

function writeGroup(): void {
  const group = waiting;
  waiting = [];
  database.exec("BEGIN IMMEDIATE");
  for (const { row } of group) insert.run(...row);
  database.exec("COMMIT");
  for (const { kept } of group) kept();
}

serveBare(
  secret,
  (...row) =>
    new Promise((kept) => {
      waiting.push({ row, kept });
      if (waiting.length === 1) setImmediate(writeGroup);
    }),
);
