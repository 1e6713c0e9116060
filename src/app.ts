import { createClouds, type Clouds } from "./adapters/clouds/index.ts";
import type { Directory } from "./adapters/directory/index.ts";
import { createGitHub } from "./adapters/github/index.ts";
import { createKeyPairs, type KeyPairs } from "./adapters/keys/index.ts";
import { createLog } from "./adapters/log/index.ts";
import type { Mail } from "./adapters/mail/index.ts";
import { createMetrics, type MetricsRegistry } from "./adapters/metrics/index.ts";
import type { MailboxLimits } from "./adapters/msteams/mailbox/contract.ts";
import { createMailbox, type Mailbox } from "./adapters/msteams/mailbox/mailbox.ts";
import {
  createTeams,
  loadCards,
  type Cards,
  type Teams,
  type TeamsEndpoints,
} from "./adapters/msteams/index.ts";
import { shrinkToSummary } from "./adapters/msteams/shrink.ts";
import { createPasswords, type Passwords } from "./adapters/passwords/index.ts";
import { createInProcessWakes } from "./adapters/queue/in-process-wakes.ts";
import { createJobRunner, type JobRunner } from "./adapters/queue/runner.ts";
import { createRemote, type Remote, type RemoteOptions } from "./adapters/remote/index.ts";
import {
  createAddressGuard,
  createOutsideServices,
  type OutsideServices,
} from "./adapters/services/index.ts";
import { createStore, type Store } from "./adapters/store/index.ts";
import { createSigner, createVault } from "./adapters/vault/index.ts";
import { actions } from "./actions.ts";
import { createAnswers } from "./bot/answers.ts";
import type { Bot } from "./bot/bot.ts";
import { LiveInvokes } from "./bot/live-invokes.ts";
import { createOutsiderCheck } from "./bot/outsiders.ts";
import type { ReceiveDeps } from "./bot/receive.ts";
import { welcome, welcomeBack } from "./bot/welcome.ts";
import { commands, type CommandDeps } from "./commands.ts";
import type { ActionDeps } from "./actions.ts";
import type { Config } from "./config/index.ts";
import { systemClock, type Clock } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import { createRegistry } from "./core/registry.ts";
import type { Source } from "./core/source.ts";
import { systemTimers, type Timers } from "./core/timers.ts";
import { events } from "./events.ts";
import { createIntake, type Intake } from "./features/notifications/intake.ts";
import { queueDueClouds } from "./features/clouds/verify-job.ts";
import { FIRST_PAIR_JOB } from "./features/keypairs/first-pair-job.ts";
import { queueDue } from "./features/services/verify-job.ts";
import { createCopyCards } from "./features/mirrors/copy-cards.ts";
import { createReminderTicker, type Ticker } from "./features/reminders/ticker.ts";
import { createSweep, type Sweep } from "./features/notifications/sweep.ts";
import { createMirrorParts, type MirrorParts } from "./mirrors.ts";
import { createMaintenance, type Maintenance } from "./maintenance.ts";
import { jobs, type JobDeps } from "./jobs.ts";
import { commandMeasures, intakeMeasures, jobMeasures, mailboxMeasures, sweepMeasures } from "./measures.ts";
import { cardsFolder, version } from "./package-files.ts";
import { createServices } from "./services.ts";

/** Replaced parts, for tests and the demo. */
export interface AppOverrides {
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly log?: Log;
  readonly cards?: Cards;
  readonly teamsEndpoints?: TeamsEndpoints;
  readonly mailboxLimits?: MailboxLimits;
  readonly keys?: KeyPairs;
  readonly passwords?: Passwords;
  readonly directory?: Directory;
  readonly clouds?: Clouds;
  readonly remote?: Remote;
  readonly source?: Source;
  readonly answerWithinMs?: number;
}

