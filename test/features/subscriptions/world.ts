import type {
  GitHubApp,
  GitHubInstallation,
  GitHubPerson,
  GitHubRepository,
  ListedRepository,
} from "../../../src/adapters/github/contract/index.ts";
import type { Transaction } from "../../../src/adapters/store/contract/index.ts";
import type { CommandTurn } from "../../../src/core/command.ts";
import { silentLog } from "../../../src/core/log.ts";
import { newId } from "../../../src/core/ids.ts";
import { isCard, type Message } from "../../../src/core/message.ts";
import type { RepositoryRole } from "../../../src/core/repository-role.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { lookUp } from "../../../src/core/registry.ts";
import { subscriptionCommands } from "../../../src/features/subscriptions/commands.ts";
import type { SubscriptionDeps } from "../../../src/features/subscriptions/deps.ts";
import type { GitHubTarget } from "../../../src/features/subscriptions/target.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { CLIENT_APP, connect, githubPerson } from "../signin/connected.ts";

export { CLIENT_APP };

export const INSTALLATION: GitHubInstallation = {
  id: "5",
  accountId: "1",
  accountLogin: "contoso",
  accountType: "Organization",
  repositorySelection: "all",
  permissions: { issues: "write", pull_requests: "write", contents: "read", deployments: "read" },
  events: [],
  htmlUrl: "https://github.com/organizations/contoso/settings/installations/5",
};

export const TOOLS = repository("31", "contoso/tools");

export function repository(id: string, fullName: string): GitHubRepository {
  return {
    id,
    fullName,
    ownerId: "1",
    ownerLogin: fullName.split("/")[0] ?? "",
    isPrivate: true,
    htmlUrl: `https://github.com/${fullName}`,
    defaultBranch: "main",
  };
}

/** GitHub as a person and as the App: what each of them sees, and who was asked what. */
export interface FakeGitHub {
  seenByPerson: readonly GitHubRepository[];
  seenByApp: readonly GitHubRepository[];
  /** The installation's repositories as a list; undefined where it is too long to be read. */
  listed: readonly GitHubRepository[] | undefined;
  installation: GitHubInstallation | undefined;
  installationsOfPerson: ReadonlySet<string>;
  /** Of whoever is asked about. */
  role: RepositoryRole;
  /** Thrown by the next calls, while set. */
  failure: Error | undefined;
  readonly calls: string[];
}

export interface SubscriptionWorld {
  readonly time: ManualTime;
  readonly store: TestStore;
  readonly github: FakeGitHub;
  readonly deps: SubscriptionDeps;
  /** What was recorded as answers, in order. */
  readonly recorded: Reply[];
  /** Types a command as the connected person of that name. */
  say(text: string, who?: string): Promise<Reply>;
  turn(text: string, who?: string): Promise<CommandTurn>;
  subscriptions(): Promise<
    readonly {
      readonly id: string;
      readonly name: string;
      readonly state: string;
      readonly features: readonly string[];
    }[]
  >;
  close(): Promise<void>;
}

export const CHANNEL_ID = "19:general";

export async function openSubscriptionWorld(): Promise<SubscriptionWorld> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const recorded: Reply[] = [];
  const github: FakeGitHub = {
    seenByPerson: [TOOLS],
    seenByApp: [TOOLS],
    listed: undefined,
    installation: INSTALLATION,
    installationsOfPerson: new Set(["5"]),
    role: "admin",
    failure: undefined,
    calls: [],
  };
  const deps: SubscriptionDeps = {
    subscriptions: {
      store,
      app: fakeApp(github),
      asConnected: (_id, work) => work(fakePerson(github)),
      parseTarget,
      clientAppId: CLIENT_APP,
      clock: time,
      log: silentLog,
      roleOf: async () => github.role,
      record: async (_tx: Transaction, _turn, answer) => {
        recorded.push(answer);
        return answer;
      },
    },
  };
  const turn = async (text: string, who = "mira"): Promise<CommandTurn> => newTurn(store, text, who);
  return {
    time,
    store,
    github,
    deps,
    recorded,
    turn,
    say: async (text, who) => {
      const found = lookUp(subscriptionCommands, text);
      if (found.kind !== "found") throw new Error(`not a command: ${text}`);
      return found.command.prepare(found.raw).run(await turn(text, who), deps);
    },
    subscriptions: async () => {
      const rows = await store.read((reads) =>
        reads.subscriptions.listForChannel(CLIENT_APP, CHANNEL_ID, "team"),
      );
      return rows.map(({ id, ghArtifactName, state, settings }) => ({
        id,
        name: ghArtifactName,
        state,
        features: settings.features,
      }));
    },
    close: () => store.cleanup(),
  };
}

