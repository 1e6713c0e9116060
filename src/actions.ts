import { accountActions } from "./features/accounts/commands.ts";
import type { AccountDeps } from "./features/accounts/deps.ts";
import { alertActions } from "./features/alerts/commands.ts";
import type { AlertCommandDeps } from "./features/alerts/deps.ts";
import { auditActions } from "./features/audit/commands.ts";
import type { AuditDeps } from "./features/audit/deps.ts";
import { confirmationActions, type ConfirmationDeps } from "./bot/confirmations.ts";
import type { ActionSpec } from "./core/action.ts";
import { cloudActions } from "./features/clouds/actions.ts";
import type { CloudDeps } from "./features/clouds/deps.ts";
import { collaborationActions } from "./features/collaboration/actions.ts";
import type { CollaborationDeps } from "./features/collaboration/deps.ts";
import { environmentActions } from "./features/environments/actions.ts";
import type { EnvironmentDeps } from "./features/environments/deps.ts";
import { deploymentActions } from "./features/deployments/actions.ts";
import type { DeploymentDeps } from "./features/deployments/deps.ts";
import { keyPairActions } from "./features/keypairs/actions.ts";
import type { KeyPairDeps } from "./features/keypairs/deps.ts";
import { projectActions } from "./features/projects/actions.ts";
import type { ProjectDeps } from "./features/projects/deps.ts";
import { reminderActions } from "./features/reminders/commands.ts";
import type { ReminderDeps } from "./features/reminders/deps.ts";
import { repositoryActions } from "./features/repositories/actions.ts";
import type { RepositoryDeps } from "./features/repositories/deps.ts";
import { conversationSettingsActions } from "./features/settings/actions.ts";
import type { SettingsDeps } from "./features/settings/deps.ts";
import type { SubscriptionDeps } from "./features/subscriptions/deps.ts";
import { invitationActions } from "./features/teams/invite-commands.ts";
import type { InvitationDeps } from "./features/teams/invite-deps.ts";
import { serverActions } from "./features/servers/actions.ts";
import type { ServerDeps } from "./features/servers/deps.ts";
import { serviceActions } from "./features/services/actions.ts";
import type { ServiceDeps } from "./features/services/deps.ts";
import { signInActions } from "./features/signin/sign-in-action.ts";
import { startActions } from "./features/start/commands.ts";
import type { StartDeps } from "./features/start/deps.ts";
import { subscriptionActions } from "./features/subscriptions/lost.ts";
import { settingsActions } from "./features/subscriptions/settings-actions.ts";

/** What buttons are run with. */
export type ActionDeps = ConfirmationDeps &
  AccountDeps &
  ReminderDeps &
  InvitationDeps &
  SubscriptionDeps &
  SettingsDeps &
  AlertCommandDeps &
  KeyPairDeps &
  CloudDeps &
  EnvironmentDeps &
  ServerDeps &
  DeploymentDeps &
  ServiceDeps &
  RepositoryDeps &
  ProjectDeps &
  AuditDeps &
  StartDeps &
  CollaborationDeps;

/** Every button of every card. */
export const actions: readonly ActionSpec<ActionDeps>[] = [
  ...confirmationActions,
  ...signInActions,
  ...subscriptionActions,
  ...settingsActions,
  ...conversationSettingsActions,
  ...collaborationActions,
  ...reminderActions,
  ...alertActions,
  ...accountActions,
  ...invitationActions,
  ...keyPairActions,
  ...cloudActions,
  ...environmentActions,
  ...serverActions,
  ...deploymentActions,
  ...serviceActions,
  ...repositoryActions,
  ...projectActions,
  ...auditActions,
  ...startActions,
];