/** Everything that runs in one process, built but not started. */
export interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: MetricsRegistry;
  readonly store: Store;
  readonly teams: Teams;
  readonly mail: Mail | undefined;
  readonly outside: OutsideServices;
  readonly github: ReturnType<typeof createGitHub>;
  readonly runner: JobRunner;
  readonly mailbox: Mailbox;
  readonly intake: Intake;
  readonly maintenance: Maintenance;
  readonly reminders: Ticker;
  readonly sweep: Sweep;
  readonly mirrors: MirrorParts;
  readonly clouds: Clouds;
  readonly remote: Remote;
  readonly receive: ReceiveDeps;
  readonly services: ReturnType<typeof createServices>;
}

/** The composition root: the only place that builds adapters and hands them to features. */
export async function buildParts(config: Config, overrides: AppOverrides = {}): Promise<Parts> {
  const clock = overrides.clock ?? systemClock;
  const timers = overrides.timers ?? systemTimers;
  const log = overrides.log ?? createLog({ level: config.logging.level });
  const metrics = createMetrics();
  const vault = createVault(config.secretsKeys);
  const outside = createOutsideServices({ privateHosts: config.privateHosts, version, clock });
  const keys = overrides.keys ?? createKeyPairs();
  const wakes = createInProcessWakes();
  const wakeJobs = (jobIds: readonly string[]): void => {
    wakes.send(jobIds);
  };
  const newUserJob = { kind: FIRST_PAIR_JOB, wake: wakeJobs };
  const store = await createStore({ url: databaseUrl(config), vault, clock, log, newUserJob });
  // What is not configured is not loaded either.
  const mail = config.mail && (await import("./adapters/mail/index.ts")).createMail(config.mail);
  const directory = overrides.directory ?? (config.directory && (await openDirectory(config.directory)));
  const teams = createTeams({
    app: config.microsoft,
    botName: config.bot.name,
    allowedTenants: config.bot.allowedTenants,
    cards: overrides.cards ?? loadCards(cardsFolder),
    clock,
    log,
    ...(overrides.teamsEndpoints === undefined ? {} : { endpoints: overrides.teamsEndpoints }),
  });
  const github = createGitHub({ ...githubOptions(config), clock, log, version });
  const mirrors = createMirrorParts({ config, store, github, clock, timers, log });
  const { http, network } = outside;
  const clouds = overrides.clouds ?? createClouds({ http, network, version, clock, timers });
  const remote = overrides.remote ?? openRemote(config, { log, timers });
  const mailbox = createMailbox({
    store,
    connector: teams.connector,
    clock,
    log,
    timers,
    shrink: shrinkToSummary,
    ...(overrides.mailboxLimits === undefined ? {} : { limits: overrides.mailboxLimits }),
    metrics: mailboxMeasures(metrics),
  });
  const notifyMailbox = (conversationIds: readonly string[]): void => {
    mailbox.notify(conversationIds);
  };

  const live = new LiveInvokes();
  const answers = createAnswers({ cards: teams.cards, live, notifyMailbox });
  const services = createServices({
    config,
    version,
    clock,
    timers,
    log,
    store,
    github,
    cards: teams.cards,
    answers,
    signer: createSigner(config.secretsKeys),
    ...{ vault, mail },
    keys,
    outside,
    ...{ mirrors, clouds, remote, source: overrides.source ?? mirrors.source },
    directory,
    passwords: overrides.passwords ?? createPasswords(),
    metrics,
    findMember: (place, teamsUserId) => teams.connector.findMember(place, teamsUserId),
    wakeJobs,
    notifyMailbox,
    bot: () => bot,
  });
  const isOutsider = createOutsiderCheck({
    connector: teams.connector,
    allowedTenants:
      config.microsoft === undefined
        ? undefined
        : new Set(config.bot.allowedTenants.map((id) => id.toLowerCase())),
    clock,
  });
  const admins = new Set(config.admin.users.map((id) => id.toLowerCase()));
  const bot: Bot<CommandDeps & ActionDeps> = {
    registry: createRegistry<CommandDeps & ActionDeps>(commands, actions),
    deps: services.deps,
    store,
    answers,
    identity: {
      findGitHub: services.findGitHub,
      findStanding: services.findStanding,
      listAdministrators: services.listAdministrators,
      isNamedAdmin: (person) => admins.has(person.aadObjectId.toLowerCase()),
      isOutsider,
    },
    askSignIn: services.askSignIn,
    askProfile: services.accountParts.askProfile,
    metrics: commandMeasures(metrics),
    vault,
    clock,
    log,
  };
  const jobDeps: JobDeps = {
    bot,
    reminders: services.deps.reminders,
    services: services.deps.services,
    clouds: services.deps.clouds,
    servers: services.deps.servers,
    ...services.deployments.deps,
    ...{ items: services.items.items, lookUpItem: services.items.lookUpItem },
    alerts: services.alerts,
    digest: services.alerts,
    directory: services.accountParts.directoryJob,
    invitationMail: services.invitationMail,
    passwordReset: services.accountsWeb.reset,
    firstPair: { store, keys },
    mirror: {
      ...mirrors,
      copyCards: createCopyCards({ store, cards: teams.cards, notifyMailbox, clock, log }),
    },
    ...services.delivery,
  };
  const runner = createJobRunner({
    store,
    jobs,
    deps: jobDeps,
    clock,
    log,
    timers,
    wake: wakes,
    metrics: jobMeasures(metrics),
  });
  const intake = createIntake({
    store,
    events,
    log,
    clock,
    afterAccept: wakeJobs,
    isAwaited: services.isAwaited,
    metrics: intakeMeasures(metrics),
  });
  const receive: ReceiveDeps = {
    store,
    vault,
    answers,
    live,
    wakeJobs,
    notifyMailbox,
    welcome: (activity) => welcome(activity, config.bot.name),
    welcomeBack,
    previewLink: services.previewLink,
    answerWithinMs: overrides.answerWithinMs,
    runNow: async (jobId) => {
      await runner.runNow(jobId);
    },
  };
  const maintenance = createMaintenance({
    ...{ store, clock, timers, log, retention: config.retention },
    requeueDirectory: services.accountParts.requeueDirectory,
    requeueServices: queueDue,
    requeueClouds: queueDueClouds,
  });
  const reminders = createReminderTicker({ store, clock, timers, log, wakeJobs });
  const sweep = createSweep({
    store,
    hookDeliveries: github.hookDeliveries,
    clock,
    timers,
    log,
    rememberedDays: config.retention.deliveriesDays,
    metrics: sweepMeasures(metrics),
  });
  return {
    config,
    log,
    metrics,
    store,
    teams,
    mail,
    outside,
    github,
    runner,
    mailbox,
    intake,
    maintenance,
    reminders,
    sweep,
    mirrors,
    ...{ clouds, remote },
    receive,
    services,
  };
}

function openRemote(config: Config, from: Pick<RemoteOptions, "log" | "timers">): Remote {
  const guard = createAddressGuard(config.privateHosts);
  return createRemote({ ...from, allowsAddress: (address, host) => guard.allows(address, host) });
}

async function openDirectory(config: NonNullable<Config["directory"]>): Promise<Directory> {
  const { createDirectory } = await import("./adapters/directory/index.ts");
  return createDirectory(config);
}

export function databaseUrl({ database }: Config): string {
  return database.dialect === "sqlite" ? `sqlite:${database.file}` : database.url;
}

function githubOptions({
  github,
}: Config): Omit<Parameters<typeof createGitHub>[0], "clock" | "log" | "version"> {
  const { app, apiUrl, webUrl } = github;
  return {
    apiUrl,
    webUrl,
    appId: app?.appId,
    slug: app?.slug,
    privateKey: app?.privateKey,
    clientId: app?.clientId,
    clientSecret: app?.clientSecret,
    webhookSecrets: app?.webhookSecrets ?? [],
  };
}
