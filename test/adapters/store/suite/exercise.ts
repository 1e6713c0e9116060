import type { Transaction } from "../../../../src/adapters/store/index.ts";
import { somePreferences } from "./alerts.ts";
import { exerciseAccounts } from "./exercise-accounts.ts";
import { exerciseDirectory } from "./exercise-directory.ts";
import { exerciseOperations } from "./exercise-operations.ts";
import { exerciseServices } from "./exercise-services.ts";
import { aConversation, anInstallation, aPerson, aSubscription, aWorld, NOW, type World } from "./fixture.ts";
import { aSchedule } from "./schedules.ts";

const LATER = new Date(NOW.getTime() + 60_000);
const TEXT = "Grüße 世界 🎉 it's";

/** Calls every method of the contract at least once, so that every statement is sent. */
export async function exerciseStore(tx: Transaction): Promise<void> {
  const world = await aWorld(tx);
  await exercisePeople(tx, world.user.id, world.conversation.id);
  await exerciseAccounts(tx, world.user.id, world.conversation.id);
  await exerciseDirectory(tx, world.user.id);
  await exerciseOperations(tx, world.user.id);
  await exerciseGitHub(tx, world);
  await exerciseSignIn(tx, world.user.id);
  await exerciseAlerts(tx, world);
  await exerciseMessages(tx, world.conversation.id);
  await exerciseCommands(tx, world.user.id, world.conversation.id);
  await exerciseSchedules(tx, world);
  await exerciseWork(tx);
  await exerciseServices(tx, world.user.id, world.conversation.id);
  for (const table of tx.secrets.listTables()) await tx.secrets.rewrap(table, { limit: 10 });
}

async function exercisePeople(tx: Transaction, userId: string, conversationId: string): Promise<void> {
  await tx.users.ensure(aPerson({ displayName: TEXT }));
  await tx.users.find(userId);
  await tx.users.findByAad("tenant-1", "aad-mira");
  await tx.conversations.setState(conversationId, "paused", TEXT);
  await tx.conversations.ensure(aConversation({ name: TEXT }));
  await tx.conversations.find(conversationId);
  await tx.conversations.listByIds([conversationId]);
  await tx.conversations.findByChannel("19:channel@thread.tacv2");
  await tx.conversations.rename("19:channel@thread.tacv2", TEXT);
  await tx.conversations.changeSettings(conversationId, { threads: false, settings: { text: TEXT } });
  await tx.conversations.listByTeam("19:team@thread.tacv2");
  const away = await tx.conversations.ensure(aConversation({ channelId: "19:away" }));
  await tx.conversations.setState(away.id, "paused", TEXT);
  await tx.conversations.pruneAway(LATER, 10);
  await tx.inbound.record("19:a", "1");
  await tx.inbound.prune(LATER, 10);
  const event = {
    actorType: "component",
    actorId: "x",
    entityType: "job",
    entityId: "j",
    verb: "v",
  } as const;
  await tx.events.record({ ...event, data: { text: TEXT } });
  await tx.events.recordMany([event, event]);
  const [first] = await tx.events.listByEntity("job", "j", { limit: 5 });
  await tx.events.listByEntity("job", "j", { limit: 5, before: first?.id ?? "" });
}

