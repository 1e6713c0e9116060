import type { ModelAttributeColumnOptions, QueryInterface } from "sequelize";

// What migrations that were published used must go on meaning the same: add here, never change.

type Column = ModelAttributeColumnOptions;

/** The kinds of column there are, as each dialect spells them. */
export interface ColumnKinds {
  /** A row's own id: a UUID in text. */
  readonly id: () => Column;
  /** The id of a row in another table, which must exist. */
  readonly reference: (table: string) => Column;
  /** The id of a row in another table, without a constraint. */
  readonly looseReference: () => Column;
  /** A short string compared byte by byte; `''` for none. */
  readonly key: (length: number) => Column;
  /** A name for people. */
  readonly label: (length: number) => Column;
  readonly text: () => Column;
  /** A secret sealed by the vault, or null. */
  readonly sealed: () => Column;
  readonly bytes: () => Column;
  readonly whole: () => Column;
  readonly optionalWhole: () => Column;
  /** A whole number beyond 32 bits. */
  readonly large: () => Column;
  readonly flag: () => Column;
  readonly time: () => Column;
  readonly optionalTime: () => Column;
}

interface Spelling {
  /** Byte-by-byte collation: a case-insensitive one would take two external ids for one. */
  readonly id: string;
  readonly key: (length: number) => string;
  readonly label: (length: number) => string;
  readonly text: string;
  readonly bytes: string;
  readonly flag: string;
  readonly time: string;
}

const MARIADB_BINARY = "CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";
// Sequelize sends N'' literals: beside them a CHAR or VARCHAR column would be converted row by row.
const MSSQL_BINARY = "COLLATE Latin1_General_100_BIN2";

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  sqlite: {
    id: "CHAR(36)",
    key: (length) => `VARCHAR(${length})`,
    label: (length) => `VARCHAR(${length})`,
    text: "TEXT",
    bytes: "BLOB",
    flag: "TINYINT(1)",
    time: "DATETIME",
  },
  postgres: {
    id: 'CHAR(36) COLLATE "C"',
    key: (length) => `VARCHAR(${length}) COLLATE "C"`,
    label: (length) => `VARCHAR(${length})`,
    text: "TEXT",
    bytes: "BYTEA",
    flag: "BOOLEAN",
    time: "TIMESTAMP WITH TIME ZONE",
  },
  mariadb: {
    id: `CHAR(36) ${MARIADB_BINARY}`,
    key: (length) => `VARCHAR(${length}) ${MARIADB_BINARY}`,
    label: (length) => `VARCHAR(${length}) CHARACTER SET utf8mb4`,
    text: "LONGTEXT CHARACTER SET utf8mb4",
    bytes: "LONGBLOB",
    flag: "TINYINT(1)",
    time: "DATETIME(3)",
  },
  mssql: {
    id: `NCHAR(36) ${MSSQL_BINARY}`,
    key: (length) => `NVARCHAR(${length}) ${MSSQL_BINARY}`,
    label: (length) => `NVARCHAR(${length})`,
    text: "NVARCHAR(MAX)",
    bytes: "VARBINARY(MAX)",
    flag: "BIT",
    time: "DATETIMEOFFSET(3)",
  },
};

/** The kinds of column for the database that is migrated. */
export function columnsFor(queryInterface: QueryInterface): ColumnKinds {
  const dialect = queryInterface.sequelize.getDialect();
  const spelling = SPELLINGS[dialect];
  if (spelling === undefined) throw new RangeError(`migrations don't know the dialect ${dialect}`);
  const required = (type: string): Column => ({ type, allowNull: false });
  const optional = (type: string): Column => ({ type, allowNull: true });
  return {
    id: () => ({ ...required(spelling.id), primaryKey: true }),
    // No cascades: SQL Server refuses several paths, and what is deleted is deleted knowingly.
    reference: (table) => ({
      ...required(spelling.id),
      references: { model: table, key: "id" },
      onDelete: "NO ACTION",
    }),
    looseReference: () => required(spelling.id),
    key: (length) => required(spelling.key(length)),
    label: (length) => required(spelling.label(length)),
    text: () => required(spelling.text),
    sealed: () => optional(spelling.text),
    bytes: () => optional(spelling.bytes),
    whole: () => required("INTEGER"),
    optionalWhole: () => optional("INTEGER"),
    large: () => required("BIGINT"),
    flag: () => required(spelling.flag),
    time: () => required(spelling.time),
    optionalTime: () => optional(spelling.time),
  };
}
