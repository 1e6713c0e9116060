import { TURN_JOB } from "../../src/bot/accept.ts";
import { createAnswers, type Answers } from "../../src/bot/answers.ts";
import type { Bot } from "../../src/bot/bot.ts";
import { LiveInvokes } from "../../src/bot/live-invokes.ts";
import type { ReceiveDeps } from "../../src/bot/receive.ts";
import { turnJob } from "../../src/bot/turn-job.ts";
import type { ActionSpec } from "../../src/core/action.ts";
import { addMilliseconds, MINUTE } from "../../src/core/clock.ts";
import type { CommandSpec, CommandTurn } from "../../src/core/command.ts";
import type { ChatPerson, ConversationReference } from "../../src/core/conversation.ts";
import type { InboundActivity, InboundMessage } from "../../src/core/inbound.ts";
import { newId } from "../../src/core/ids.ts";
import type { JobRun } from "../../src/core/job.ts";
import { silentLog, type Log } from "../../src/core/log.ts";
import { createRegistry } from "../../src/core/registry.ts";
import { reply, type Reply } from "../../src/core/reply.ts";
import type { TeamStanding } from "../../src/core/team.ts";
import type { LinkedGitHub, TurnContext } from "../../src/core/turn.ts";
import { ManualTime } from "../support/manual-time.ts";
import { welcomeBack } from "../../src/bot/welcome.ts";
import { openTestStore, testVault, type TestStore } from "../support/store.ts";
import { templateCards } from "../support/template-cards.ts";

export const MIRA: ChatPerson = {
  tenantId: "tenant",
  teamsUserId: "29:mira",
  aadObjectId: "aad-mira",
  displayName: "Mira Chen",
};
export const JON: ChatPerson = { ...MIRA, teamsUserId: "29:jon", aadObjectId: "aad-jon", displayName: "Jon" };

export const CHANNEL: ConversationReference = {
  tenantId: "tenant",
  teamId: "team",
  channelId: "19:general",
  type: "channel",
  serviceUrl: "https://smba.trafficmanager.net/emea/",
  name: "General",
};

export const MIRA_ON_GITHUB: LinkedGitHub = { id: "gh-row", ghUserId: "7", ghLogin: "mira" };

export interface Logged {
  readonly level: string;
  readonly fields: object;
  readonly text: string;
}

/** A log that can be read. */
export function listeningLog(): { readonly log: Log; readonly lines: readonly Logged[] } {
  const lines: Logged[] = [];
  const write =
    (level: string) =>
    (fields: object, text: string): void => {
      lines.push({ level, fields, text });
    };
  const log: Log = {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: () => log,
  };
  return { log, lines };
}

export interface BotWorld {
  readonly time: ManualTime;
  readonly store: TestStore;
  readonly live: LiveInvokes;
  readonly answers: Answers;
  readonly bot: Bot<object>;
  /** What the pipeline asked and did, in order. */
  readonly steps: string[];
  readonly notified: string[];
  /** Whom the pipeline takes for connected, and for an outsider. */
  readonly connected: Set<string>;
  readonly outsiders: Set<string>;
  /** Which team is in force, and the form for what is missing of a profile. */
  readonly account: { standing: TeamStanding; profileForm?: Reply };
  readonly receiveDeps: ReceiveDeps;
  readonly wakened: string[];
  /** Wins the job's lease, as a runner would. */
  claim(jobId: string, holder?: string): Promise<JobRun>;
  /** Claims and runs a turn to its end. */
  run(jobId: string, holder?: string): Promise<void>;
  /** All that is to be posted into the conversation, in words, in order. */
  said(channelId?: string): Promise<readonly string[]>;
  jobState(jobId: string): Promise<string | undefined>;
  /** A turn with its user, conversation and running job in the store. */
  turn(text: string, person?: ChatPerson, reference?: ConversationReference): Promise<CommandTurn>;
  close(): Promise<void>;
}

export interface BotParts {
  readonly commands?: readonly CommandSpec<object>[];
  readonly actions?: readonly ActionSpec<object>[];
  readonly log?: Log;
}

