import type { Transaction } from "../../../../src/adapters/store/index.ts";
import { aCloud } from "./clouds.ts";
import { aGroup } from "./deployments.ts";
import { aPerson, NOW } from "./fixture.ts";
import { aProject } from "./projects.ts";
import { aRealm } from "./realms.ts";
import { aPair } from "./server-key-pairs.ts";
import { aServer, type Site } from "./servers.ts";
import { there } from "./team-world.ts";

const LATER = new Date(NOW.getTime() + 60_000);
const TEXT = "Grüße 世界 🎉 it's";
const PAGE = { limit: 10, after: "0" };

/** Calls every method for environments, clouds, servers, projects, deployments and realms. */
export async function exerciseOperations(tx: Transaction, userId: string): Promise<void> {
  const team = there(await tx.teams.create({ tenantId: "tenant-1", name: "Operations", ownerId: userId }));
  await exerciseEnvironments(tx, team.id);
  const cloudId = await exerciseClouds(tx, team.id);
  const site = { teamId: team.id, cloudId, requestedBy: userId };
  const serverId = await exerciseServers(tx, site);
  await exerciseServerKeyPairs(tx, serverId, (await aPair(tx, team.id, "servers")).id);
  const projectId = await exerciseProjects(tx, site, serverId);
  await exerciseDeployments(tx, { ...site, projectId, serverId });
  await exerciseRealms(tx, team.id, serverId);
  await exerciseMove(tx, { ...site, projectId, serverId });
}

async function exerciseEnvironments({ environments }: Transaction, teamId: string): Promise<void> {
  const { id } = await environments.create({ teamId, name: TEXT, variables: { A: TEXT } });
  await environments.find(id);
  await environments.listByIds([id]);
  await environments.findVariables(id);
  await environments.listVariables([id]);
  await environments.setVariables(id, 1, { B: TEXT });
  await environments.listReferrers(id);
  await environments.hold(id);
  await environments.removeUnreferred(id);
}

async function exerciseClouds({ clouds }: Transaction, teamId: string): Promise<string> {
  const { id, version } = there(
    await clouds.create(aCloud(teamId, { name: TEXT, settings: { text: TEXT } })),
  );
  await clouds.find(id);
  await clouds.listByIds([id]);
  await clouds.findByName(teamId, TEXT);
  await clouds.listByTeam(teamId, PAGE);
  await clouds.findCredentials(id);
  await clouds.listDueForVerify(LATER, 10);
  await clouds.setSettings(id, { text: TEXT });
  await clouds.setEnvironment(id, "", "environment");
  await clouds.markActive({ id, version });
  await clouds.markInactive({ id, version }, TEXT);
  await clouds.setCredentials(id, { token: TEXT });
  await clouds.hold(id);
  await clouds.delete(id);
  await clouds.listDeletedByName(teamId, TEXT);
  await clouds.restore(id);
  return id;
}

async function exerciseServers({ servers }: Transaction, site: Site): Promise<string> {
  const [one, two] = there(await servers.createMany(["one", "two"].map((name) => aServer(site, { name }))));
  const id = one?.id ?? "";
  await servers.find(id);
  await servers.listByIds([id]);
  await servers.findByName(site.teamId, TEXT);
  await servers.listByTeam(site.teamId, PAGE);
  await servers.listByCloud(site.cloudId, PAGE);
  await servers.countByCloud(site.cloudId);
  await servers.countByClouds([site.cloudId]);
  await servers.listDueForCheck(LATER, 10);
  await servers.move(id, ["requested"], "online", { providerId: TEXT, checkedAt: NOW });
  await servers.hold(id);
  await servers.change(id, { lastError: TEXT });
  await servers.pinHostKey(id, "SHA256:one");
  await servers.forgetHostKey(id, "SHA256:one");
  await servers.setEnvironment(id, "", "environment");
  await servers.rename(id, TEXT);
  await servers.requestDelete(id, LATER);
  await servers.cancelDelete(id);
  await servers.requestDelete(id, NOW);
  await servers.beginDelete(id);
  await servers.markDeleted(id);
  return two?.id ?? "";
}

async function exerciseServerKeyPairs(
  { serverKeyPairs: pairs }: Transaction,
  serverId: string,
  keyPairId: string,
): Promise<void> {
  await pairs.want(serverId, [keyPairId]);
  await pairs.recordError(serverId, keyPairId, TEXT);
  await pairs.markAttached(serverId, keyPairId);
  await pairs.listByServer(serverId);
  await pairs.listByServers([serverId]);
  await pairs.listByKeyPair(keyPairId, PAGE);
  await pairs.listByKeyPairs([keyPairId]);
  await pairs.unwant(serverId, keyPairId);
  await pairs.remove(serverId, keyPairId);
  await pairs.removeAll(serverId);
}

