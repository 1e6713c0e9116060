import { createStore, type Store } from "../../../src/adapters/store/index.ts";
import type { Transaction } from "../../../src/adapters/store/contract/index.ts";
import type { FakeConversation } from "../../../demo/teams/connector/index.ts";
import { DEFAULT_FEATURES } from "../../../src/core/features.ts";
import { storeDefaults } from "../../support/store.ts";
import type { ProcessWorld } from "./world.ts";

/** A channel that is subscribed to a repository of its own. */
export interface Room {
  readonly index: number;
  readonly conversation: FakeConversation;
  readonly tenantId: string;
  readonly repositoryId: number;
  readonly repositoryName: string;
}

const FIRST_REPOSITORY = 900_000_000;

/** Channels of so many tenants, each with its subscription, written as if people had subscribed long ago. */
export async function plantRooms(
  world: ProcessWorld,
  { rooms, tenants }: { readonly rooms: number; readonly tenants: number },
): Promise<readonly Room[]> {
  const planted = Array.from({ length: rooms }, (_, index): Room => {
    const name = `room-${String(index).padStart(3, "0")}`;
    return {
      index,
      conversation: world.teams.channel(name),
      tenantId: `${String(1 + (index % tenants))}1111111-1111-4111-8111-111111111111`,
      repositoryId: FIRST_REPOSITORY + index,
      repositoryName: `octo/${name}`,
    };
  });
  const store = await createStore({ url: world.databaseUrl, ...storeDefaults() });
  try {
    await store.transaction(async (tx) => {
      const installationId = await saveInstallation(tx, world.lab.app.clientId);
      for (const room of planted) await plantRoom(tx, world, room, installationId);
    });
  } finally {
    await store.close();
  }
  return planted;
}

async function saveInstallation(tx: Transaction, clientAppId: string): Promise<string> {
  const { id } = await tx.installations.save({
    clientAppId,
    ghInstallationId: "5",
    ghAccountId: "21031067",
    ghAccountLogin: "octo",
    accountType: "Organization",
    repositorySelection: "all",
    permissions: { issues: "read" },
  });
  return id;
}

async function plantRoom(
  tx: Transaction,
  world: ProcessWorld,
  room: Room,
  installationId: string,
): Promise<void> {
  const clientAppId = world.lab.app.clientId;
  const { tenantId, conversation } = room;
  const place = { tenantId, teamId: world.teams.world.teamId, channelId: conversation.id };
  const teamsUserId = `29:creator-of-${tenantId}`;
  await tx.conversations.ensure({
    ...place,
    type: "channel",
    serviceUrl: world.teams.url,
    name: conversation.name,
  });
  const person = { tenantId, teamsUserId, aadObjectId: teamsUserId, displayName: "Mona" };
  const user = await tx.users.ensure(person);
  const connected = await tx.githubUsers.connect({
    userId: user.id,
    tenantId,
    clientAppId,
    teamsUserId,
    ghUserId: "1",
    ghLogin: "mona",
    tokens: { accessToken: "token" },
  });
  await tx.subscriptions.create({
    ...place,
    clientAppId,
    chatOpsUsersId: connected.id,
    chatOpsInstallationsId: installationId,
    ghArtifactId: String(room.repositoryId),
    ghArtifactName: room.repositoryName,
    ghArtifactType: "Repo",
    settings: { features: DEFAULT_FEATURES },
  });
}

/** Opens the processes' database beside them, to look. */
export function openBeside(world: ProcessWorld): Promise<Store> {
  return createStore({ url: world.databaseUrl, ...storeDefaults() });
}
