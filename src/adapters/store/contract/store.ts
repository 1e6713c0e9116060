import type {
  AccountTokenRepository,
  PosixNumberRepository,
  RegistrationReader,
  RegistrationRepository,
  SshPublicKeyReader,
  SshPublicKeyRepository,
} from "./accounts.ts";
import type {
  AccessReader,
  AccessRepository,
  KeyPairReader,
  KeyPairRepository,
  ProviderTokenReader,
  ProviderTokenRepository,
} from "./credentials.ts";
import type { CardItemReader, CardItemRepository } from "./card-items.ts";
import type {
  CardReader,
  CardRepository,
  ConfirmationRepository,
  ConversationReader,
  ConversationRepository,
  InboundRepository,
  OutboxReader,
  OutboxRepository,
  PendingCommandRepository,
  UserReader,
  UserRepository,
} from "./chat.ts";
import type {
  DeliveryReader,
  DeliveryRepository,
  GitHubUserReader,
  GitHubUserRepository,
  InstallationReader,
  InstallationRepository,
  SignInAttemptRepository,
  SubscriptionReader,
  SubscriptionRepository,
} from "./github.ts";
import type { CloudReader, CloudRepository } from "./clouds.ts";
import type { DeploymentReader, DeploymentRepository } from "./deployments.ts";
import type { DirectoryGroupReader, DirectoryGroupRepository } from "./directory-groups.ts";
import type { EnvironmentReader, EnvironmentRepository } from "./environments.ts";
import type { SubscriptionHealthReader, SubscriptionHealthRepository } from "./health.ts";
import type { AlertReader, AlertRepository } from "./alerts.ts";
import type { PeopleReader, PeopleRepository } from "./people.ts";
import type { ProjectReader, ProjectRepository } from "./projects.ts";
import type { RealmReader, RealmRepository } from "./realms.ts";
import type { SecretRepository } from "./secrets.ts";
import type { ActionIntentRepository } from "./intents.ts";
import type {
  ServerKeyPairReader,
  ServerKeyPairRepository,
  ServerReader,
  ServerRepository,
} from "./servers.ts";
import type { ScheduleReader, ScheduleRepository } from "./schedules.ts";
import type { GitHostKeysReader, GitHostKeysRepository, MirrorReader, MirrorRepository } from "./mirrors.ts";
import type {
  NotificationReader,
  NotificationRepository,
  ServiceConnectionReader,
  ServiceConnectionRepository,
} from "./services.ts";
import type {
  TeamInvitationReader,
  TeamInvitationRepository,
  TeamMemberReader,
  TeamMemberRepository,
  TeamReader,
  TeamRepository,
} from "./teams.ts";
import type { TrackedRepositoryReader, TrackedRepositoryRepository } from "./tracked-repositories.ts";
import type { EventReader, EventRepository, JobReader, JobRepository, LeaseRepository } from "./work.ts";

/** What may be read outside a transaction: readers only, so that a write outside one cannot be typed. */
export interface Reads {
  readonly users: UserReader;
  readonly githubUsers: GitHubUserReader;
  readonly installations: InstallationReader;
  readonly subscriptions: SubscriptionReader;
  readonly subscriptionHealth: SubscriptionHealthReader;
  readonly conversations: ConversationReader;
  readonly deliveries: DeliveryReader;
  readonly people: PeopleReader;
  readonly alerts: AlertReader;
  readonly cards: CardReader;
  readonly cardItems: CardItemReader;
  readonly outbox: OutboxReader;
  readonly schedules: ScheduleReader;
  readonly jobs: JobReader;
  readonly events: EventReader;
  readonly teams: TeamReader;
  readonly teamMembers: TeamMemberReader;
  readonly teamInvitations: TeamInvitationReader;
  readonly registrations: RegistrationReader;
  readonly directoryGroups: DirectoryGroupReader;
  readonly sshPublicKeys: SshPublicKeyReader;
  readonly keyPairs: KeyPairReader;
  readonly providerTokens: ProviderTokenReader;
  readonly apiTokens: AccessReader;
  readonly webSessions: AccessReader;
  readonly serviceConnections: ServiceConnectionReader;
  readonly notifications: NotificationReader;
  readonly trackedRepositories: TrackedRepositoryReader;
  readonly mirrors: MirrorReader;
  readonly gitHostKeys: GitHostKeysReader;
  readonly environments: EnvironmentReader;
  readonly clouds: CloudReader;
  readonly servers: ServerReader;
  readonly serverKeyPairs: ServerKeyPairReader;
  readonly projects: ProjectReader;
  readonly deployments: DeploymentReader;
  readonly realms: RealmReader;
}

/** One transaction: everything in it is written together or not at all. */
export interface Transaction extends Reads {
  readonly users: UserRepository;
  readonly githubUsers: GitHubUserRepository;
  readonly signInAttempts: SignInAttemptRepository;
  readonly installations: InstallationRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly subscriptionHealth: SubscriptionHealthRepository;
  readonly conversations: ConversationRepository;
  readonly inbound: InboundRepository;
  readonly deliveries: DeliveryRepository;
  readonly people: PeopleRepository;
  readonly alerts: AlertRepository;
  readonly cards: CardRepository;
  readonly cardItems: CardItemRepository;
  readonly outbox: OutboxRepository;
  readonly pendingCommands: PendingCommandRepository;
  readonly confirmations: ConfirmationRepository;
  readonly actionIntents: ActionIntentRepository;
  readonly schedules: ScheduleRepository;
  readonly jobs: JobRepository;
  readonly leases: LeaseRepository;
  readonly events: EventRepository;
  readonly teams: TeamRepository;
  readonly teamMembers: TeamMemberRepository;
  readonly teamInvitations: TeamInvitationRepository;
  readonly registrations: RegistrationRepository;
  readonly posixNumbers: PosixNumberRepository;
  readonly accountTokens: AccountTokenRepository;
  readonly directoryGroups: DirectoryGroupRepository;
  readonly sshPublicKeys: SshPublicKeyRepository;
  readonly keyPairs: KeyPairRepository;
  readonly providerTokens: ProviderTokenRepository;
  readonly apiTokens: AccessRepository;
  readonly webSessions: AccessRepository;
  readonly serviceConnections: ServiceConnectionRepository;
  readonly notifications: NotificationRepository;
  readonly trackedRepositories: TrackedRepositoryRepository;
  readonly mirrors: MirrorRepository;
  readonly gitHostKeys: GitHostKeysRepository;
  readonly environments: EnvironmentRepository;
  readonly clouds: CloudRepository;
  readonly servers: ServerRepository;
  readonly serverKeyPairs: ServerKeyPairRepository;
  readonly projects: ProjectRepository;
  readonly deployments: DeploymentRepository;
  readonly realms: RealmRepository;
  readonly secrets: SecretRepository;
  /** Runs after the commit (never after a rollback): wake-ups, metrics. Must not throw. */
  afterCommit(run: () => void): void;
}

export interface Store {
  /** Deadlock, serialisation failure and busy repeat the whole of `work`: it must have no outside effect. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  read<T>(work: (reads: Reads) => Promise<T>): Promise<T>;
  /** Answers when the database does (within 5 s), else throws. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