export async function openBotWorld({
  commands = [],
  actions = [],
  log = silentLog,
}: BotParts = {}): Promise<BotWorld> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const live = new LiveInvokes();
  const steps: string[] = [];
  const notified: string[] = [];
  const wakened: string[] = [];
  const connected = new Set<string>();
  const outsiders = new Set<string>();
  const account: BotWorld["account"] = { standing: { kind: "none" } };
  const notifyMailbox = (ids: readonly string[]): void => {
    notified.push(...ids);
  };
  const answers = createAnswers({ cards: templateCards, live, notifyMailbox });
  const bot: Bot<object> = {
    registry: createRegistry(commands, actions),
    deps: {},
    store,
    answers,
    identity: {
      findGitHub: async (userId) => {
        steps.push("identify");
        return connected.has(userId) ? MIRA_ON_GITHUB : undefined;
      },
      isOutsider: async (_place, person) => {
        steps.push("authorise");
        return outsiders.has(person.aadObjectId);
      },
      isNamedAdmin: () => false,
      findStanding: async () => account.standing,
      listAdministrators: async () => ["Mira Chen"],
    },
    askSignIn: async () => {
      steps.push("sign-in");
      return reply.text("Connect your GitHub account");
    },
    askProfile: async () => account.profileForm,
    vault: testVault,
    metrics: { ran: () => undefined },
    clock: time,
    log,
  };
  const spec = turnJob<object>();

  const claim = async (jobId: string, holder = newId()): Promise<JobRun> => {
    const now = time.now();
    const row = await store.transaction((tx) =>
      tx.jobs.claim(jobId, holder, now, addMilliseconds(now, MINUTE)),
    );
    if (row === undefined) throw new Error("somebody else has the job");
    const { id, targetId, payload, attempts } = row;
    return { id, targetId, payload, attempt: attempts, holder, signal: new AbortController().signal };
  };
  const run = async (jobId: string, holder?: string): Promise<void> => {
    await spec.run(await claim(jobId, holder), { bot });
  };

  return {
    time,
    store,
    live,
    answers,
    bot,
    steps,
    notified,
    connected,
    outsiders,
    account,
    wakened,
    receiveDeps: {
      store,
      vault: testVault,
      answers,
      live,
      notifyMailbox,
      wakeJobs: (ids) => wakened.push(...ids),
      welcome: () => ({ text: "welcome" }),
      welcomeBack,
      previewLink: async () => reply.recorded(),
      runNow: (jobId) => run(jobId),
    },
    claim,
    run,
    said: async (channelId = CHANNEL.channelId) => {
      const rows = await store.read(async (reads) => {
        const conversation = await reads.conversations.findByChannel(channelId);
        return conversation === undefined
          ? []
          : reads.outbox.listDue(conversation.id, new Date("2100-01-01"), 1_000);
      });
      return rows
        .toSorted((one, other) => one.seq - other.seq)
        .map(({ body }) => body.summary ?? body.text ?? "");
    },
    jobState: async (jobId) => (await store.read((reads) => reads.jobs.find(jobId)))?.state,
    turn: async (text, person = MIRA, reference = CHANNEL) => {
      const context = await newTurn(store, time, person, reference);
      return { ...context, text };
    },
    close: () => store.cleanup(),
  };
}

async function newTurn(
  store: TestStore,
  time: ManualTime,
  person: ChatPerson,
  reference: ConversationReference,
): Promise<TurnContext> {
  const holder = newId();
  return store.transaction(async (tx) => {
    const user = await tx.users.ensure(person);
    const conversation = await tx.conversations.ensure(reference);
    const job = await tx.jobs.create({ kind: TURN_JOB, targetId: conversation.id });
    await tx.jobs.claim(job.id, holder, time.now(), addMilliseconds(time.now(), MINUTE));
    return {
      jobId: job.id,
      jobHolder: holder,
      actor: { userId: user.id, person, isAdmin: user.isAdmin },
      place: { conversationId: conversation.id, reference },
      mentions: [],
      source: "typed",
      signal: new AbortController().signal,
    };
  });
}

let lastActivity = 0;

/** Somebody writes to the bot in the channel. */
export function message(text: string, more: Partial<InboundMessage> = {}): InboundMessage {
  lastActivity += 1;
  return {
    kind: "message",
    activityId: `activity-${String(lastActivity)}`,
    conversation: CHANNEL,
    from: MIRA,
    text,
    mentions: [],
    ...more,
  };
}

/** Somebody presses a button there. */
export function press(
  verb: string,
  data: Readonly<Record<string, string>> = {},
  from = MIRA,
): InboundActivity {
  const { activityId, conversation } = message("");
  return { kind: "action", activityId, conversation, from, verb, data, messageId: "m1", answerable: true };
}

/** A card's data where it is a text. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
