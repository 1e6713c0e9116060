import { gzipSync } from "node:zlib";
import { QueryTypes, Sequelize } from "sequelize";
import { decodeRow } from "../../../../src/adapters/store/rows.ts";
import { tableDefinitions } from "../../../../src/adapters/store/models.ts";
import type { Column } from "../../../../src/adapters/store/columns.ts";

export interface Recorder {
  readonly sequelize: Sequelize;
  readonly statements: string[];
}

interface QueryOptions {
  readonly type?: string;
}

/**
 * A sequelize for SQL Server without one: statements are recorded, and answered from what their text asks for.
 * `found`: whether reading finds a row or none.
 */
export function recordMssql(options: { readonly found: boolean }): Recorder {
  const sequelize = new Sequelize({ dialect: "mssql", logging: false });
  const statements: string[] = [];
  const internals: { dialect?: object; connectionManager?: object } = sequelize;
  class RecordingQuery {
    readonly #options: QueryOptions;
    constructor(_connection: unknown, _sequelize: unknown, queryOptions: QueryOptions) {
      this.#options = queryOptions;
    }
    static formatBindParameters(sql: string, values: readonly unknown[]): readonly [string, object] {
      return [sql.replace(/\$(\d+)/g, "@$1"), values];
    }
    async run(sql: string): Promise<unknown> {
      statements.push(sql);
      return answer(sql, this.#options.type, options.found);
    }
  }
  Object.assign(internals.dialect ?? {}, { Query: RecordingQuery });
  Object.assign(internals.connectionManager ?? {}, {
    getConnection: () => Promise.resolve({}),
    releaseConnection: () => undefined,
  });
  return { sequelize, statements };
}

function answer(sql: string, type: string | undefined, found: boolean): unknown {
  if (type === QueryTypes.BULKUPDATE || type === QueryTypes.BULKDELETE) return found ? 1 : 0;
  if (type !== QueryTypes.SELECT) return [undefined, 1];
  if (/\bcount\(/i.test(sql)) return [countRow(sql)];
  return found || LOCKED_ROWS.test(sql) ? [rowFor(sql)] : [];
}

/** Conversations that an append to the outbox has just locked: they are always there. */
const LOCKED_ROWS = /FROM \[conversations\].*\[id\] IN \(/;

function countRow(sql: string): object {
  return sql.includes("GROUP BY") ? { state: "queued", count: 1 } : { count: 1 };
}

/** A row with a value for each column that the statement reads. */
function rowFor(sql: string): object {
  const table = /FROM \[(\w+)\]/.exec(sql)?.[1];
  const definition = tableDefinitions.find(({ name }) => name === table);
  if (definition === undefined) return {};
  const own: (readonly [string, unknown])[] = Object.entries(definition.columns).map(([name, column]) => [
    name,
    sampleOf(definition.name, name, column),
  ]);
  const joined: (readonly [string, unknown])[] = [...sql.matchAll(/AS \[(\w+\.(\w+))\]/g)].map(
    ([, alias = "", name = ""]) => [alias, joinedSampleOf(name)],
  );
  const id = /\[id\] (?:=|IN) \(?N'([^']+)'/.exec(sql)?.[1];
  return { ...Object.fromEntries([...own, ...joined]), ...(id !== undefined && { id }) };
}

function joinedSampleOf(name: string): unknown {
  if (name === "updatedAt") return new Date(0);
  if (name.endsWith("At")) return null;
  return JOINED[name] ?? "1";
}

const JOINED: Readonly<Record<string, unknown>> = {
  state: "connected",
  type: "channel",
  threads: true,
  noop: false,
  settings: "{}",
};

const JSON_OF: Readonly<Record<string, string>> = {
  settings: '{"features":[]}',
  "team_members.permissions": '["read"]',
  scopes: '["read"]',
  names: '["A"]',
  variables: '[["A","1"]]',
  masked: '["A"]',
  publicKeys: '["ssh-ed25519 AAAA"]',
  tokens: '{"accessToken":"a","ghUserId":"1","ghLogin":"l"}',
};
const CANDIDATES: readonly unknown[] = [
  "{}",
  1,
  true,
  new Date(0),
  ...[
    "active",
    "queued",
    "connected",
    "received",
    "open",
    "channel",
    "User",
    "all",
    "Repo",
    "create",
    "answer",
    "none",
  ],
  ...["component", "signin", "sent", "created", "user", "pending", "issued", "link", "unverified"],
  ...["unchecked", "linux", "requested", "wanted", "git", "archive", "approved", "starting"],
  gzipSync("payload"),
];

function sampleOf(table: string, name: string, column: Column<unknown>): unknown {
  const json = JSON_OF[`${table}.${name}`] ?? JSON_OF[name];
  if (json !== undefined) return json;
  const sample: unknown = CANDIDATES.find((candidate) => decodes(column, candidate));
  return sample;
}

function decodes(column: Column<unknown>, value: unknown): boolean {
  try {
    decodeRow({ it: column }, { it: value });
    return true;
  } catch {
    return false;
  }
}
