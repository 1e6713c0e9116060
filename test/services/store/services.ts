import type { DatabaseService } from "./service.ts";

export const postgres: DatabaseService = {
  name: "PostgreSQL",
  variable: "TEST_POSTGRES_URL",
  url: process.env["TEST_POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres",
  required: true,
};

export const mariadb: DatabaseService = {
  name: "MariaDB",
  variable: "TEST_MARIADB_URL",
  url: process.env["TEST_MARIADB_URL"] ?? "mariadb://root@127.0.0.1:3306/mysql",
  required: true,
};

/** There is no SQL Server to install freely: its statements are checked without one in generated-sql.test.ts. */
export const mssql: DatabaseService = {
  name: "SQL Server",
  variable: "TEST_MSSQL_URL",
  url: process.env["TEST_MSSQL_URL"],
  required: false,
};
