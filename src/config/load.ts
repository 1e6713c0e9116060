import { checkTogether } from "./checks.ts";
import { clonesSection } from "./clones.ts";
import type { Config } from "./config.ts";
import { databaseSection } from "./database.ts";
import { directorySection, type DirectoryConfig } from "./directory.ts";
import { githubSection, type GitHubApp } from "./github.ts";
import { httpSection } from "./http.ts";
import { mailSection, type MailConfig } from "./mail.ts";
import { microsoftSection, type MicrosoftApp } from "./microsoft.ts";
import { operationSection } from "./operation.ts";
import { outboundSection } from "./outbound.ts";
import { readTextFile, withPrivateKeyText, type ReadTextFile } from "./private-key-file.ts";
import { ConfigError, type ConfigProblem } from "./problem.ts";
import { readSettings, type Environment } from "./read.ts";
import { secretsSection } from "./secrets.ts";
import type { SettingValues } from "./setting.ts";

const LOOPBACK = "127.0.0.1";
const EVERYWHERE = "0.0.0.0";

/** The environment as one frozen value. Throws ConfigError with every problem at once. */
export function loadConfig(env: Environment, readFile: ReadTextFile = readTextFile): Config {
  const problems: ConfigProblem[] = [...checkTogether(env)];
  const full = withPrivateKeyText(env, readFile, problems);
  const values = {
    http: readSettings(full, httpSection.settings, problems),
    database: readSettings(full, databaseSection.settings, problems),
    secrets: readSettings(full, secretsSection.settings, problems),
    microsoft: readSettings(full, microsoftSection.settings, problems),
    github: readSettings(full, githubSection.settings, problems),
    directory: readSettings(full, directorySection.settings, problems),
    mail: readSettings(full, mailSection.settings, problems),
    outbound: readSettings(full, outboundSection.settings, problems),
    clones: readSettings(full, clonesSection.settings, problems),
    operation: readSettings(full, operationSection.settings, problems),
  };
  if (problems.length === 0 && values.secrets.keys === undefined)
    problems.push({ name: "SECRETS_KEYS", problem: "is not set" });
  if (problems.length > 0) throw new ConfigError(problems);
  return freeze(toConfig(values));
}

interface Values {
  readonly http: SettingValues<typeof httpSection.settings>;
  readonly database: SettingValues<typeof databaseSection.settings>;
  readonly secrets: SettingValues<typeof secretsSection.settings>;
  readonly microsoft: SettingValues<typeof microsoftSection.settings>;
  readonly github: SettingValues<typeof githubSection.settings>;
  readonly directory: SettingValues<typeof directorySection.settings>;
  readonly mail: SettingValues<typeof mailSection.settings>;
  readonly outbound: SettingValues<typeof outboundSection.settings>;
  readonly clones: SettingValues<typeof clonesSection.settings>;
  readonly operation: SettingValues<typeof operationSection.settings>;
}

function toConfig(values: Values): Config {
  const { http, database, secrets, microsoft, github, operation } = values;
  const registration = toMicrosoftApp(microsoft);
  const tenants = microsoft.allowedTenants ?? [registration?.tenantId].filter((id) => id !== undefined);
  return {
    http: {
      port: http.port,
      host: http.host ?? (registration === undefined ? LOOPBACK : EVERYWHERE),
      publicUrl: http.publicUrl ?? `http://localhost:${String(http.port)}`,
      trustProxy: http.trustProxy,
      metricsToken: http.metricsToken,
    },
    database: database.database,
    secretsKeys: secrets.keys ?? [],
    bot: { name: microsoft.botName, allowedTenants: tenants },
    microsoft: registration,
    github: { apiUrl: github.apiUrl, webUrl: github.webUrl, app: toGitHubApp(github) },
    directory: toDirectory(values.directory),
    mail: toMail(values.mail),
    privateHosts: values.outbound.privateHosts ?? [],
    clones: { root: values.clones.root, quotaBytes: values.clones.quotaBytes },
    retention: {
      deliveriesDays: operation.deliveriesDays,
      jobsDays: operation.jobsDays,
      outputDays: operation.outputDays,
      cardsDays: operation.cardsDays,
    },
    logging: { level: operation.logLevel },
    admin: { users: operation.adminUsers ?? [] },
  };
}

function toMicrosoftApp(values: Values["microsoft"]): MicrosoftApp | undefined {
  const { appId, appPassword, appType, tenantId } = values;
  if (appId === undefined || appPassword === undefined) return undefined;
  return { appId, appPassword, appType, tenantId };
}

function toGitHubApp(values: Values["github"]): GitHubApp | undefined {
  const { appId, slug, privateKey, clientId, clientSecret, webhookSecrets } = values;
  if (appId === undefined || slug === undefined || privateKey === undefined) return undefined;
  if (clientId === undefined || clientSecret === undefined || webhookSecrets === undefined) return undefined;
  return { appId, slug, privateKey, clientId, clientSecret, webhookSecrets };
}

function toDirectory(values: Values["directory"]): DirectoryConfig | undefined {
  const { url, bindDn, bindPassword, peopleDn, ...more } = values;
  if (url === undefined || bindDn === undefined || bindPassword === undefined || peopleDn === undefined)
    return undefined;
  return { url, bindDn, bindPassword, peopleDn, ...more };
}

function toMail({ server, from }: Values["mail"]): MailConfig | undefined {
  return server === undefined || from === undefined ? undefined : { ...server, from };
}

function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
