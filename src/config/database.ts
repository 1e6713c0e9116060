import { z } from "zod";
import { setting } from "./setting.ts";

export type DatabaseConfig =
  | { readonly dialect: "sqlite"; readonly file: string }
  | { readonly dialect: "mssql" | "postgres" | "mariadb"; readonly url: string };

const DIALECTS = { "mssql:": "mssql", "postgres:": "postgres", "mariadb:": "mariadb" } as const;

const databaseUrl = z.string().transform((text, context): DatabaseConfig => {
  const file = /^sqlite:(?:\/\/(?=\/))?(?<file>.+)$/.exec(text)?.groups?.["file"];
  if (file !== undefined) return { dialect: "sqlite", file };
  const url = URL.parse(text);
  const dialect = Object.entries(DIALECTS).find(([protocol]) => protocol === url?.protocol)?.[1];
  if (url !== null && dialect !== undefined && url.hostname !== "" && url.pathname.length > 1)
    return { dialect, url: text };
  context.addIssue(
    "expected sqlite:<file>, or mssql://, postgres:// or mariadb:// with user:password@host:port/database",
  );
  return z.NEVER;
});

export const databaseSection = {
  title: "Database",
  description:
    "The record of everything. SQLite needs nothing else; several processes need a database server.",
  settings: {
    database: setting({
      name: "DATABASE_URL",
      schema: databaseUrl,
      fallback: "sqlite:./data/ployst.sqlite",
      isSecret: true,
      description:
        "`sqlite:<file>`, `mssql://user:password@host:1433/database`, `postgres://…` or `mariadb://…`.",
    }),
  },
} as const;
