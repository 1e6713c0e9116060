import { existsSync } from "node:fs";
import { createDirectory } from "./adapters/directory/index.ts";
import { createAppInspection, createGitHub } from "./adapters/github/index.ts";
import { entraTokens, toTokenFailure, type TeamsApp } from "./adapters/msteams/index.ts";
import { createStore, migrate, type Store } from "./adapters/store/index.ts";
import { createVault } from "./adapters/vault/index.ts";
import { databaseUrl } from "./app.ts";
import { ConfigError, isLoopbackHost, loadProcessConfig, type Config } from "./config/index.ts";
import { SECOND, systemClock, type Clock } from "./core/clock.ts";
import { silentLog } from "./core/log.ts";
import { systemTimers } from "./core/timers.ts";
import { checkDirectory, checkWaitingAccounts } from "./features/admin/check-directory.ts";
import { checkApp, checkClock, checkInstallations, checkWebhook } from "./features/admin/check-github.ts";
import {
  checkBot,
  checkDatabase,
  checkJobs,
  checkOutbox,
  checkPublicUrl,
  checkSecretsKeys,
  type SchemaStatus,
} from "./features/admin/check-own.ts";
import { examine, type Check } from "./features/admin/examine.ts";
import { bad, good, off, toReport, type Finding } from "./features/admin/finding.ts";
import { version } from "./package-files.ts";

const CHECK_TIMEOUT_MS = 20 * SECOND;

/** `ployst doctor`: 0 when nothing is bad. Changes nothing. */
export async function run(_args: readonly string[]): Promise<number> {
  const findings = await examineProcess(loadProcessConfig);
  process.stdout.write(toReport(findings));
  return findings.some(({ mark }) => mark === "bad") ? 1 : 0;
}

/** Everything from the configuration on; without a valid one there is nothing else to look at. */
export async function examineProcess(load: () => Config): Promise<readonly Finding[]> {
  try {
    const config = load();
    return [good("configuration", "every setting is valid"), ...(await examineConfig(config))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const next = "docs/configuration.md tells what it may be.";
    const problems = error.problems.map(({ name, problem }) =>
      bad("configuration", `${name}: ${problem}`, next),
    );
    return [...problems, off("everything else", "is checked once the configuration is right")];
  }
}

/** Looks at everything that this configuration names, each check within 20 s. */
export async function examineConfig(config: Config, clock: Clock = systemClock): Promise<readonly Finding[]> {
  const { publicUrl } = config.http;
  const isLoopback = isLoopbackHost(new URL(publicUrl).hostname);
  const checks: readonly Check[] = [
    { subject: "PUBLIC_URL", run: async () => [checkPublicUrl(publicUrl, isLoopback)] },
    { subject: "SECRETS_KEYS", run: async () => [checkSecretsKeys(config.secretsKeys.map(({ id }) => id))] },
    { subject: "database", run: () => examineDatabase(config, clock) },
    { subject: "bot", run: () => checkBot(tokenFetcher(config.microsoft)) },
    { subject: "directory", run: () => examineDirectory(config) },
    ...githubChecks(config, clock),
  ];
  return examine(checks, { timers: systemTimers, timeoutMs: CHECK_TIMEOUT_MS });
}

async function examineDatabase(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const { database } = config;
  const url = databaseUrl(config);
  const findings = await checkDatabase(database.dialect, async (): Promise<SchemaStatus | undefined> => {
    // Asking a SQLite database that isn't there would make one.
    if (database.dialect === "sqlite" && !existsSync(database.file)) return undefined;
    return migrate({ url, clock, log: silentLog }, { kind: "status" });
  });
  if (findings.some(({ mark }) => mark !== "good")) return findings;
  const store = await createStore({ url, vault: createVault(config.secretsKeys), clock, log: silentLog });
  try {
    const [backlog, states] = await store.read(async ({ outbox, jobs }) => [
      await outbox.backlog(),
      await jobs.countByState(),
    ]);
    const own = [...findings, checkOutbox(backlog, clock), checkJobs(states)];
    return config.directory === undefined ? own : [...own, await examineAccounts(store)];
  } finally {
    await store.close();
  }
}

const MOST_WAITING = 100;

async function examineAccounts(store: Store): Promise<Finding> {
  const waiting = await store.read(async ({ registrations }) => [
    ...(await registrations.listWaiting("pre_posix", { limit: MOST_WAITING })),
    ...(await registrations.listWaiting("pre_key", { limit: MOST_WAITING })),
  ]);
  return checkWaitingAccounts(waiting, MOST_WAITING);
}

async function examineDirectory({ directory: config }: Config): Promise<readonly Finding[]> {
  const directory = config && createDirectory(config);
  return checkDirectory(directory && (() => directory.check()));
}

function tokenFetcher(app: TeamsApp | undefined): (() => Promise<unknown>) | undefined {
  if (app === undefined) return undefined;
  return async () => {
    try {
      await entraTokens(app)(true);
    } catch (error) {
      throw toTokenFailure(error);
    }
  };
}

function githubChecks({ github: { app, apiUrl, webUrl }, http }: Config, clock: Clock): readonly Check[] {
  const options = {
    apiUrl,
    webUrl,
    version,
    clock,
    log: silentLog,
    appId: app?.appId,
    privateKey: app?.privateKey,
    slug: app?.slug,
    clientId: app?.clientId,
    clientSecret: app?.clientSecret,
    webhookSecrets: app?.webhookSecrets ?? [],
  };
  const inspection = createAppInspection(options);
  const clockCheck = { subject: "clock", run: () => checkClock({ ...inspection, apiUrl, clock }) };
  if (app === undefined) {
    const missing = off("GitHub App", "none yet", "Run `ployst setup` and open the link that it prints.");
    return [{ subject: "GitHub App", run: async () => [missing] }, clockCheck];
  }
  const deps = { ...inspection, ...createGitHub(options).app };
  return [
    { subject: "GitHub App", run: () => checkApp({ ...deps, slug: app.slug, webUrl }) },
    { subject: "GitHub webhook", run: () => checkWebhook({ ...deps, publicUrl: http.publicUrl }) },
    { subject: "GitHub installations", run: () => checkInstallations(deps) },
    clockCheck,
  ];
}
