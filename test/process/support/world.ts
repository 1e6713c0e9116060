import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startGitHubLab, type GitHubLab, type LabOptions } from "../../../demo/github/index.ts";
import { startFakeTeams, type FakeTeams } from "../../../demo/teams/connector/index.ts";
import { freePort } from "../../../demo/free-port.ts";
import { templateFile } from "../../support/store.ts";
import { startPloyst, type Ended, type PloystProcess } from "./ployst-process.ts";

/** What stands around a Ployst process: Teams, GitHub, a folder, a database; they stay when the process dies. */
export interface ProcessWorld {
  readonly teams: FakeTeams;
  readonly lab: GitHubLab;
  /** The processes' working folder, with nothing of this machine's in it. */
  readonly folder: string;
  readonly databaseUrl: string;
  /** The SQLite file; empty where another database is used. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Starts a process; ended by `close` at the latest. Further variables may be given. */
  start(more?: Readonly<Record<string, string>>): Promise<PloystProcess>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Another database than a fresh SQLite file. */
  readonly databaseUrl?: string;
  /** What GitHub has, and how long it takes to answer. */
  readonly lab?: Pick<LabOptions, "seed" | "latencyMs">;
  /** A program that starts Ployst in its own way. */
  readonly entry?: string;
}

/**
 * How much faster the fake Teams' clock runs than ours: its limits are then never the reason to wait (the fake knows one
 * tenant), while one request at a time per conversation is enforced as ever.
 */
const TEAMS_CLOCK = 20;

export async function startWorld(options: WorldOptions = {}): Promise<ProcessWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-process-"));
  const file = options.databaseUrl === undefined ? path.join(folder, "ployst.sqlite") : "";
  if (file !== "") await copyFile(await templateFile(), file);
  const databaseUrl = options.databaseUrl ?? `sqlite:${file}`;
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${String(port)}`;
  const lab = await startGitHubLab({ webhookUrl: `${publicUrl}/github/webhooks`, ...options.lab });
  lab.setSetupUrl(`${publicUrl}/github/setup`);
  const teams = await startFakeTeams({ limits: true, now: () => performance.now() * TEAMS_CLOCK });
  teams.connectBot({ url: `${publicUrl}/api/messages` });
  const env = environment(lab, { port, publicUrl, databaseUrl });
  const processes: PloystProcess[] = [];
  return {
    teams,
    lab,
    folder,
    databaseUrl,
    file,
    env,
    async start(more = {}) {
      const started = await startPloyst({ ...env, ...more }, folder, options.entry);
      processes.push(started);
      return started;
    },
    async close() {
      await Promise.all(processes.map((one): Promise<Ended> => one.end("SIGKILL")));
      await teams.close();
      await lab.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Addresses {
  readonly port: number;
  readonly publicUrl: string;
  readonly databaseUrl: string;
}

function environment(
  lab: GitHubLab,
  { port, publicUrl, databaseUrl }: Addresses,
): Readonly<Record<string, string>> {
  return {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl,
    SECRETS_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
    GITHUB_APP_ID: lab.app.id,
    GITHUB_APP_SLUG: lab.app.slug,
    GITHUB_APP_PRIVATE_KEY: lab.app.privateKey,
    GITHUB_CLIENT_ID: lab.app.clientId,
    GITHUB_CLIENT_SECRET: lab.app.clientSecret,
    GITHUB_WEBHOOK_SECRET: lab.app.webhookSecret,
    GITHUB_API_URL: lab.apiUrl,
    GITHUB_WEB_URL: lab.webUrl,
  };
}
