import type { Transaction } from "../../../../src/adapters/store/index.ts";
import { aConnection, aRepository } from "./services.ts";
import { NOW } from "./fixture.ts";

const LATER = new Date(NOW.getTime() + 60_000);
const TEXT = "Grüße 世界 🎉 it's";
const PAGE = { limit: 10, after: "0" };

/** Calls every method for services, notifications, tracked repositories and mirrors. */
export async function exerciseServices(
  tx: Transaction,
  userId: string,
  conversationId: string,
): Promise<void> {
  await exerciseConnections(tx, userId);
  await exerciseNotifications(tx, conversationId);
  await exerciseCardItems(tx, conversationId);
  await exerciseTracked(tx, userId);
  await exerciseMirrors(tx);
  await exerciseMove(tx, userId);
}

async function exerciseConnections({ serviceConnections }: Transaction, ownerId: string): Promise<void> {
  const connection = aConnection(ownerId, { settings: { text: TEXT } });
  await serviceConnections.save(connection);
  const { id, version } = await serviceConnections.save(connection);
  await serviceConnections.find(id);
  await serviceConnections.findByOwner(connection, "jira");
  await serviceConnections.listByOwner(connection);
  await serviceConnections.listByOwners([connection, { ownerType: "team", ownerId: "t" }]);
  await serviceConnections.findCredentials(id);
  await serviceConnections.listDueForVerify(LATER, 10);
  await serviceConnections.setSettings(id, { text: TEXT });
  await serviceConnections.setWebhookSecretHash(id, "hash");
  await serviceConnections.markEnabled({ id, version });
  await serviceConnections.markFailing({ id, version }, TEXT);
  await serviceConnections.replaceCredentials({ id, version }, { token: TEXT });
  await serviceConnections.disable(id);
}

async function exerciseNotifications({ notifications }: Transaction, conversationId: string): Promise<void> {
  const place = [conversationId, "jira", "PROJ"] as const;
  const settings = { text: TEXT };
  const { notification } = await notifications.add({
    conversationId,
    source: "jira",
    sourceKey: "PROJ",
    settings,
  });
  await notifications.find(...place);
  await notifications.listByConversation(conversationId, PAGE);
  await notifications.listMatching("jira", ["PROJ", "OTHER"]);
  await notifications.setSettings(notification.id, settings);
  await notifications.remove(...place);
}

async function exerciseCardItems({ cardItems }: Transaction, conversationId: string): Promise<void> {
  const card = { conversationId, subjectKey: "pull:1#1" };
  await cardItems.replace(card, [{ part: "item:jira:PROJ-1", connectionId: "c-1", itemKey: TEXT }]);
  await cardItems.listByItem("c-1", TEXT, 10);
  await cardItems.replace(card, []);
}

async function exerciseTracked({ trackedRepositories }: Transaction, userId: string): Promise<void> {
  await trackedRepositories.track(userId, [aRepository(1), aRepository(2)]);
  await trackedRepositories.track(userId, [{ ...aRepository(1), name: TEXT }]);
  await trackedRepositories.find(userId, "1");
  await trackedRepositories.findByName(userId, "octo/repo-1");
  await trackedRepositories.list(userId, PAGE);
  await trackedRepositories.listByRepository("1", PAGE);
  await trackedRepositories.count(userId);
  await trackedRepositories.listTrackedUrls([aRepository(1).url]);
  await trackedRepositories.rename({ ...aRepository(1), name: "renamed" });
  await trackedRepositories.untrack(userId, ["1"]);
}

async function exerciseMirrors({ mirrors, gitHostKeys }: Transaction): Promise<void> {
  const mirror = { workerId: "worker", repositoryUrl: "https://github.com/octo/hello", path: TEXT };
  const { id } = await mirrors.ensure(mirror);
  await mirrors.ensure(mirror);
  await mirrors.find("worker", mirror.repositoryUrl);
  await mirrors.startCloning(id);
  await mirrors.markReady(id, 5_000_000_000);
  await mirrors.markFailed(id, TEXT);
  await mirrors.touch(id);
  await mirrors.listByWorker("worker", PAGE);
  await mirrors.listLeastUsed("worker", 10);
  await mirrors.totalBytes("worker");
  await mirrors.remove(id);
  await gitHostKeys.pin("git.example.com", ["ssh-ed25519 AAAA"]);
  await gitHostKeys.find("git.example.com");
  await gitHostKeys.forget("git.example.com");
}

/** What the two rows of a person have, given to one. */
async function exerciseMove(tx: Transaction, userId: string): Promise<void> {
  const invited = { tenantId: "tenant-1", surname: TEXT, email: "services@example.test" };
  const other = await tx.users.createUnlinked(invited, userId);
  await tx.serviceConnections.save(aConnection(other.id));
  await tx.serviceConnections.save(aConnection(other.id, { provider: "rally" }));
  await tx.trackedRepositories.track(other.id, [aRepository(2), aRepository(3)]);
  const teams = { tenantId: "tenant-1", teamsUserId: "29:mira", aadObjectId: "aad-mira", displayName: TEXT };
  await tx.users.linkToTeams(other.id, teams);
}