async function newTurn(store: TestStore, text: string, who: string): Promise<CommandTurn> {
  const known = await store.read((reads) => reads.users.findByAad("tenant", `aad-${who}`));
  if (known === undefined) await connect(store, { accessToken: who }, { name: who });
  const reference = {
    tenantId: "tenant",
    teamId: "team",
    channelId: CHANNEL_ID,
    type: "channel",
    serviceUrl: "https://smba.trafficmanager.net/emea/",
    name: "General",
  } as const;
  const { user, row, conversation } = await store.transaction(async (tx) => ({
    user: await tx.users.findByAad("tenant", `aad-${who}`),
    conversation: await tx.conversations.ensure(reference),
    row: await tx.users
      .findByAad("tenant", `aad-${who}`)
      .then((found) => (found === undefined ? undefined : tx.githubUsers.findByUser(CLIENT_APP, found.id))),
  }));
  if (user === undefined || row === undefined) throw new Error("nobody is connected");
  return {
    jobId: newId(),
    jobHolder: "holder",
    actor: {
      userId: user.id,
      person: user,
      isAdmin: false,
      github: { id: row.id, ghUserId: row.ghUserId, ghLogin: row.ghLogin },
    },
    place: { conversationId: conversation.id, reference },
    mentions: [],
    source: "typed",
    signal: new AbortController().signal,
    text,
  };
}

function parseTarget(text: string): GitHubTarget {
  const [owner = "", name] = text.split("/");
  return name === undefined ? { kind: "owner", owner } : { kind: "repository", owner, name };
}

function fakePerson(github: FakeGitHub): GitHubPerson {
  const ask = asked(github, "person");
  const contoso = {
    id: "1",
    login: "contoso",
    type: "Organization",
    htmlUrl: "https://github.com/contoso",
  } as const;
  return githubPerson({
    findAccount: async (login) => ask("findAccount", login === "contoso" ? contoso : undefined),
    findRepository: async (owner, name) =>
      ask("findRepository", byName(github.seenByPerson, `${owner}/${name}`)),
    findRepositoryById: async (id) => ask("findRepositoryById", byId(github.seenByPerson, id)),
    listInstallationIds: async () => ask("listInstallationIds", github.installationsOfPerson),
  });
}

function fakeApp(github: FakeGitHub): GitHubApp {
  const ask = asked(github, "app");
  return {
    getSelf: () => Promise.reject(new Error("not asked")),
    findRepositoryInstallation: async (owner, name) =>
      ask("findRepositoryInstallation", byName(github.seenByApp, `${owner}/${name}`) && github.installation),
    findAccountInstallation: async () => ask("findAccountInstallation", github.installation),
    findInstallation: async () => ask("findInstallation", github.installation),
    listInstallations: async () => [],
    installUrl: () => "https://github.com/apps/ployst/installations/new",
    asInstallation: () => ({
      findRepository: async (owner, name) =>
        ask("findRepository", byName(github.seenByApp, `${owner}/${name}`)),
      findRepositoryById: async (id) => ask("findRepositoryById", byId(github.seenByApp, id)),
      findAccountById: async (id) =>
        ask("findAccountById", {
          id,
          login: "contoso",
          type: "Organization",
          htmlUrl: "https://github.com/contoso",
        } as const),
      listRepositories: async () => ask("listRepositories", github.listed?.map(toListed)),
    }),
  };
}

function toListed({ id, fullName, htmlUrl, ownerId, ownerLogin }: GitHubRepository): ListedRepository {
  const owner = { id: ownerId, login: ownerLogin, htmlUrl: `https://github.com/${ownerLogin}` };
  return { id, fullName, htmlUrl, owner };
}

function asked(github: FakeGitHub, who: string): <T>(call: string, answer: T) => T {
  return (call, answer) => {
    github.calls.push(`${who}.${call}`);
    if (github.failure !== undefined) throw github.failure;
    return answer;
  };
}

function byName(all: readonly GitHubRepository[], name: string): GitHubRepository | undefined {
  return all.find((one) => one.fullName.toLowerCase() === name.toLowerCase());
}

function byId(all: readonly GitHubRepository[], id: string): GitHubRepository | undefined {
  return all.find((one) => one.id === id);
}

function textOfMessage(message: Message): string {
  if (!isCard(message)) return message.text;
  const { text, ...others } = message.data;
  return typeof text === "string" ? `${text}\n${JSON.stringify(others)}` : JSON.stringify(message.data);
}

/** What a person would read of an answer. */
export function textOf(answer: Reply): string {
  switch (answer.kind) {
    case "messages":
      return answer.messages.map(textOfMessage).join("\n--\n");
    case "pending":
      return isCard(answer.message) ? answer.message.card : answer.message.text;
    case "replace-card":
      return `${answer.content.card} ${JSON.stringify(answer.content.data)}`;
    case "failure":
      return answer.fault.sentence;
    case "dialog":
    case "recorded":
      return "";
  }
}
