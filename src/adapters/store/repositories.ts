import type { Reads, Transaction } from "./contract/index.ts";
import { createAccessReader, createAccessRepository } from "./repositories/access.ts";
import { createAccountTokenRepository } from "./repositories/account-tokens.ts";
import { createActionIntentRepository } from "./repositories/action-intents.ts";
import { createAlertReader, createAlertRepository } from "./repositories/alerts.ts";
import { createCardItemReader, createCardItemRepository } from "./repositories/card-items.ts";
import { createCardReader, createCardRepository } from "./repositories/cards.ts";
import { createCloudReader, createCloudRepository } from "./repositories/clouds.ts";
import { createConfirmationRepository } from "./repositories/confirmations.ts";
import { createConversationReader, createConversationRepository } from "./repositories/conversations.ts";
import { createDeliveryReader, createDeliveryRepository } from "./repositories/deliveries.ts";
import { createDeploymentReader } from "./repositories/deployment-reader.ts";
import { createDeploymentRepository } from "./repositories/deployments.ts";
import {
  createDirectoryGroupReader,
  createDirectoryGroupRepository,
} from "./repositories/directory-groups.ts";
import { createEnvironmentReader, createEnvironmentRepository } from "./repositories/environments.ts";
import { createEventReader, createEventRepository } from "./repositories/events.ts";
import { createGitHubUserReader, createGitHubUserRepository } from "./repositories/github-users.ts";
import { createGitHostKeysReader, createGitHostKeysRepository } from "./repositories/git-host-keys.ts";
import { createInboundRepository } from "./repositories/inbound.ts";
import { createInstallationReader, createInstallationRepository } from "./repositories/installations.ts";
import { createJobReader, createJobRepository } from "./repositories/jobs.ts";
import { createKeyPairReader, createKeyPairRepository } from "./repositories/key-pairs.ts";
import { createLeaseRepository } from "./repositories/leases.ts";
import { createMirrorReader, createMirrorRepository } from "./repositories/mirrors.ts";
import { createNotificationReader, createNotificationRepository } from "./repositories/notifications.ts";
import { createOutboxReader } from "./repositories/outbox-reader.ts";
import { createOutboxRepository } from "./repositories/outbox.ts";
import { createPendingCommandRepository } from "./repositories/pending-commands.ts";
import { createPeopleReader, createPeopleRepository } from "./repositories/people.ts";
import { createPosixNumberRepository } from "./repositories/posix-numbers.ts";
import { createProjectReader, createProjectRepository } from "./repositories/projects.ts";
import { createProviderTokenReader, createProviderTokenRepository } from "./repositories/provider-tokens.ts";
import { createRealmReader, createRealmRepository } from "./repositories/realms.ts";
import { createRegistrationReader } from "./repositories/registration-reader.ts";
import { createRegistrationRepository } from "./repositories/registrations.ts";
import { createScheduleReader, createScheduleRepository } from "./repositories/schedules.ts";
import { createSecretRepository } from "./repositories/secrets.ts";
import { createServerKeyPairReader, createServerKeyPairRepository } from "./repositories/server-key-pairs.ts";
import { createServerReader } from "./repositories/server-reader.ts";
import { createServerRepository } from "./repositories/servers.ts";
import {
  createServiceConnectionReader,
  createServiceConnectionRepository,
} from "./repositories/service-connections.ts";
import { createSignInAttemptRepository } from "./repositories/sign-in-attempts.ts";
import { createSshPublicKeyReader, createSshPublicKeyRepository } from "./repositories/ssh-public-keys.ts";
import {
  createSubscriptionHealthReader,
  createSubscriptionHealthRepository,
} from "./repositories/subscription-health.ts";
import { createSubscriptionReader } from "./repositories/subscription-reader.ts";
import { createSubscriptionRepository } from "./repositories/subscriptions.ts";
import {
  createTeamInvitationReader,
  createTeamInvitationRepository,
} from "./repositories/team-invitations.ts";
import { createTeamMemberReader, createTeamMemberRepository } from "./repositories/team-members.ts";
import { createTeamReader, createTeamRepository } from "./repositories/teams.ts";
import {
  createTrackedRepositoryReader,
  createTrackedRepositoryRepository,
} from "./repositories/tracked-repositories.ts";
import { createUserReader, createUserRepository } from "./repositories/users.ts";
import { apiTokens } from "./models/api-tokens.ts";
import { webSessions } from "./models/web-sessions.ts";
import type { Session } from "./session.ts";

