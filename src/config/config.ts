import type { DatabaseConfig } from "./database.ts";
import type { DirectoryConfig } from "./directory.ts";
import type { GitHubApp } from "./github.ts";
import type { MailConfig } from "./mail.ts";
import type { MicrosoftApp } from "./microsoft.ts";
import type { PrivateHost } from "./outbound.ts";
import type { SecretsKey } from "./secrets.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** The whole configuration: frozen, made once at the start. What is undefined is off. */
export interface Config {
  readonly http: {
    readonly port: number;
    readonly host: string;
    /** Without a slash at the end. */
    readonly publicUrl: string;
    /** Number of our own proxies in front. */
    readonly trustProxy: number;
    readonly metricsToken: string | undefined;
  };
  readonly database: DatabaseConfig;
  /** The first one seals, all of them open; never empty. */
  readonly secretsKeys: readonly SecretsKey[];
  readonly bot: {
    readonly name: string;
    /** Entra tenant ids; empty in local mode, where everybody is local. */
    readonly allowedTenants: readonly string[];
  };
  /** Undefined: local mode, loopback only. */
  readonly microsoft: MicrosoftApp | undefined;
  readonly github: {
    readonly apiUrl: string;
    readonly webUrl: string;
    /** Undefined: no App yet; `GET /setup/github` makes one. */
    readonly app: GitHubApp | undefined;
  };
  /** Undefined: people have no POSIX accounts. */
  readonly directory: DirectoryConfig | undefined;
  /** Undefined: no mail is sent. */
  readonly mail: MailConfig | undefined;
  /** What is private and may be reached all the same by addresses that people type. */
  readonly privateHosts: readonly PrivateHost[];
  readonly clones: {
    readonly root: string;
    readonly quotaBytes: number;
  };
  readonly retention: {
    readonly deliveriesDays: number;
    readonly jobsDays: number;
    readonly outputDays: number;
    readonly cardsDays: number;
  };
  readonly logging: { readonly level: LogLevel };
  readonly admin: {
    /** Entra object ids. */
    readonly users: readonly string[];
  };
}
