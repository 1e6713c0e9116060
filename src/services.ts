import { createAccountParts, createWithdrawal, type AccountParts } from "./account-deps.ts";
import { createAccountWebDeps } from "./accounts-web.ts";
import type { Clouds } from "./adapters/clouds/index.ts";
import type { Directory } from "./adapters/directory/index.ts";
import type { createGitHub } from "./adapters/github/index.ts";
import type { Passwords } from "./adapters/passwords/index.ts";
import type { KeyPairs } from "./adapters/keys/index.ts";
import type { Reads, Store, Transaction } from "./adapters/store/index.ts";
import type { Remote } from "./adapters/remote/index.ts";
import type { OutsideServices } from "./adapters/services/index.ts";
import type { Mail } from "./adapters/mail/index.ts";
import type { Signer, Vault } from "./adapters/vault/index.ts";
import type { ActionDeps } from "./actions.ts";
import type { Answers } from "./bot/answers.ts";
import type { Bot, Identity } from "./bot/bot.ts";
import { authorise } from "./bot/authorise.ts";
import { askConfirmation } from "./bot/confirmations.ts";
import { resumeCommand as makeResumedTurn } from "./bot/resume.ts";
import { runConfirmed } from "./bot/run-confirmed.ts";
import { commands, type CommandDeps } from "./commands.ts";
import { createDelivery } from "./delivery.ts";
import { createRequireTeam } from "./operations/standing.ts";
import { createCloudParts, type CloudParts } from "./operations/clouds.ts";
import type { MirrorParts } from "./mirrors.ts";
import { createProjectParts } from "./operations/projects.ts";
import { createDeploymentParts, type DeploymentParts } from "./operations/deployments.ts";
import { createRealmParts, type RealmParts } from "./operations/realms.ts";
import { createServerParts, type ServerParts } from "./operations/servers.ts";
import { createInvitations, type Invitations } from "./invitations.ts";
import { createFeature, createItems, type ItemParts } from "./items.ts";
import type { Config } from "./config/index.ts";
import type { Clock } from "./core/clock.ts";
import { faults, isFault } from "./core/errors.ts";
import type { InboundLink } from "./core/inbound.ts";
import type { Log } from "./core/log.ts";
import { escapeMarkdown } from "./core/markdown.ts";
import type { Source } from "./core/source.ts";
import type { ChatConnector } from "./core/connector.ts";
import type { CardRenderer, Message } from "./core/message.ts";
import type { Metrics } from "./core/metrics.ts";
import type { Timers } from "./core/timers.ts";
import type { LinkedGitHub, TurnContext } from "./core/turn.ts";
import type { Reply } from "./core/reply.ts";
import type { LifecycleDeps } from "./events.ts";
import type { AccountWebDeps } from "./features/accounts/web/deps.ts";
import type { DeliveryJobDeps } from "./features/notifications/delivery-job.ts";
import type { IntakeDeps } from "./features/notifications/intake.ts";
import type { AlertJobDeps } from "./features/alerts/alert-job.ts";
import { isAwaited } from "./features/alerts/await.ts";
import { createNotify } from "./features/notify/commands.ts";
import { createFindMentioned } from "./features/people/mention.ts";
import { serviceNotifySource } from "./features/services/notify.ts";
import { showServicesOnce } from "./features/services/show-once.ts";
import { listServiceStates } from "./features/services/overview.ts";
import { askSignIn, type AskSignInDeps } from "./features/signin/ask-sign-in.ts";
import { asConnected } from "./features/signin/person-of.ts";
import { copyTracked, isFollowed } from "./features/mirrors/follow.ts";
import type { OnDisconnected } from "./features/signin/sign-out.ts";
import type { OnExpired } from "./features/signin/expire.ts";
import { createTokenKeeper } from "./features/signin/token-keeper.ts";
import type { SignInWebDeps } from "./features/signin/web.ts";
import { expireTokensOf } from "./features/providertokens/tokens.ts";
import { teamNotifySource } from "./features/teamnews/say.ts";
import { createTeam } from "./features/teams/create.ts";
import type { OnMembershipChanged } from "./features/teams/deps.ts";
import { readTeamName } from "./features/teams/name.ts";
import { useTeam } from "./features/teams/use.ts";
import { findStanding, listAdministratorNames, listAdministrators } from "./features/teams/standing.ts";
import { createAccessCheck } from "./features/subscriptions/access.ts";
import { tellExpired } from "./features/subscriptions/expired.ts";
import { createAccessKeeper } from "./features/subscriptions/keep-access.ts";
import { loseSubscriptions } from "./features/subscriptions/lost.ts";
import { createLinkPreviews } from "./features/unfurl/preview-link.ts";