async function exerciseGitHub(tx: Transaction, world: Awaited<ReturnType<typeof aWorld>>): Promise<void> {
  const { githubUser, installation } = world;
  await tx.githubUsers.connect({ ...githubUser, tokens: { accessToken: "a", refreshToken: "r" } });
  await tx.githubUsers.find(githubUser.id);
  await tx.githubUsers.findByUser("app", world.user.id);
  await tx.githubUsers.listByGitHubUser("app", "4001");
  await tx.githubUsers.findTokens(githubUser.id);
  await tx.githubUsers.listStanding([githubUser.id]);
  await tx.githubUsers.saveTokens(githubUser.id, { accessToken: "b" });
  await tx.githubUsers.expire(githubUser.id);
  await tx.githubUsers.setState(githubUser.id, "expired");
  await tx.installations.save(anInstallation({ permissions: { issues: "read" } }));
  await tx.installations.find(installation.id);
  await tx.installations.findByGitHubId("app", "7001");
  await tx.installations.findByAccount("app", "2001");
  await tx.installations.setSuspended("app", "7001", NOW);
  await tx.installations.markDeleted("app", "7001");
  const made = await tx.subscriptions.create(aSubscription(world, { ghArtifactName: "octo/Hello" }));
  await tx.subscriptions.find(made);
  await tx.subscriptions.findById(made.id);
  await tx.subscriptions.findByName(made.channelId, made.teamId, "octo/hello");
  await tx.subscriptions.listForChannel("app", made.channelId, made.teamId);
  await tx.subscriptions.listMatching({ repositoryId: "3001", ownerId: "2001" });
  await tx.subscriptions.anyMatching({ repositoryId: "3001", ownerId: "2001" });
  await tx.subscriptions.countByChannel([made.channelId, "19:none"]);
  await tx.subscriptions.listByCreator(githubUser.id);
  await tx.subscriptions.listByInstallation(installation.id);
  await tx.subscriptions.hold(made.id);
  await tx.subscriptions.update(made.id, { features: [TEXT] });
  await tx.subscriptions.moveToInstallation(made.id, installation.id);
  await tx.subscriptions.adopt(made.id, githubUser.id, installation.id);
  await tx.subscriptions.lose(made.id, TEXT);
  await tx.subscriptions.setState(made.id, "lost", TEXT);
  await tx.subscriptions.renameArtifact("Repo", "3001", "octo/World");
  await tx.subscriptionHealth.recordDelivery([made.id], NOW);
  await tx.subscriptionHealth.recordDelivery([made.id], LATER);
  await tx.subscriptionHealth.recordError([made.id], NOW, TEXT);
  await tx.subscriptionHealth.markRefused(made.id, NOW);
  await tx.subscriptionHealth.clearRefused(made.id);
  await tx.subscriptionHealth.markProven(made.id, NOW);
  await tx.subscriptionHealth.list([made.id]);
  await tx.subscriptions.delete(made.id);
}

async function exerciseAlerts(tx: Transaction, world: Awaited<ReturnType<typeof aWorld>>): Promise<void> {
  const { user, conversation } = world;
  const accounts = { clientAppId: "app", ids: ["4001"], logins: ["mona"] };
  const person = { tenantId: "tenant-1", ghLogin: "Hubot", teamsUserId: "29:h", displayName: TEXT };
  await tx.people.map({ ...person, mappedBy: user.id });
  await tx.people.listKnown(accounts);
  await tx.people.listMapped("tenant-1", 10);
  await tx.people.listConnected("app", "tenant-1", 10);
  await tx.people.unmap("tenant-1", "hubot");
  const preferences = somePreferences(user.id, { conversationId: conversation.id });
  await tx.alerts.savePreferences(preferences, undefined);
  await tx.alerts.savePreferences({ ...preferences, digestAt: LATER }, 1);
  await tx.alerts.findPreferences(user.id);
  await tx.alerts.listUnpinged(["29:mira"]);
  await tx.alerts.listPeople(accounts);
  await tx.alerts.listPeopleByUser("app", [user.id]);
  const subject = { userId: user.id, subjectKey: "pull:3001#7", repositoryId: "3001" };
  await tx.alerts.saveSubject({ ...subject, headSha: "abc", headAt: NOW });
  await tx.alerts.saveSubject({ ...subject, held: true });
  await tx.alerts.listSubjects("pull:3001#7");
  await tx.alerts.listHeads("3001", "abc");
  await tx.alerts.listHeld(user.id, 10);
  await tx.alerts.release(user.id, ["pull:3001#7"]);
  await tx.alerts.release(user.id);
  await tx.alerts.prune(LATER, 10);
}

