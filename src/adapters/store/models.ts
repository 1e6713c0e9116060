import type { Model, ModelStatic, Sequelize } from "sequelize";
import { accountTokens } from "./models/account-tokens.ts";
import { actionIntents } from "./models/action-intents.ts";
import { alertPreferences } from "./models/alert-preferences.ts";
import { alertSubjects } from "./models/alert-subjects.ts";
import { apiTokens } from "./models/api-tokens.ts";
import { cardItems } from "./models/card-items.ts";
import { cards } from "./models/cards.ts";
import { chatopsgithubuser } from "./models/chatopsgithubuser.ts";
import { chatopsinstallation } from "./models/chatopsinstallation.ts";
import { chatopssubscription } from "./models/chatopssubscription.ts";
import { clouds } from "./models/clouds.ts";
import { confirmations } from "./models/confirmations.ts";
import { conversations } from "./models/conversations.ts";
import { deploymentApprovals } from "./models/deployment-approvals.ts";
import { deploymentGroups } from "./models/deployment-groups.ts";
import { deploymentOutput } from "./models/deployment-output.ts";
import { deployments } from "./models/deployments.ts";
import { directoryGroups } from "./models/directory-groups.ts";
import { environments } from "./models/environments.ts";
import { events } from "./models/events.ts";
import { gitHostKeys } from "./models/git-host-keys.ts";
import { githubPeople } from "./models/github-people.ts";
import { inboundActivities } from "./models/inbound-activities.ts";
import { jobs } from "./models/jobs.ts";
import { keyPairs } from "./models/key-pairs.ts";
import { leases } from "./models/leases.ts";
import { mirrors } from "./models/mirrors.ts";
import { notifications } from "./models/notifications.ts";
import { outbox } from "./models/outbox.ts";
import { pendingCommands } from "./models/pending-commands.ts";
import { posixNumbers } from "./models/posix-numbers.ts";
import { projectServers } from "./models/project-servers.ts";
import { projects } from "./models/projects.ts";
import { providerTokens } from "./models/provider-tokens.ts";
import { realms } from "./models/realms.ts";
import { registrations } from "./models/registrations.ts";
import { schedules } from "./models/schedules.ts";
import { schemaMigrations } from "./models/schema-migrations.ts";
import { serverKeyPairs } from "./models/server-key-pairs.ts";
import { servers } from "./models/servers.ts";
import { serviceConnections } from "./models/service-connections.ts";
import { signInAttempts } from "./models/sign-in-attempts.ts";
import { sshPublicKeys } from "./models/ssh-public-keys.ts";
import { subscriptionHealth } from "./models/subscription-health.ts";
import { teamInvitations } from "./models/team-invitations.ts";
import { teamMembers } from "./models/team-members.ts";
import { teams } from "./models/teams.ts";
import { trackedRepositories } from "./models/tracked-repositories.ts";
import { users } from "./models/users.ts";
import { webSessions } from "./models/web-sessions.ts";
import { webhookDeliveries } from "./models/webhook-deliveries.ts";
import type { Columns } from "./columns.ts";
import type { TableDefinition } from "./table-definition.ts";

/** Every table there is. */
export const tableDefinitions: readonly TableDefinition<Columns>[] = [
  users,
  conversations,
  chatopsgithubuser,
  chatopsinstallation,
  chatopssubscription,
  subscriptionHealth,
  notifications,
  githubPeople,
  alertPreferences,
  alertSubjects,
  webhookDeliveries,
  cards,
  cardItems,
  outbox,
  inboundActivities,
  pendingCommands,
  confirmations,
  actionIntents,
  signInAttempts,
  schedules,
  jobs,
  leases,
  events,
  teams,
  teamMembers,
  teamInvitations,
  registrations,
  posixNumbers,
  directoryGroups,
  accountTokens,
  sshPublicKeys,
  keyPairs,
  providerTokens,
  apiTokens,
  webSessions,
  serviceConnections,
  trackedRepositories,
  mirrors,
  gitHostKeys,
  environments,
  clouds,
  servers,
  serverKeyPairs,
  projects,
  projectServers,
  deploymentGroups,
  deployments,
  deploymentApprovals,
  deploymentOutput,
  realms,
  schemaMigrations,
];

/** Sequelize's models by table name. Keys between tables are the migrations' business; these only name the joins. */
export type Models = ReadonlyMap<string, ModelStatic<Model>>;

/** Makes the models and their joins on a connection. */
export function defineModels(sequelize: Sequelize): Models {
  const models = new Map<string, ModelStatic<Model>>();
  for (const { name, columns } of tableDefinitions) {
    const attributes = Object.fromEntries(
      Object.entries(columns).map(([column, { attribute }]) => [column, { ...attribute }]),
    );
    const model = sequelize.define(name, attributes, {
      tableName: name,
      freezeTableName: true,
      timestamps: false,
    });
    models.set(name, model);
  }
  const subscription = getModel(models, chatopssubscription.name);
  subscription.belongsTo(getModel(models, chatopsgithubuser.name), {
    as: "creator",
    foreignKey: "chatOpsUsersId",
    constraints: false,
  });
  subscription.belongsTo(getModel(models, chatopsinstallation.name), {
    as: "installation",
    foreignKey: "chatOpsInstallationsId",
    constraints: false,
  });
  subscription.belongsTo(getModel(models, conversations.name), {
    as: "conversation",
    foreignKey: "channelId",
    targetKey: "channelId",
    constraints: false,
  });
  getModel(models, notifications.name).belongsTo(getModel(models, conversations.name), {
    as: "conversation",
    foreignKey: "conversationId",
    constraints: false,
  });
  const member = getModel(models, teamMembers.name);
  member.belongsTo(getModel(models, users.name), { as: "user", foreignKey: "userId", constraints: false });
  member.belongsTo(getModel(models, teams.name), { as: "team", foreignKey: "teamId", constraints: false });
  getModel(models, serverKeyPairs.name).belongsTo(getModel(models, servers.name), {
    as: "server",
    foreignKey: "serverId",
    constraints: false,
  });
  getModel(models, projectServers.name).belongsTo(getModel(models, projects.name), {
    as: "project",
    foreignKey: "projectId",
    constraints: false,
  });
  getModel(models, deployments.name).belongsTo(getModel(models, deploymentGroups.name), {
    as: "group",
    foreignKey: "groupId",
    constraints: false,
  });
  return models;
}

export function getModel(models: Models, name: string): ModelStatic<Model> {
  const model = models.get(name);
  if (model === undefined) throw new RangeError(`there is no table ${name}`);
  return model;
}