export interface ServicesDeps {
  readonly config: Config;
  readonly version: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly store: Store;
  readonly github: ReturnType<typeof createGitHub>;
  readonly cards: CardRenderer;
  readonly answers: Answers;
  readonly signer: Signer;
  readonly keys: KeyPairs;
  readonly outside: OutsideServices;
  readonly mirrors: MirrorParts;
  readonly clouds: Clouds;
  readonly remote: Remote;
  readonly source: Source;
  /** Undefined: people have no POSIX accounts. */
  readonly directory: Directory | undefined;
  readonly passwords: Passwords;
  readonly metrics: Metrics;
  readonly vault: Vault;
  /** Undefined where no mail server is configured. */
  readonly mail: Mail | undefined;
  readonly findMember: ChatConnector["findMember"];
  readonly wakeJobs: (jobIds: readonly string[]) => void;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  /** The pipeline, for running confirmed commands; a function, because it is built from these services. */
  readonly bot: () => Bot<CommandDeps & ActionDeps>;
}

export interface Services {
  readonly deps: CommandDeps & ActionDeps;
  readonly findGitHub: (userId: string) => Promise<LinkedGitHub | undefined>;
  readonly findStanding: Identity["findStanding"];
  readonly listAdministrators: Identity["listAdministrators"];
  readonly askSignIn: Bot<unknown>["askSignIn"];
  readonly accountParts: Pick<AccountParts, "askProfile" | "directoryJob" | "requeueDirectory">;
  readonly previewLink: (activity: InboundLink) => Promise<Reply>;
  readonly signInWeb: SignInWebDeps;
  readonly accountsWeb: AccountWebDeps;
  readonly invitationMail: Invitations["invitationMail"];
  readonly delivery: DeliveryJobDeps<LifecycleDeps>;
  readonly alerts: AlertJobDeps;
  readonly realms: RealmParts;
  readonly clouds: CloudParts;
  readonly servers: ServerParts;
  readonly deployments: DeploymentParts;
  readonly items: ItemParts;
  readonly isAwaited: NonNullable<IntakeDeps["isAwaited"]>;
}

/** Does something as a connected person. */
type AsConnected = <T>(id: string, work: Parameters<typeof asConnected<T>>[1]) => Promise<T>;