async function exerciseSignIn(tx: Transaction, userId: string): Promise<void> {
  const attempts = tx.signInAttempts;
  const { id } = await attempts.create({ userId, stateHash: "s", verifier: "v", expiresAt: LATER });
  await attempts.findByState("s");
  await attempts.findVerifier(id);
  await attempts.bindBrowser(id, "b");
  await attempts.useState(id);
  await attempts.recordTokens(id, { accessToken: "a", ghUserId: "1", ghLogin: "l" }, "code");
  await attempts.listAwaitingCode(userId);
  await attempts.countTry(id, 1);
  await attempts.recordTokens(id, { accessToken: "a", ghUserId: "1", ghLogin: "l" }, "code");
  await attempts.takeTokens(id);
  await attempts.prune(LATER, 10);
}

async function exerciseMessages(tx: Transaction, conversationId: string): Promise<void> {
  const card = { conversationId, subjectKey: "pr:1#1", facts: { title: TEXT }, renderedHash: "h" };
  const made = await tx.cards.create({ ...card, rootState: "none" });
  await tx.cards.find(conversationId, "pr:1#1");
  await tx.cards.listBySubjects(["pr:1#1", "pr:1#2"], [conversationId]);
  await tx.cards.update(made, { facts: { title: TEXT } });
  await tx.cards.recordRoot(conversationId, "pr:1#1", "1732");
  await tx.cards.findByRoot(conversationId, "root");
  await tx.cards.forgetRoot(conversationId, "pr:1#1");
  await tx.cards.create({ ...card, subjectKey: "push:1@1", rootState: "none" });
  await tx.cards.prune({ before: LATER, kinds: ["push", "run"] }, 10);
  await tx.cards.create({ ...card, subjectKey: "push:1@2", rootState: "none" });
  await tx.cards.prune({ before: LATER }, 1);
  const message = { conversationId, kind: "create", lane: "state", body: { text: TEXT } } as const;
  const [row] = await tx.outbox.append([message, { ...message, subjectKey: "pr:1#1" }]);
  const id = row?.id ?? "";
  await tx.outbox.listDue(conversationId, LATER, 10);
  await tx.outbox.listConversationsDue(LATER, 10);
  await tx.outbox.nextDue(conversationId);
  await tx.outbox.backlog();
  await tx.outbox.backlogOf(conversationId);
  await tx.outbox.startSending(id);
  await tx.outbox.markAmbiguous(id);
  await tx.outbox.retryAt(id, LATER, TEXT);
  await tx.outbox.becomeCreate(id);
  await tx.outbox.supersede([id]);
  await tx.outbox.finish(id, "sent");
  await tx.outbox.prune(LATER, 10);
}

async function exerciseCommands(tx: Transaction, userId: string, conversationId: string): Promise<void> {
  const person = { userId, conversationId, expiresAt: LATER };
  await tx.pendingCommands.create({ ...person, text: TEXT, waitsFor: "signin" });
  await tx.pendingCommands.claim({ userId, waitsFor: "signin" });
  await tx.pendingCommands.claim({ waitsFor: "installation", waitsForKey: "octo" });
  await tx.pendingCommands.prune(LATER, 10);
  const { id } = await tx.confirmations.create({ ...person, command: "deploy", target: { text: TEXT } });
  await tx.confirmations.find(id);
  await tx.confirmations.use(id, userId, "turn");
  await tx.confirmations.prune(LATER, 10);
  const intent = { intentKey: "job:comment", userId, kind: "comment", target: { text: TEXT } };
  const begun = await tx.actionIntents.begin(intent);
  await tx.actionIntents.refuse(begun.intent.id);
  await tx.actionIntents.begin(intent);
  await tx.actionIntents.finish(begun.intent.id, { text: TEXT });
  await tx.actionIntents.prune(LATER, 10);
}

