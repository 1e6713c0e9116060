/** What SQL Server refuses, or does otherwise than the databases that the suites run on. Each rule answers its complaint. */
type Rule = (sql: string) => string | undefined;

const MOST_ROWS = 1_000;
const MOST_PARAMETERS = 2_100;
const MOST_KEY_BYTES = 1_700;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bFOR UPDATE\b|\bSKIP LOCKED\b/i, "SQL Server has no FOR UPDATE"],
  [/\bMERGE\b/i, "MERGE is not free of races"],
  [/\bON (?:CONFLICT|DUPLICATE)\b|\bINSERT (?:OR )?IGNORE\b/i, "SQL Server has no ON CONFLICT"],
  [/\bLIMIT\s+\d/i, "SQL Server has no LIMIT"],
  [/\|\|/, "SQL Server concatenates with +"],
  [/\bnow\(\)/i, "SQL Server has no now()"],
  [/\b(?:SERIAL|JSONB?|AUTO_INCREMENT)\b/, "a type that SQL Server lacks"],
  [/\bILIKE\b|\bREGEXP\b|~\*/i, "an operator that SQL Server lacks"],
  [/\bON (?:DELETE|UPDATE) (?:CASCADE|SET NULL)\b/i, "cascades may take several paths (error 1785)"],
  [/\bRETURNING\b/i, "SQL Server has OUTPUT instead of RETURNING"],
  [/`/, "SQL Server doesn't quote with backticks"],
];

/** A statement's complaints; none when SQL Server takes it. */
export function complaintsAbout(sql: string): readonly string[] {
  const bare = withoutLiterals(sql);
  const words = WORDS.flatMap(([pattern, complaint]) => (pattern.test(bare) ? [complaint] : []));
  const others = [
    orderBesideGroup,
    plainLiteral,
    tooManyRows,
    tooManyParameters,
    orderInSubquery,
    offsetWithoutOrder,
  ];
  return [...words, ...others.flatMap((rule: Rule) => rule(sql) ?? [])];
}

function withoutLiterals(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'/g, "''");
}

function plainLiteral(sql: string): string | undefined {
  const literals = sql.match(/N?'(?:[^']|'')*'/g) ?? [];
  const lost = literals.find((literal) => !literal.startsWith("N") && /[^\t-~]/.test(literal));
  return lost === undefined ? undefined : `a literal without N loses its letters: ${lost}`;
}

function tooManyRows(sql: string): string | undefined {
  const values = /\bVALUES\b/i.exec(withoutLiterals(sql));
  if (values === null) return undefined;
  const rows = withoutLiterals(sql).slice(values.index).split("),(").length;
  return rows > MOST_ROWS ? `${rows} rows in one VALUES` : undefined;
}

function tooManyParameters(sql: string): string | undefined {
  const parameters = new Set(withoutLiterals(sql).match(/@\w+/g));
  return parameters.size > MOST_PARAMETERS ? `${parameters.size} parameters` : undefined;
}

/** Error 1033: ORDER BY in a subquery needs TOP or OFFSET. */
function orderInSubquery(sql: string): string | undefined {
  const subqueries = withoutLiterals(sql).match(/\(\s*SELECT\b[^()]*\)/gi) ?? [];
  const wrong = subqueries.find((each) => /\bORDER BY\b/i.test(each) && !/\b(?:TOP|OFFSET)\b/i.test(each));
  return wrong === undefined ? undefined : `ORDER BY in a subquery: ${wrong}`;
}

function offsetWithoutOrder(sql: string): string | undefined {
  const bare = withoutLiterals(sql);
  return /\bOFFSET \d/i.test(bare) && !/\bORDER BY\b/i.test(bare) ? "OFFSET without ORDER BY" : undefined;
}

/** Error 8127: beside GROUP BY, ORDER BY takes only what is grouped or aggregated. */
function orderBesideGroup(sql: string): string | undefined {
  const clauses = /\bGROUP BY (.*?) ORDER BY (.*?)(?: OFFSET\b|;|$)/i.exec(withoutLiterals(sql));
  if (clauses === null) return undefined;
  const grouped = columnsIn(clauses[1] ?? "");
  const ordered = columnsIn((clauses[2] ?? "").replace(/\b(?:MIN|MAX|COUNT|SUM)\([^)]*\)/gi, ""));
  const wrong = ordered.find((column) => !grouped.includes(column));
  return wrong === undefined ? undefined : `ORDER BY ${wrong}, which is not grouped`;
}

/** The last part of each `[table].[column]`. */
function columnsIn(clause: string): readonly string[] {
  return [...clause.matchAll(/\[(\w+)\](?!\.)/g)].map(([, column = ""]) => column);
}

interface ColumnType {
  /** Undefined for a type without a bound, which no index takes. */
  readonly bytes: number | undefined;
  readonly optional: boolean;
}

/** Complaints about a whole schema: keys that are too long, unbounded, or unique and optional. */
export function complaintsAboutSchema(statements: readonly string[]): readonly string[] {
  const tables = new Map(statements.flatMap(readTable));
  for (const [table, column] of statements.flatMap(readAddedColumn))
    tables.set(table, new Map([...(tables.get(table) ?? []), column]));
  return statements.flatMap((sql) => {
    const index = /CREATE (UNIQUE )?INDEX \[(\w+)\] ON \[(\w+)\] \(([^)]*)\)/.exec(sql);
    if (index === null) return [];
    const [, unique, name = "", table = "", columns = ""] = index;
    const found = columns.split(",").map((column) => tables.get(table)?.get(column.replace(/[[\] ]/g, "")));
    return indexComplaints(name, unique !== undefined, found);
  });
}

function indexComplaints(
  name: string,
  unique: boolean,
  columns: readonly (ColumnType | undefined)[],
): readonly string[] {
  const complaints: string[] = [];
  let bytes = 0;
  for (const column of columns) {
    if (column === undefined) complaints.push(`${name}: a column that no table has`);
    else if (column.bytes === undefined) complaints.push(`${name}: a column without a length (error 1919)`);
    else bytes += column.bytes;
    if (unique && column?.optional === true) complaints.push(`${name}: unique, but NULLs are equal there`);
  }
  if (bytes > MOST_KEY_BYTES) complaints.push(`${name}: a key of ${bytes} bytes`);
  return complaints;
}

function readTable(sql: string): readonly (readonly [string, ReadonlyMap<string, ColumnType>])[] {
  const table = /CREATE TABLE \[(\w+)\] \((.*)\)/s.exec(sql);
  if (table === null) return [];
  const [, name = "", body = ""] = table;
  return [[name, new Map(readColumns(body))]];
}

function readAddedColumn(sql: string): readonly (readonly [string, readonly [string, ColumnType]])[] {
  const [, table = "", body = ""] = /ALTER TABLE \[(\w+)\] ADD (.*)/s.exec(sql) ?? [];
  return readColumns(body).map((column) => [table, column]);
}

function readColumns(body: string): readonly (readonly [string, ColumnType])[] {
  return [...body.matchAll(/\[(\w+)\] (N?(?:VAR)?CHAR|VARBINARY|[A-Z]+)(?:\((\w+)\))?([^,]*)/g)].map(
    ([, column = "", type = "", length, rest = ""]) =>
      [column, { bytes: bytesOf(type, length), optional: !rest.includes("NOT NULL") }] as const,
  );
}

function bytesOf(type: string, length: string | undefined): number | undefined {
  if (length === "MAX" || type === "TEXT") return undefined;
  if (type.startsWith("N")) return 2 * Number(length);
  return type.includes("CHAR") ? Number(length) : 10;
}
