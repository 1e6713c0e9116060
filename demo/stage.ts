import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APP_EVENTS, APP_PERMISSIONS } from "../src/features/admin/github-app.ts";
import { loadConfig, type Config } from "../src/config/index.ts";
import { silentLog, type Log } from "../src/core/log.ts";
import { migrateUp } from "../src/migrate.ts";
import { startApp, type RunningApp } from "../src/process.ts";
import { createScene, type Scene } from "./cast.ts";
import { startGitHubLab, type GitHubLab, type LabSeed } from "./github/index.ts";
import { freePort } from "./free-port.ts";
import { startMachine } from "./hosts/index.ts";
import { startFakeJira } from "./jira/index.ts";
import { Mailbox } from "./mail/mailbox.ts";
import { startMailServer } from "./mail/server.ts";
import { startFakeTeams } from "./teams/connector/index.ts";

export interface Stage extends Scene {
  /** Where Ployst listens. */
  readonly botUrl: string;
  /** Ends everything and deletes the data. */
  stop(): Promise<void>;
}

export interface StageOptions {
  /** Silent unless told. */
  readonly log?: Log;
}

const LOOPBACK = "127.0.0.1";
const STOP_MS = 3_000;
const ISSUES = [{ id: "10002", key: "PROJ-1", summary: "Uploads fail now and then" }];
const TRANSITIONS = [
  { id: "21", name: "Start", to: "In Progress", category: "indeterminate" },
  { id: "31", name: "Finish", to: "Done", category: "done" },
];

/** Starts the GitHub lab, a Teams, a Jira, a host, a mail server and Ployst itself, in this process, with an empty database of its own. */
export async function startStage({ log = silentLog }: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "ployst-demo-"));
  const endings: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const lab = await startGitHubLab({ seed: { app: askingForAll() } });
    endings.push(() => lab.close());
    const teams = await startFakeTeams();
    endings.push(() => teams.close());
    const jira = await startFakeJira({ issues: ISSUES, transitions: TRANSITIONS });
    endings.push(() => {
      jira.close();
      return Promise.resolve();
    });
    const machine = await startMachine();
    endings.push(() => machine.close());
    const mailbox = new Mailbox();
    const mail = await startMailServer(mailbox);
    endings.push(() => mail.close());
    const app = await startPloyst({ folder, lab, smtpUrl: mail.url }, log);
    endings.push(() => app.stop(STOP_MS));
    lab.setWebhookUrl(`${app.url}/github/webhooks`);
    lab.setCallbackUrls([`${app.url}/auth/github/callback`]);
    teams.connectBot({ url: `${app.url}/api/messages` });
    const scene = createScene({ teams, lab, jira, machine, mailbox });
    await teams.installBot(scene.mira.person, scene.general);
    return { ...scene, botUrl: app.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Surroundings {
  readonly folder: string;
  readonly lab: GitHubLab;
  readonly smtpUrl: string;
}

async function startPloyst(around: Surroundings, log: Log): Promise<RunningApp> {
  // The public address must be known before Ployst listens.
  const config = createConfig(around, await freePort());
  await migrateUp(config, log);
  return startApp(config, { log });
}

/** The App of the demo asks for what `ployst setup` would let it ask for, alerts included. */
function askingForAll(): NonNullable<LabSeed["app"]> {
  return {
    permissions: Object.fromEntries(APP_PERMISSIONS.map(({ name, asks }) => [name, asks])),
    events: APP_EVENTS.map(({ name }) => name),
  };
}

/** As an operator's environment would say it: local mode, the lab as GitHub. */
function createConfig({ folder, lab, smtpUrl }: Surroundings, port: number): Config {
  const { app, apiUrl, webUrl } = lab;
  return loadConfig({
    PORT: String(port),
    HOST: LOOPBACK,
    PUBLIC_URL: `http://${LOOPBACK}:${String(port)}`,
    DATABASE_URL: `sqlite:${join(folder, "ployst.sqlite")}`,
    CLONE_ROOT: join(folder, "clones"),
    SECRETS_KEYS: `demo:${randomBytes(32).toString("base64")}`,
    GITHUB_APP_ID: app.id,
    GITHUB_APP_SLUG: app.slug,
    GITHUB_APP_PRIVATE_KEY: app.privateKey,
    GITHUB_CLIENT_ID: app.clientId,
    GITHUB_CLIENT_SECRET: app.clientSecret,
    GITHUB_WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: apiUrl,
    GITHUB_WEB_URL: webUrl,
    SMTP_URL: smtpUrl,
    // Where the demo's Jira and its host listen.
    OUTBOUND_PRIVATE_HOSTS: LOOPBACK,
    MAIL_FROM: "Ployst <ployst@contoso.example>",
  });
}
