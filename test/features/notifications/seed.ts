import type { Feature } from "../../../src/core/features.ts";
import type {
  ArtifactType,
  GitHubUserRecord,
  Transaction,
} from "../../../src/adapters/store/contract/index.ts";
import type { TestStore } from "../../support/store.ts";

export const CLIENT_APP = "app";
/** The repository of the recorded webhooks. */
export const REPOSITORY = { id: "186853002", ownerId: "21031067", fullName: "Codertocat/Hello-World" };

interface Subscription {
  readonly channelId: string;
  readonly features: readonly Feature[];
  readonly type?: ArtifactType;
  readonly artifactId?: string;
  readonly creator?: string;
  readonly creatorState?: GitHubUserRecord["state"];
}

export interface Subscribed {
  readonly conversationId: string;
  readonly subscriptionId: string;
  readonly creatorId: string;
}

/** A conversation with a subscription, and the rows that it stands on. */
export async function subscribe(store: TestStore, subscription: Subscription): Promise<Subscribed> {
  const [subscribed] = await subscribeAll(store, [subscription]);
  if (subscribed === undefined) throw new Error("nobody was subscribed");
  return subscribed;
}

export async function subscribeAll(
  store: TestStore,
  subscriptions: readonly Subscription[],
): Promise<readonly Subscribed[]> {
  return store.transaction(async (tx) => {
    const all: Subscribed[] = [];
    for (const subscription of subscriptions) all.push(await subscribeIn(tx, subscription));
    return all;
  });
}

async function subscribeIn(tx: Transaction, given: Subscription): Promise<Subscribed> {
  const { channelId, features, type = "Repo", creator = "mona", creatorState } = given;
  const conversation = await tx.conversations.ensure({
    tenantId: "tenant",
    teamId: "team",
    channelId,
    type: "channel",
    serviceUrl: "https://smba.example.com/",
    name: channelId,
  });
  const person = {
    tenantId: "tenant",
    teamsUserId: `29:${creator}`,
    aadObjectId: creator,
    displayName: creator,
  };
  const user = await tx.users.ensure(person);
  const connected = await tx.githubUsers.connect({
    userId: user.id,
    tenantId: "tenant",
    clientAppId: CLIENT_APP,
    teamsUserId: `29:${creator}`,
    ghUserId: "1",
    ghLogin: creator,
    tokens: { accessToken: "token" },
  });
  if (creatorState !== undefined) await tx.githubUsers.setState(connected.id, creatorState);
  const installation = await tx.installations.save({
    clientAppId: CLIENT_APP,
    ghInstallationId: "5",
    ghAccountId: REPOSITORY.ownerId,
    ghAccountLogin: "Codertocat",
    accountType: "User",
    repositorySelection: "all",
    permissions: { issues: "read" },
  });
  const { id } = await tx.subscriptions.create({
    clientAppId: CLIENT_APP,
    tenantId: "tenant",
    channelId,
    teamId: "team",
    chatOpsUsersId: connected.id,
    chatOpsInstallationsId: installation.id,
    ghArtifactId: given.artifactId ?? (type === "Repo" ? REPOSITORY.id : REPOSITORY.ownerId),
    ghArtifactName: type === "Repo" ? REPOSITORY.fullName : "Codertocat",
    ghArtifactType: type,
    settings: { features },
  });
  return { conversationId: conversation.id, subscriptionId: id, creatorId: connected.id };
}

/** A delivery as intake leaves it. */
export async function acceptDelivery(store: TestStore, event: string, payload: unknown): Promise<string> {
  const guid = crypto.randomUUID();
  const raw = Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload));
  const about = { action: "", installationId: "5", repositoryId: REPOSITORY.id };
  const [accepted] = await store.transaction((tx) =>
    tx.deliveries.accept([{ guid, source: "github", event, payload: raw, ...about }]),
  );
  if (accepted === undefined) throw new Error("the store accepted nothing");
  return accepted.id;
}

/** What a conversation is about to be told, in order, in words. */
export async function listMessages(store: TestStore, conversationId: string): Promise<readonly string[]> {
  const rows = await store.read((reads) =>
    reads.outbox.listDue(conversationId, new Date("2100-01-01"), 1_000),
  );
  return rows
    .toSorted((one, other) => one.seq - other.seq)
    .map(({ kind, lane, body }) => `${kind} ${lane}: ${body.summary ?? body.text ?? ""}`);
}
