import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, sealed, bytes, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "chatopsgithubuser",
      columns: {
        id: id(),
        userId: reference("users"),
        tenantId: key(64),
        clientAppId: key(64),
        teamsUserId: key(255),
        ghUserId: key(20),
        ghLogin: key(100),
        accessToken: sealed(),
        refreshToken: sealed(),
        expiresAt: optionalTime(),
        refreshExpiresAt: optionalTime(),
        state: key(20),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["clientAppId", "tenantId", "teamsUserId"]],
      indexes: [
        ["userId", "clientAppId"],
        ["clientAppId", "ghUserId"],
      ],
    },
    {
      name: "chatopsinstallation",
      columns: {
        id: id(),
        clientAppId: key(64),
        ghInstallationId: key(20),
        ghAccountId: key(20),
        ghAccountLogin: key(100),
        accountType: key(20),
        repositorySelection: key(20),
        permissions: text(),
        suspendedAt: optionalTime(),
        deletedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["clientAppId", "ghInstallationId"]],
      indexes: [["clientAppId", "ghAccountId"]],
    },
    {
      name: "chatopssubscription",
      columns: {
        id: id(),
        clientAppId: key(64),
        tenantId: key(64),
        channelId: key(255),
        teamId: key(128),
        chatOpsUsersId: reference("chatopsgithubuser"),
        chatOpsInstallationsId: reference("chatopsinstallation"),
        ghArtifactId: key(20),
        ghArtifactName: label(200),
        ghArtifactNameKey: key(200),
        ghArtifactType: key(20),
        settings: text(),
        state: key(20),
        stateReason: text(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["clientAppId", "channelId", "teamId", "ghArtifactType", "ghArtifactId"]],
      indexes: [
        ["ghArtifactType", "ghArtifactId", "state"],
        ["channelId", "teamId", "ghArtifactNameKey"],
        ["chatOpsUsersId"],
        ["chatOpsInstallationsId"],
      ],
    },
    {
      name: "webhook_deliveries",
      columns: {
        id: id(),
        guid: key(100),
        source: key(40),
        event: key(100),
        action: key(100),
        installationId: key(20),
        repositoryId: key(20),
        receivedAt: time(),
        state: key(20),
        attempts: whole(),
        payload: bytes(),
        lastError: text(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["source", "guid"]],
      indexes: [["state", "receivedAt"]],
    },
    {
      name: "sign_in_attempts",
      columns: {
        id: id(),
        userId: reference("users"),
        stateHash: key(128),
        verifier: sealed(),
        browserHash: key(128),
        codeHash: key(128),
        tokens: sealed(),
        tries: whole(),
        expiresAt: time(),
        usedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["stateHash"]],
      indexes: [["userId", "expiresAt"], ["expiresAt"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, [
    "chatopsgithubuser",
    "chatopsinstallation",
    "chatopssubscription",
    "webhook_deliveries",
    "sign_in_attempts",
  ]);
}
