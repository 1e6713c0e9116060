import { accountCommands } from "./features/accounts/commands.ts";
import type { AccountDeps } from "./features/accounts/deps.ts";
import { linkCommands, type LinkCommandDeps } from "./features/accounts/link-command.ts";
import { withdrawalCommands } from "./features/accounts/withdraw-commands.ts";
import type { WithdrawalDeps } from "./features/accounts/withdraw-deps.ts";
import { alertCommands } from "./features/alerts/commands.ts";
import type { AlertCommandDeps } from "./features/alerts/deps.ts";
import { auditCommands } from "./features/audit/commands.ts";
import type { AuditDeps } from "./features/audit/deps.ts";
import { peopleCommands } from "./features/people/commands.ts";
import type { PeopleDeps } from "./features/people/deps.ts";
import { helpCommands, type HelpDeps } from "./bot/help.ts";
import type { CommandSpec } from "./core/command.ts";
import { cloudCommands } from "./features/clouds/commands.ts";
import type { CloudDeps } from "./features/clouds/deps.ts";
import { collaborationCommands } from "./features/collaboration/commands.ts";
import type { CollaborationDeps } from "./features/collaboration/deps.ts";
import { environmentCommands } from "./features/environments/commands.ts";
import type { EnvironmentDeps } from "./features/environments/deps.ts";
import { deploymentCommands } from "./features/deployments/commands.ts";
import type { DeploymentDeps } from "./features/deployments/deps.ts";
import { featureCommands } from "./features/items/feature.ts";
import type { FeatureDeps } from "./features/items/feature-deps.ts";
import { keyPairCommands } from "./features/keypairs/commands.ts";
import type { KeyPairDeps } from "./features/keypairs/deps.ts";
import { projectCommands } from "./features/projects/commands.ts";
import type { ProjectDeps } from "./features/projects/deps.ts";
import { queueCommands } from "./features/admin/queue-commands.ts";
import type { QueueDeps } from "./features/admin/queue-deps.ts";
import { realmCommands } from "./features/realms/commands.ts";
import type { RealmDeps } from "./features/realms/deps.ts";
import { reminderCommands } from "./features/reminders/commands.ts";
import type { ReminderDeps } from "./features/reminders/deps.ts";
import { repositoryCommands } from "./features/repositories/commands.ts";
import type { RepositoryDeps } from "./features/repositories/deps.ts";
import { serverCommands } from "./features/servers/commands.ts";
import type { ServerDeps } from "./features/servers/deps.ts";
import { settingsCommands } from "./features/settings/commands.ts";
import type { SettingsDeps } from "./features/settings/deps.ts";
import { signInCommands, type SignInCommandDeps } from "./features/signin/commands.ts";
import { startCommands } from "./features/start/commands.ts";
import type { StartDeps } from "./features/start/deps.ts";
import { statusCommands } from "./features/subscriptions/status/commands.ts";
import { subscriptionCommands } from "./features/subscriptions/commands.ts";
import { invitationCommands } from "./features/teams/invite-commands.ts";
import type { InvitationDeps } from "./features/teams/invite-deps.ts";
import { notifyListCommands } from "./features/notify/commands.ts";
import type { NotifyListDeps } from "./features/notify/deps.ts";
import { serviceCommands } from "./features/services/commands.ts";
import type { ServiceDeps } from "./features/services/deps.ts";
import { serviceWebhookCommands } from "./features/services/webhook-commands.ts";
import type { WebhookDeps } from "./features/services/webhook-deps.ts";
import type { TeamNewsDeps } from "./features/teamnews/deps.ts";
import { teamNotifyCommands } from "./features/teamnews/notify.ts";
import { teamCommands } from "./features/teams/commands.ts";
import type { TeamDeps } from "./features/teams/deps.ts";
import type { SubscriptionDeps } from "./features/subscriptions/deps.ts";

/** What commands are run with. */
export type CommandDeps = HelpDeps &
  ReminderDeps &
  SignInCommandDeps &
  SubscriptionDeps &
  SettingsDeps &
  AlertCommandDeps &
  PeopleDeps &
  TeamDeps &
  InvitationDeps &
  AccountDeps &
  LinkCommandDeps &
  WithdrawalDeps &
  CollaborationDeps &
  KeyPairDeps &
  ServiceDeps &
  FeatureDeps &
  RepositoryDeps &
  WebhookDeps &
  NotifyListDeps &
  CloudDeps &
  EnvironmentDeps &
  ServerDeps &
  ProjectDeps &
  RealmDeps &
  DeploymentDeps &
  TeamNewsDeps &
  AuditDeps &
  StartDeps &
  QueueDeps;

/** Every command, in the order in which help shows them. */
export const commands: readonly CommandSpec<CommandDeps>[] = [
  ...subscriptionCommands,
  ...statusCommands,
  ...settingsCommands,
  ...collaborationCommands,
  ...reminderCommands,
  ...alertCommands,
  ...signInCommands,
  ...teamCommands,
  ...invitationCommands,
  ...peopleCommands,
  ...accountCommands,
  ...linkCommands,
  ...withdrawalCommands,
  ...keyPairCommands,
  ...serviceCommands,
  ...featureCommands,
  ...repositoryCommands,
  ...serviceWebhookCommands,
  ...teamNotifyCommands,
  ...notifyListCommands,
  ...cloudCommands,
  ...environmentCommands,
  ...serverCommands,
  ...projectCommands,
  ...deploymentCommands,
  ...realmCommands,
  ...auditCommands,
  ...queueCommands,
  ...startCommands,
  ...helpCommands,
];