/** Everything that may be read outside a transaction. */
export function createReads(session: Session): Reads {
  return {
    users: createUserReader(session),
    githubUsers: createGitHubUserReader(session),
    installations: createInstallationReader(session),
    subscriptions: createSubscriptionReader(session),
    subscriptionHealth: createSubscriptionHealthReader(session),
    conversations: createConversationReader(session),
    deliveries: createDeliveryReader(session),
    people: createPeopleReader(session),
    alerts: createAlertReader(session),
    cards: createCardReader(session),
    cardItems: createCardItemReader(session),
    outbox: createOutboxReader(session),
    schedules: createScheduleReader(session),
    jobs: createJobReader(session),
    events: createEventReader(session),
    teams: createTeamReader(session),
    teamMembers: createTeamMemberReader(session),
    teamInvitations: createTeamInvitationReader(session),
    registrations: createRegistrationReader(session),
    directoryGroups: createDirectoryGroupReader(session),
    sshPublicKeys: createSshPublicKeyReader(session),
    keyPairs: createKeyPairReader(session),
    providerTokens: createProviderTokenReader(session),
    apiTokens: createAccessReader(session, apiTokens),
    webSessions: createAccessReader(session, webSessions),
    serviceConnections: createServiceConnectionReader(session),
    notifications: createNotificationReader(session),
    trackedRepositories: createTrackedRepositoryReader(session),
    mirrors: createMirrorReader(session),
    gitHostKeys: createGitHostKeysReader(session),
    environments: createEnvironmentReader(session),
    clouds: createCloudReader(session),
    servers: createServerReader(session),
    serverKeyPairs: createServerKeyPairReader(session),
    projects: createProjectReader(session),
    deployments: createDeploymentReader(session),
    realms: createRealmReader(session),
  };
}

/** Everything in a transaction. */
export function createRepositories(session: Session): Omit<Transaction, "afterCommit"> {
  return {
    users: createUserRepository(session),
    githubUsers: createGitHubUserRepository(session),
    signInAttempts: createSignInAttemptRepository(session),
    installations: createInstallationRepository(session),
    subscriptions: createSubscriptionRepository(session),
    subscriptionHealth: createSubscriptionHealthRepository(session),
    conversations: createConversationRepository(session),
    inbound: createInboundRepository(session),
    deliveries: createDeliveryRepository(session),
    people: createPeopleRepository(session),
    alerts: createAlertRepository(session),
    cards: createCardRepository(session),
    cardItems: createCardItemRepository(session),
    outbox: createOutboxRepository(session),
    pendingCommands: createPendingCommandRepository(session),
    confirmations: createConfirmationRepository(session),
    actionIntents: createActionIntentRepository(session),
    schedules: createScheduleRepository(session),
    jobs: createJobRepository(session),
    leases: createLeaseRepository(session),
    events: createEventRepository(session),
    teams: createTeamRepository(session),
    teamMembers: createTeamMemberRepository(session),
    teamInvitations: createTeamInvitationRepository(session),
    registrations: createRegistrationRepository(session),
    posixNumbers: createPosixNumberRepository(session),
    accountTokens: createAccountTokenRepository(session),
    directoryGroups: createDirectoryGroupRepository(session),
    sshPublicKeys: createSshPublicKeyRepository(session),
    keyPairs: createKeyPairRepository(session),
    providerTokens: createProviderTokenRepository(session),
    apiTokens: createAccessRepository(session, apiTokens),
    webSessions: createAccessRepository(session, webSessions),
    serviceConnections: createServiceConnectionRepository(session),
    notifications: createNotificationRepository(session),
    trackedRepositories: createTrackedRepositoryRepository(session),
    mirrors: createMirrorRepository(session),
    gitHostKeys: createGitHostKeysRepository(session),
    environments: createEnvironmentRepository(session),
    clouds: createCloudRepository(session),
    servers: createServerRepository(session),
    serverKeyPairs: createServerKeyPairRepository(session),
    projects: createProjectRepository(session),
    deployments: createDeploymentRepository(session),
    realms: createRealmRepository(session),
    secrets: createSecretRepository(session),
  };
}
