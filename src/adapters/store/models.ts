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
export interface Models {
  /** Throws RangeError for what is no table. */
  get(name: string): ModelStatic<Model>;
}

/** What a row of a table refers to, and under which name `listJoined` asks for it. */
interface JoinDefinition {
  readonly from: TableDefinition<Columns>;
  readonly to: TableDefinition<Columns>;
  readonly as: string;
  readonly foreignKey: string;
  /** `id` unless told. */
  readonly targetKey?: string;
}

const joins: readonly JoinDefinition[] = [
  { from: chatopssubscription, to: chatopsgithubuser, as: "creator", foreignKey: "chatOpsUsersId" },
  {
    from: chatopssubscription,
    to: chatopsinstallation,
    as: "installation",
    foreignKey: "chatOpsInstallationsId",
  },
  {
    from: chatopssubscription,
    to: conversations,
    as: "conversation",
    foreignKey: "channelId",
    targetKey: "channelId",
  },
  { from: notifications, to: conversations, as: "conversation", foreignKey: "conversationId" },
  { from: teamMembers, to: users, as: "user", foreignKey: "userId" },
  { from: teamMembers, to: teams, as: "team", foreignKey: "teamId" },
  { from: serverKeyPairs, to: servers, as: "server", foreignKey: "serverId" },
  { from: projectServers, to: projects, as: "project", foreignKey: "projectId" },
  { from: deployments, to: deploymentGroups, as: "group", foreignKey: "groupId" },
];

/** The models of a connection, each made with its joins when it is first asked for: making all takes a while. */
export function defineModels(sequelize: Sequelize): Models {
  const made = new Map<string, ModelStatic<Model>>();
  const get = (name: string): ModelStatic<Model> => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const model = defineModel(sequelize, name);
    made.set(name, model);
    for (const { from, to, ...join } of joins)
      if (from.name === name) model.belongsTo(get(to.name), { ...join, constraints: false });
    return model;
  };
  return { get };
}

function defineModel(sequelize: Sequelize, name: string): ModelStatic<Model> {
  const definition = tableDefinitions.find((table) => table.name === name);
  if (definition === undefined) throw new RangeError(`there is no table ${name}`);
  const attributes = Object.fromEntries(
    Object.entries(definition.columns).map(([column, { attribute }]) => [column, { ...attribute }]),
  );
  return sequelize.define(name, attributes, { tableName: name, freezeTableName: true, timestamps: false });
}
