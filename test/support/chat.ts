import { mkdtemp, rm, copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startGitHubLab, type GitHubLab, type LabSeed } from "../../demo/github/index.ts";
import {
  startFakeTeams,
  type FakeConversation,
  type FakeMessage,
  type FakePerson,
  type FakeTeams,
} from "../../demo/teams/connector/index.ts";
import { loadCards, type Cards } from "../../src/adapters/msteams/index.ts";
import { loadConfig } from "../../src/config/index.ts";
import { silentLog, type Log } from "../../src/core/log.ts";
import { cardsFolder } from "../../src/package-files.ts";
import { startApp, type RunningApp } from "../../src/process.ts";
import type { AppOverrides } from "../../src/app.ts";
import { followSignIn } from "./browser.ts";
import { freePort } from "../../demo/free-port.ts";
import { quickKeys } from "./quick-keys.ts";
import { templateFile } from "./store.ts";

/** A whole Ployst between a fake Teams and a GitHub lab: text in through /api/messages, cards out at the connector. */
export interface Chat {
  readonly teams: FakeTeams;
  readonly lab: GitHubLab;
  readonly app: RunningApp;
  readonly channel: FakeConversation;
  /** Everybody that conversations are had with; logins at GitHub are mira, jon and eve. */
  readonly mira: FakePerson;
  readonly jon: FakePerson;
  readonly eve: FakePerson;
  /** Says it to the bot and waits for its first answer in that thread (or chat). */
  ask(person: FakePerson, text: string, where?: FakeConversation): Promise<Heard>;
  /** Connects the person to the GitHub account of that login, through the browser. */
  signIn(person: FakePerson, login: string, where?: FakeConversation): Promise<void>;
  close(): Promise<void>;
}

/** An answer of the bot's: what a person would read, and the message itself. */
export interface Heard {
  readonly text: string;
  readonly message: FakeMessage;
  /** The thread that it stands in: the question and all answers. */
  readonly thread: FakeMessage;
}

export interface ChatOptions {
  readonly seed?: LabSeed;
  readonly overrides?: AppOverrides;
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Log;
}

/** Who presses a button in a test is to see what comes of it, however busy the machine is. */
const SLOW_MACHINE_MS = 12_000;

/** Compiling them takes longer than all the rest of a start. */
let cards: Cards | undefined;

export async function startChat(options: ChatOptions = {}): Promise<Chat> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-chat-"));
  const file = path.join(folder, "chat.sqlite");
  await copyFile(await templateFile(), file);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${String(port)}`;
  const lab = await startGitHubLab({
    webhookUrl: `${publicUrl}/github/webhooks`,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  lab.setSetupUrl(`${publicUrl}/github/setup`);
  const teams = await startFakeTeams({ limits: false });
  const config = loadConfig({ ...environment(lab, file, port, publicUrl), ...options.env });
  cards ??= loadCards(cardsFolder);
  const app = await startApp(config, {
    cards,
    log: options.log ?? silentLog,
    keys: quickKeys(),
    answerWithinMs: SLOW_MACHINE_MS,
    ...options.overrides,
  });
  teams.connectBot({ url: `${publicUrl}/api/messages` });
  const channel = teams.channel("general");
  const [mira, jon, eve] = ["Mira Chen", "Jon Park", "Eve Stone"].map((name) => teams.person({ name }));
  if (mira === undefined || jon === undefined || eve === undefined) throw new Error("nobody there");
  const ask: Chat["ask"] = (person, text, where = channel) => askBot(teams, person, text, where);
  return {
    teams,
    lab,
    app,
    channel,
    mira,
    jon,
    eve,
    ask,
    async signIn(person, login, where = teams.personalChat(person)) {
      const card = await ask(person, "signin", where);
      const { code } = await followSignIn(buttonUrl(card.message), login, lab);
      await ask(person, `signin ${code}`, where);
      await seeServices(teams, person);
    },
    async close() {
      await app.stop(1_000);
      await teams.close();
      await lab.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** After their first sign-in they are shown the services in their own chat, by themselves: not to be taken for an answer. */
async function seeServices(teams: FakeTeams, person: FakePerson): Promise<void> {
  const { threads } = teams.personalChat(person);
  if (threads.length === 0) return;
  await teams.world.waitFor(() => threads.find((one) => readable(one).includes("Choose which services")));
}

async function askBot(
  teams: FakeTeams,
  person: FakePerson,
  text: string,
  where: FakeConversation,
): Promise<Heard> {
  const before = new Set(allMessages(where).map((message) => message.id));
  const { activityId, status } = await teams.say(person, where, text);
  if (status !== 200) throw new Error(`the bot answered HTTP ${String(status)}`);
  return teams.world.waitFor(() => {
    const thread = where.threads.find((root) => root.id === activityId);
    const candidates = where.type === "channel" ? (thread?.replies ?? []) : where.threads;
    const message = candidates.find(
      (one) => one.from === "bot" && !before.has(one.id) && isAnswer(one, text),
    );
    return message === undefined || thread === undefined
      ? undefined
      : { text: readable(message), message, thread };
  });
}

/** The services are shown once by themselves, after the first sign-in or with the first `account`. */
function isAnswer(message: FakeMessage, asked: string): boolean {
  return asked === "services" || !readable(message).includes("Choose which services");
}

function allMessages(where: FakeConversation): readonly FakeMessage[] {
  return where.threads.flatMap((root) => [root, ...root.replies]);
}

/** All that a person would read of a message, in order. */
export function readable(message: FakeMessage): string {
  if (message.text !== undefined) return message.text;
  return texts(message.card ?? {}).join("\n");
}

function texts(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if ((key === "text" || key === "title" || key === "value") && typeof value === "string") return [value];
    return key === "fallback" || key === "data" ? [] : texts(value);
  });
}

/** Where the first link button of a card leads. */
export function buttonUrl(message: FakeMessage): string {
  const url = /"type":"Action\.OpenUrl"[^}]*?"url":"([^"]+)"/.exec(JSON.stringify(message.card ?? {}))?.[1];
  if (url === undefined) throw new Error(`no link on: ${readable(message)}`);
  return url;
}

function environment(lab: GitHubLab, file: string, port: number, publicUrl: string): Record<string, string> {
  return {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: `sqlite:${file}`,
    CLONE_ROOT: `${file}.clones`,
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