/** Joins what features need of each other: no feature imports another, so it is done here. */
export function createServices(from: ServicesDeps): Services {
  const { config, clock, timers, log, store, github, answers, signer } = from;
  const clientAppId = config.github.app?.clientId ?? "";
  const isConfigured = config.github.app !== undefined;
  const announce = async (tx: Transaction, conversationId: string, message: Message): Promise<void> => {
    await tx.outbox.append([answers.toRoot(conversationId, message, "state")]);
    tx.afterCommit(() => {
      from.notifyMailbox([conversationId]);
    });
  };
  const createAsPerson = (onExpired: OnExpired): AsConnected => {
    const tokens = createTokenKeeper({ store, oauth: github.oauth, clock, timers, onExpired });
    return (id, work) => asConnected(id, work, { tokens, asPerson: github.asPerson, store, onExpired });
  };
  const asPerson = createAsPerson((tx, who) => tellExpired(tx, who, { announce, clock }));
  // Who revoked the App is told that, not that they should sign in again.
  const asPersonSilently = createAsPerson(() => Promise.resolve());
  const isAccepted = async (githubUserId: string): Promise<boolean> => {
    try {
      await asPersonSilently(githubUserId, (person) => person.getSelf());
      return true;
    } catch (error) {
      if (isFault(error) && !error.retryable) return false;
      throw error;
    }
  };
  const access = createAccessCheck({ asConnected: asPerson, clock });
  const record = (tx: Transaction, turn: TurnContext, answer: Reply): Promise<Reply> =>
    answers.record(tx, turn, answer);
  const resume = (tx: Transaction, kept: Parameters<typeof makeResumedTurn>[1]): Promise<boolean> =>
    makeResumedTurn(tx, kept, from.wakeJobs);
  const keeper = createAccessKeeper({
    ...{ store, access, app: github.app, asConnected: asPerson, clientAppId, announce, clock, log },
  });
  const onDisconnected: OnDisconnected = (tx, who, reason) => loseSubscriptions(tx, who, reason, announce);
  const standingOf: Identity["findStanding"] = (userId, place) =>
    store.read((reads) => findStanding(userId, place.conversationId, reads));
  const gitHubOf = async (reads: Reads, userId: string): Promise<LinkedGitHub | undefined> => {
    const found = await reads.githubUsers.findByUser(clientAppId, userId);
    if (found?.state !== "connected") return undefined;
    return { id: found.id, ghUserId: found.ghUserId, ghLogin: found.ghLogin };
  };
  const findGitHub = (userId: string): Promise<LinkedGitHub | undefined> =>
    store.read((reads) => gitHubOf(reads, userId));
  const { findMember, notifyMailbox, wakeJobs } = from;
  const accountParts = createAccountParts({
    ...{ ...from, findGitHub, record, resumeCommand: resume },
    onShown: (tx, turn) => showServicesOnce(tx, turn, resume),
    listServices: (userId) => store.read((reads) => listServiceStates(userId, from.outside.providers, reads)),
  });
  const realms = createRealmParts({ ...from, record });
  const ask: CommandDeps["services"]["askConfirmation"] = (turn, text, request) =>
    askConfirmation(request, { ...turn, text }, from.bot());
  const servers = createServerParts({ ...from, realms, askConfirmation: ask, record });
  const onMembershipChanged: OnMembershipChanged = async (tx, member) => {
    const isOver = member.state === "withdrawn" || member.state === "expired";
    if (isOver) await expireTokensOf(tx, member);
    if (isOver) await servers.onMemberLeft(tx, member);
    await accountParts.onMembershipChanged(tx, member);
  };
  const teamParts = { store, record, onMembershipChanged, announce, listOpenedBy: servers.listOpenedBy };
  const invitations = createInvitations({ ...from, onMembershipChanged, record });
  const alerts: AlertJobDeps = {
    ...{ store, clientAppId, clock, cards: from.cards, notifyMailbox, wakeJobs },
    canRead: async (id, repositoryId) => (await access.roleOf(id, repositoryId)) !== "none",
    asConnected: asPerson,
  };
  const findMentioned = createFindMentioned({ store, clientAppId, findMember, clock, log });
  const clouds = createCloudParts({
    ...{ store, clock, record, announce, providers: from.clouds },
    onVariablesChanged: (tx, scopes) => servers.onVariablesChanged(tx, scopes),
    toBaseUrl: (typed, service, example) => from.outside.http.toBaseUrl(typed, service, example),
  });
  const deployments = createDeploymentParts({ ...from, realms, record, askConfirmation: ask });
  const items = createItems(from);
  const services: CommandDeps["services"] = {
    ...{ store, clock, record, findGitHub, wakeJobs, notifyMailbox, announce, cards: from.cards },
    ...{ providers: from.outside.providers, findStanding: standingOf },
    toBaseUrl: (typed, service, example) => from.outside.http.toBaseUrl(typed, service, example),
    askConfirmation: ask,
    onEvents: items.onEvents,
  };
  const asking: AskSignInDeps = { store, signer, clock, publicUrl: config.http.publicUrl };

  return {
    deps: {
      help: {
        commands: () => commands,
        botName: config.bot.name,
        version: from.version,
        findStanding: standingOf,
      },
      signIn: {
        ...asking,
        store,
        clientAppId,
        isConfigured,
        resumeCommand: resume,
        record,
        oauth: github.oauth,
        onFirstSignIn: (tx, turn) => showServicesOnce(tx, turn, resume),
        onDisconnected,
        log,
        findGitHub,
      },
      subscriptions: {
        store,
        app: github.app,
        asConnected: asPerson,
        parseTarget: github.parseTarget,
        clientAppId,
        clock,
        log,
        roleOf: (id, repositoryId) => access.roleOf(id, repositoryId),
        record,
      },
      collaboration: {
        ...{ store, app: github.app, asConnected: asPerson, parseTarget: github.parseTarget },
        ...{ clientAppId, clock, record, askConfirmation: ask },
      },
      reminders: {
        store,
        app: github.app,
        asConnected: asPerson,
        parseTarget: github.parseTarget,
        clock,
        record,
        post: announce,
        nameLogin: (login) => `@${escapeMarkdown(login)}`,
      },
      settings: { store, record },
      alertSettings: { store, clock, wakeJobs, record, findGitHub },
      people: { store, clientAppId, findMember, record },
      teams: teamParts,
      accounts: accountParts.accounts,
      accountWithdrawal: createWithdrawal({ ...accountParts.accounts, onMembershipChanged }),
      invitations: invitations.invitations,
      notify: createNotify({ store, record, sources: [teamNotifySource, serviceNotifySource] }),
      ...realms.deps,
      ...clouds.deps,
      ...createProjectParts({
        ...{ store, findGitHub, wakeJobs, record, mirrors: from.mirrors },
        ...{ webUrl: config.github.webUrl, hasGitHub: isConfigured },
        ...{ parseTarget: github.parseTarget, asConnected: asPerson },
        // The plan is for who may deploy, as if they had said so.
        deployProject: async (turn, { name }) => {
          const actor = await authorise("deploy.run", "deploy", turn.actor, turn.place, from.bot().identity);
          return deployments.askDeploy({ ...turn, actor }, name);
        },
      }),
      ...deployments.deps,
      services,
      feature: createFeature(items.items, services, asPerson),
      serviceWebhooks: { publicUrl: config.http.publicUrl },
      repositories: {
        ...{ store, app: github.app, asConnected: asPerson, parseTarget: github.parseTarget, record },
        publicUrl: config.http.publicUrl,
        onTracked: (tx, tracked, told) => copyTracked(tx, tracked, told, from),
      },
      ...servers.deps,
      keyPairs: { store, keys: from.keys, record, ...servers.ofKeyPairs },
      audit: { store, clock },
      start: {
        ...{ store, record, hasGitHub: isConfigured, hasDirectory: config.directory !== undefined },
        findGitHub: gitHubOf,
        findStanding: (reads, userId, conversationId) => findStanding(userId, conversationId, reads),
        listAdministratorNames: (reads, teamId) => listAdministratorNames(reads, teamId),
        say: async (tx, { jobId: id, actor: { userId }, place }, text) => {
          const { conversationId, reference } = place;
          const where = { conversationId, threadRootId: reference.threadRootId ?? "" };
          await resume(tx, { id, userId, ...where, text, waitsFor: "signin" });
        },
        createTeam: (turn, typed, answer) => {
          const asked = { ...turn, text: "start", args: { name: readTeamName([typed]) } };
          return createTeam(asked, { teams: { ...teamParts, record: answer } });
        },
        useTeam: (turn, name, answer) => {
          const asked = { ...turn, text: "start", args: { name } };
          return useTeam(asked, { teams: { ...teamParts, record: answer } });
        },
      },
      queue: { store, clock, record, wakeJobs: from.wakeJobs, requireTeam: createRequireTeam(store) },
      accountLink: {
        ...{ store, signer, clock, record, findMember, onMembershipChanged },
        accountUrl: `${config.http.publicUrl}/account`,
      },
      confirmations: {
        find: (id) => store.transaction((tx) => tx.confirmations.find(id)),
        use: (id, userId, usedBy) => store.transaction((tx) => tx.confirmations.use(id, userId, usedBy)),
      },
      runConfirmed: (turn, confirmation) => runConfirmed(turn, confirmation, from.bot()),
    },
    findGitHub,
    findStanding: standingOf,
    listAdministrators: (teamId) => listAdministrators(teamId, store),
    askSignIn: async (turn, pressed) => {
      if (!isConfigured) throw faults.GITHUB_NOT_CONFIGURED();
      return askSignIn(turn, pressed === undefined ? "command" : { pressed }, asking);
    },
    previewLink: createLinkPreviews({
      parseLink: github.parseLink,
      findConnection: async ({ tenantId, aadObjectId }) => {
        const user = await store.read((reads) => reads.users.findByAad(tenantId, aadObjectId));
        return user?.state === "active" ? findGitHub(user.id) : undefined;
      },
      asConnected: asPerson,
      clock,
      timers,
      log,
    }),
    signInWeb: { ...asking, store, oauth: github.oauth, asPerson: github.asPerson },
    accountsWeb: createAccountWebDeps({
      ...{ ...from, keys: accountParts.keys },
      acceptInvitation: invitations.acceptInvitation,
    }),
    accountParts,
    invitationMail: invitations.invitationMail,
    alerts,
    ...{ realms, clouds, servers, deployments },
    items,
    isAwaited: async (webhook) => (await isFollowed(webhook, from)) || isAwaited(webhook, alerts),
    delivery: createDelivery({
      ...{ ...from, clientAppId, access, keeper, announce, alerts, items, findMentioned },
      ...{ onDisconnected, isAccepted, resumeCommand: resume },
    }),
  };
}
