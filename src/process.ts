import { buildParts, type AppOverrides, type Parts } from "./app.ts";
import type { Config } from "./config/index.ts";
import { createServer } from "./server.ts";

export interface RunningApp {
  /** Where it listens, on this machine. */
  readonly url: string;
  readonly parts: Parts;
  /** Takes nothing new, finishes what runs, and closes everything within `deadlineMs`. */
  stop(deadlineMs?: number): Promise<void>;
}

/** Learns the App's own address early and says in the log when GitHub doesn't know us; nothing waits for it. */
function introduceToGitHub({ config, github, log }: Parts): void {
  if (config.github.app === undefined) {
    log.warn({}, "no GitHub App is configured: see ployst setup");
    return;
  }
  github.app.getSelf().then(
    ({ slug }) => {
      log.info({ slug }, "GitHub knows the App");
    },
    (error: unknown) => {
      log.warn({ error }, "GitHub could not be asked about the App: see ployst doctor");
    },
  );
}

const STOP_DEADLINE_MS = 10_000;

/** Starts the web server, the job runner and the mailbox in this process, in the order in which they need each other. */
export async function startApp(config: Config, overrides: AppOverrides = {}): Promise<RunningApp> {
  const parts = await buildParts(config, overrides);
  const server = createServer(parts);
  await parts.teams.warmUp();
  parts.mailbox.start();
  parts.runner.start();
  parts.maintenance.start();
  parts.reminders.start();
  parts.mirrors.sweeper.start();
  parts.services.realms.ticker.start();
  parts.services.servers.ticker.start();
  if (config.github.app !== undefined) parts.sweep.start();
  const stop = async (deadlineMs = STOP_DEADLINE_MS): Promise<void> => {
    await server.close(deadlineMs);
    await parts.runner.stop(deadlineMs);
    await parts.mailbox.stop();
    await parts.maintenance.stop();
    await parts.reminders.stop();
    await parts.mirrors.sweeper.stop();
    await parts.services.realms.ticker.stop();
    await parts.services.servers.ticker.stop();
    await parts.sweep.stop();
    parts.mail?.close();
    await parts.remote.close();
    parts.clouds.close();
    parts.outside.http.close();
    parts.teams.close();
    await parts.store.close();
  };
  const { port } = await server.listen(config.http.port, config.http.host).catch(async (error: unknown) => {
    // Without a port nobody can reach us: what was started must not work on, nor hold its leases.
    await stop();
    throw error;
  });
  const host = config.http.host.includes(":") ? `[${config.http.host}]` : config.http.host;
  parts.log.info(
    { host: config.http.host, port, mode: config.microsoft === undefined ? "local" : "teams" },
    "listening",
  );
  introduceToGitHub(parts);
  return { url: `http://${host}:${String(port)}`, parts, stop };
}