async function exerciseProjects({ projects }: Transaction, site: Site, serverId: string): Promise<string> {
  const { teamId, requestedBy: by } = site;
  const { id, version } = there(await projects.create(aProject(teamId, { name: TEXT })));
  await projects.find(id);
  await projects.listByIds([id]);
  await projects.findByName(teamId, TEXT);
  await projects.listByTeam(teamId, PAGE);
  await projects.listNeededUrls([aProject(teamId).repositoryUrl]);
  await projects.update(id, version, { script: TEXT, hooks: { after: TEXT }, settings: { text: TEXT } });
  await projects.setServers(id, [serverId]);
  await projects.listServerIds(id);
  await projects.listIdsByServer(serverId);
  await projects.removeServer(serverId);
  await projects.setEnvironment(id, "", "environment");
  await projects.lock(id, { by, reason: TEXT });
  await projects.unlock(id, { by, reason: TEXT, at: NOW });
  await projects.hold(id);
  await projects.delete(id);
  await projects.listDeletedByName(teamId, TEXT);
  await projects.restore(id);
  return id;
}

interface Deployable extends Site {
  readonly projectId: string;
  readonly serverId: string;
}

async function exerciseDeployments({ deployments }: Transaction, site: Deployable): Promise<void> {
  const { teamId, projectId, serverId, requestedBy: userId } = site;
  const shop = { teamId, userId, project: { id: projectId }, servers: [serverId] };
  const { group, deployments: parts } = await deployments.create(
    aGroup(shop, { state: "pending_approval", expiresAt: LATER, plan: { text: TEXT } }),
  );
  const id = parts[0]?.id ?? "";
  await deployments.findGroup(group.id);
  await deployments.findGroupByNumber(teamId, group.number);
  await deployments.listGroupsByTeam(teamId, { limit: 10, before: group.id });
  await deployments.listGroupsByProject(projectId, { limit: 10, before: group.id });
  await deployments.listGroupsInState(projectId, ["queued", "executing"]);
  await deployments.listInState(["queued", "executing"], 10);
  await deployments.listTeamGroupsInState(teamId, ["queued", "executing"]);
  await deployments.listDueForExpiry(LATER, 10);
  await deployments.decide({ groupId: group.id, userId, decision: "approved", reason: TEXT });
  await deployments.listApprovals(group.id);
  await deployments.moveGroup(group.id, ["pending_approval"], "executing", { startedAt: NOW });
  await deployments.changeGroup(group.id, { stateReason: TEXT });
  await deployments.find(id);
  await deployments.listByGroup(group.id);
  await deployments.listByGroups([group.id]);
  await deployments.change(id, { lastError: TEXT, logOffset: 5_000_000_000 });
  await deployments.appendOutput(id, 0, TEXT);
  await deployments.listOutput(id, -1, 10);
  await deployments.listLastOutput(id, 10);
  await deployments.isBusy(serverId);
  await deployments.keepMasked(id, [TEXT]);
  await deployments.listMasked(id);
  await deployments.move(id, ["pending_approval", "queued"], "success", { exitcode: 0 });
  await deployments.moveGroup(group.id, ["executing"], "success");
  await deployments.listSucceeded(projectId, 10);
  await deployments.listCurrent(projectId, [serverId]);
  await deployments.pruneOutput(LATER, 10);
}

async function exerciseRealms({ realms }: Transaction, teamId: string, serverId: string): Promise<void> {
  const realm = aRealm({ teamId, serverId }, { name: TEXT });
  await realms.save(realm);
  const { after } = await realms.save({ ...realm, url: TEXT });
  await realms.find(after.id);
  await realms.listByName(teamId, TEXT);
  await realms.listByTeam(teamId, PAGE);
  await realms.listByServer(serverId, PAGE);
  await realms.listDueForCheck(LATER, 10);
  const found = { status: "online", failures: 0, lastError: TEXT, nextCheckAt: LATER } as const;
  await realms.recordCheck(after, found);
  await realms.postponeCheck(after, LATER);
  await realms.postponeCheck(after, LATER, LATER);
  await realms.leaveOut(after.id, after.serverId);
  await realms.remove(after.id);
  await realms.save(realm);
  await realms.removeByServer(serverId);
}

/** A person's two rows have decided on one deployment, and become one. */
async function exerciseMove(tx: Transaction, site: Deployable): Promise<void> {
  const { teamId, projectId, serverId, requestedBy: userId } = site;
  const invited = { tenantId: "tenant-1", surname: TEXT, email: "operations@example.test" };
  const other = await tx.users.createUnlinked(invited, userId);
  const shop = { teamId, userId, project: { id: projectId }, servers: [serverId] };
  const { group } = await tx.deployments.create(aGroup(shop, { state: "pending_approval" }));
  for (const each of [userId, other.id])
    await tx.deployments.decide({ groupId: group.id, userId: each, decision: "approved", reason: TEXT });
  await tx.users.linkToTeams(other.id, aPerson());
}
