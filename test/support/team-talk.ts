import type {
  ClickResult,
  FakeConversation,
  FakeMessage,
  FakePerson,
} from "../../demo/teams/connector/index.ts";
import type { TeamRecord } from "../../src/adapters/store/index.ts";
import { readable, startChat, type Chat, type Heard } from "./chat.ts";

const ADMIN_USERS = "6c2f1b9e-7d35-4f0a-9b52-0d3f0e6f7a11";

/** People who talk to the bot about teams. */
export interface TeamTalk {
  /** Of the block's tests; made before the first of them. Ada administers this Ployst. */
  readonly at: () => Chat & { readonly ada: FakePerson };
  /** A name that no team has. */
  readonly fresh: () => string;
  readonly newChannel: () => FakeConversation;
  readonly person: (name: string) => FakePerson;
  /** Says it, with `@{0}` for each of the people, in their own chat unless told where, and waits for the answer. */
  readonly tell: (
    from: FakePerson,
    text: string,
    mentions?: readonly FakePerson[],
    where?: FakeConversation,
  ) => Promise<Heard>;
  readonly press: (from: FakePerson, message: FakeMessage, button: string) => Promise<ClickResult>;
  readonly pressed: (from: FakePerson, message: FakeMessage, button: string) => Promise<string>;
  readonly find: (name: string) => Promise<TeamRecord>;
  readonly verbs: (teamId: string) => Promise<readonly string[]>;
  /** As an accepted invitation leaves it. */
  readonly join: (who: FakePerson, name: string) => Promise<void>;
  /** A new team's name. */
  readonly create: (owner: FakePerson, ...members: readonly FakePerson[]) => Promise<string>;
}

/** One Ployst for all tests of the block around it. */
export function useTeamTalk(): TeamTalk {
  let started: (Chat & { readonly ada: FakePerson }) | undefined;
  let count = 0;
  const at: TeamTalk["at"] = () => {
    if (started === undefined) throw new Error("not started yet");
    return started;
  };
  before(async () => {
    const chat = await startChat({ env: { ADMIN_USERS } });
    started = { ...chat, ada: chat.teams.person({ name: "Ada Admin", aadObjectId: ADMIN_USERS }) };
  });
  after(() => at().close());

  const tell: TeamTalk["tell"] = async (from, text, mentions = [], where = at().teams.personalChat(from)) => {
    const before = new Set(where.threads.flatMap((root) => [root, ...root.replies]).map(({ id }) => id));
    const { activityId } = await at().teams.say(from, where, text, { mentions: [...mentions] });
    return at().teams.world.waitFor(() => {
      const thread = where.threads.find(({ id }) => id === activityId);
      const answers = where.type === "channel" ? (thread?.replies ?? []) : where.threads;
      const message = answers.find(({ id, from: sender }) => sender === "bot" && !before.has(id));
      if (message === undefined || thread === undefined) return undefined;
      return { text: readable(message), message, thread };
    });
  };
  const press: TeamTalk["press"] = (from, message, button) =>
    at().teams.clickButton(from, message.id, button);
  const find: TeamTalk["find"] = async (name) => {
    const { app, ada } = at();
    const team = await app.parts.store.read((reads) => reads.teams.findByName(ada.tenantId, name));
    if (team === undefined) throw new Error(`no team ${name}`);
    return team;
  };
  const join: TeamTalk["join"] = async (who, name) => {
    const team = await find(name);
    await at().app.parts.store.transaction(async (tx) => {
      const { id, tenantId, aadObjectId, name: displayName } = who;
      const user = await tx.users.ensure({ tenantId, aadObjectId, teamsUserId: id, displayName });
      const member = { teamId: team.id, userId: user.id, role: "user", permissions: [] } as const;
      await tx.teamMembers.create({ ...member, state: "active" });
    });
  };
  const fresh = (): string => `Team ${String((count += 1))}`;
  return {
    ...{ at, fresh, tell, press, find, join },
    newChannel: () => at().teams.channel(`channel-${fresh()}`),
    person: (name) => at().teams.person({ name }),
    pressed: async (from, message, button) => JSON.stringify(await press(from, message, button)),
    verbs: async (teamId) => {
      const times = { since: new Date(0), until: new Date("2100-01-01") };
      const events = await at().app.parts.store.read((reads) =>
        reads.events.listByTeam(teamId, { limit: 100, ...times }),
      );
      return events.map(({ entityType, verb }) => `${entityType}.${verb}`).toSorted();
    },
    create: async (owner, ...members) => {
      const name = fresh();
      const { text } = await tell(owner, `team create ${name}`);
      if (!text.startsWith("✅")) throw new Error(text);
      for (const member of members) await join(member, name);
      return name;
    },
  };
}