async function exerciseSchedules({ schedules }: Transaction, world: World): Promise<void> {
  const { id, conversationId, creatorId } = await schedules.create(aSchedule(world));
  await schedules.find(id);
  await schedules.listForConversation(conversationId);
  await schedules.listDue(LATER, 10);
  await schedules.nextDue();
  await schedules.advance(id, LATER, LATER);
  await schedules.recordRun(id, NOW, TEXT);
  await schedules.recordMissing(id, NOW);
  await schedules.recordWarning(id, NOW);
  await schedules.halt(id, "active", "paused", TEXT);
  await schedules.resume(id, creatorId, LATER);
  await schedules.delete(id);
}

async function exerciseWork(tx: Transaction): Promise<void> {
  const delivery = { guid: "g", source: "github", event: "push", action: "", installationId: "1" };
  const [accepted] = await tx.deliveries.accept(
    ["g-1", "g-2"].map((guid) => ({ ...delivery, guid, repositoryId: "2", payload: Buffer.from(TEXT) })),
  );
  const id = accepted?.id ?? "";
  await tx.deliveries.find(id);
  await tx.deliveries.findPayload(id);
  await tx.deliveries.listStates("github", ["g-1", "g-3"]);
  await tx.deliveries.markDead(id, TEXT);
  await tx.deliveries.listDead(10);
  await tx.deliveries.reviveDead([id]);
  await tx.deliveries.markDead(id, TEXT);
  await tx.deliveries.accept([{ ...delivery, guid: "g-1", repositoryId: "2", payload: Buffer.from(TEXT) }]);
  await tx.deliveries.markDone(id);
  await tx.deliveries.prune(LATER, 10);
  const job = await tx.jobs.create({ kind: "k", payload: { text: TEXT } });
  await tx.jobs.createMany([{ kind: "k" }, { kind: "k" }]);
  await tx.jobs.find(job.id);
  await tx.jobs.listDue(LATER, 10);
  await tx.jobs.listKinds([job.id]);
  await tx.jobs.nextDue();
  await tx.jobs.countByState();
  await tx.jobs.claim(job.id, "w", LATER, LATER);
  await tx.jobs.claimMany([job.id], "w", LATER, LATER);
  await tx.jobs.renew(job.id, "w", LATER);
  await tx.jobs.delay(job.id, "w", LATER);
  await tx.jobs.retryAt(job.id, "w", LATER, TEXT);
  await tx.jobs.succeed(job.id, "w");
  await tx.jobs.die(job.id, "w", TEXT);
  await tx.jobs.listDead(10);
  await tx.jobs.reviveDead([job.id]);
  await tx.jobs.prune(LATER, 10);
  await tx.leases.acquire("l", "h", NOW, LATER);
  await tx.leases.acquire("l", "h", NOW, LATER);
  await tx.leases.acquire("l", "h2", new Date(LATER.getTime() + 1), new Date(LATER.getTime() + 2));
  await tx.leases.find("l");
  await tx.leases.release("l", "h2");
}

/** The transaction with every method watched; `missed` names those that nobody called. */
export function watchMethods(tx: Transaction): { readonly tx: Transaction; missed(): readonly string[] } {
  const called = new Set<string>();
  const known = Object.entries(tx).flatMap(([repository, methods]: [string, unknown]) =>
    typeof methods === "object" && methods !== null
      ? Object.keys(methods).map((method) => `${repository}.${method}`)
      : [],
  );
  const watched = new Proxy(tx, {
    get: (target, repository) => {
      const methods: unknown = Reflect.get(target, repository);
      if (typeof methods !== "object" || methods === null) return methods;
      return new Proxy(methods, {
        get: (inner, method) => {
          called.add(`${String(repository)}.${String(method)}`);
          const found: unknown = Reflect.get(inner, method);
          return found;
        },
      });
    },
  });
  return { tx: watched, missed: () => known.filter((name) => !called.has(name)) };
}
