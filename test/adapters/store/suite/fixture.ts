import type { Store, StoreOptions } from "../../../../src/adapters/store/index.ts";
import type { ChatPerson, ConversationReference } from "../../../../src/core/conversation.ts";
import type { Clock } from "../../../../src/core/clock.ts";
import type {
  ConversationRecord,
  GitHubUserRecord,
  InstallationRecord,
  SubscriptionRecord,
  Transaction,
  UserRecord,
} from "../../../../src/adapters/store/index.ts";

/** An empty, migrated database. */
export interface Database {
  /** Another process, as it were: a store with connections of its own. */
  open(options: Pick<StoreOptions, "clock"> & VaultOption): Promise<Store>;
  /** After each test, its stores being closed. */
  dispose(): Promise<void>;
}

/** The tests' own vault, unless told otherwise. */
export type VaultOption = Partial<Pick<StoreOptions, "vault">>;

/** What a dialect gives to the suites: a fresh database for each test. */
export type MakeDatabase = () => Promise<Database>;

export interface Fixture {
  readonly store: Store;
  readonly clock: TestClock;
  readonly another: (options?: VaultOption) => Promise<Store>;
}

export interface TestClock extends Clock {
  pass(milliseconds: number): void;
}

export const NOW = new Date("2026-11-21T10:00:00.123Z");

/** Opens a store before each test of the suite and closes it after; answers how to reach it in a test. */
export function useStore(makeDatabase: MakeDatabase): () => Fixture {
  let fixture: Fixture | undefined;
  let end: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    const database = await makeDatabase();
    const clock = testClock();
    const stores: Store[] = [];
    const another = async (options: VaultOption = {}): Promise<Store> => {
      const store = await database.open({ clock, ...options });
      stores.push(store);
      return store;
    };
    end = async () => {
      for (const store of stores) await store.close();
      await database.dispose();
    };
    fixture = { store: await another(), clock, another };
  });
  afterEach(async () => {
    await end?.();
    end = undefined;
    fixture = undefined;
  });
  return () => {
    if (fixture === undefined) throw new Error("the store is only there inside a test");
    return fixture;
  };
}

export interface Overlap<A, B> {
  readonly first: A;
  readonly second: B;
  /**
   * Whose work came first. That of `first` counts before its commit: whoever waits for the commit comes after it,
   * whichever answer this process happens to read first.
   */
  readonly order: readonly ("first" | "second")[];
}

/**
 * Runs `second` in a transaction of another process while that of `first` is open, which then goes on for so long that
 * whoever doesn't wait for it is faster.
 */
export async function overlap<A, B>(
  { store, another }: Fixture,
  first: (tx: Transaction) => Promise<A>,
  second: (tx: Transaction) => Promise<B>,
): Promise<Overlap<A, B>> {
  const other = await another();
  const order: ("first" | "second")[] = [];
  const begun = Promise.withResolvers<undefined>();
  const opened = store.transaction(async (tx) => {
    const result = await first(tx);
    begun.resolve(undefined);
    for (let n = 0; n < LONGER; n++) await tx.users.find("nobody");
    order.push("first");
    return result;
  });
  await Promise.race([begun.promise, opened]);
  const late = await other.transaction(second);
  order.push("second");
  return { first: await opened, second: late, order };
}

const LONGER = 60;

function testClock(): TestClock {
  let now = NOW.getTime();
  return {
    now: () => new Date(now),
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export function aPerson(change: Partial<ChatPerson> = {}): ChatPerson {
  return {
    tenantId: "tenant-1",
    teamsUserId: "29:mira",
    aadObjectId: "aad-mira",
    displayName: "Mira",
    ...change,
  };
}

export function aConversation(change: Partial<ConversationReference> = {}): ConversationReference {
  return {
    tenantId: "tenant-1",
    teamId: "19:team@thread.tacv2",
    channelId: "19:channel@thread.tacv2",
    type: "channel",
    serviceUrl: "https://smba.example/emea/",
    name: "General",
    ...change,
  };
}

export interface World {
  readonly user: UserRecord;
  readonly conversation: ConversationRecord;
  readonly githubUser: GitHubUserRecord;
  readonly installation: InstallationRecord;
}

/** A person in a channel, connected to GitHub, where the App is installed. */
export async function aWorld(tx: Transaction): Promise<World> {
  const user = await tx.users.ensure(aPerson());
  const conversation = await tx.conversations.ensure(aConversation());
  const githubUser = await tx.githubUsers.connect({
    userId: user.id,
    tenantId: "tenant-1",
    clientAppId: "app",
    teamsUserId: "29:mira",
    ghUserId: "4001",
    ghLogin: "mira",
    tokens: { accessToken: "ghu_access" },
  });
  const installation = await tx.installations.save(anInstallation());
  return { user, conversation, githubUser, installation };
}

export function anInstallation(
  change: Partial<Omit<InstallationRecord, "id">> = {},
): Omit<InstallationRecord, "id"> {
  return {
    clientAppId: "app",
    ghInstallationId: "7001",
    ghAccountId: "2001",
    ghAccountLogin: "octo",
    accountType: "Organization",
    repositorySelection: "all",
    permissions: { issues: "write" },
    ...change,
  };
}

type NewSubscription = Omit<SubscriptionRecord, "id" | "state" | "stateReason">;

export function aSubscription(world: World, change: Partial<NewSubscription> = {}): NewSubscription {
  return {
    clientAppId: "app",
    tenantId: "tenant-1",
    channelId: world.conversation.channelId,
    teamId: world.conversation.teamId,
    chatOpsUsersId: world.githubUser.id,
    chatOpsInstallationsId: world.installation.id,
    ghArtifactId: "3001",
    ghArtifactName: "octo/Hello",
    ghArtifactType: "Repo",
    settings: { features: ["issues", "pulls"] },
    ...change,
  };
}
