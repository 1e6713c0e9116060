import { Op } from "sequelize";
import type { ChatPerson } from "../../../core/conversation.ts";
import { newId } from "../../../core/ids.ts";
import type { UserReader, UserRecord, UserRepository } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { users } from "../models/users.ts";
import type { Session } from "../session.ts";
import { idAfter, type NewRow } from "../table.ts";
import { createEventRepository } from "./events.ts";
import { createJobRepository } from "./jobs.ts";
import { linkToTeams } from "./link-users.ts";
import { linkKey, toUserRecord } from "./user-record.ts";

type NewUser = NewRow<(typeof users)["columns"]>;

export function createUserReader(session: Session): UserReader {
  const table = session.table(users);
  return {
    findByAad: async (tenantId, aadObjectId) => {
      const row = await table.findOne({ linkKey: linkKey(tenantId, aadObjectId) });
      return row && toUserRecord(row);
    },
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toUserRecord(row);
    },
    listByIds: async (ids) => {
      const found: UserRecord[] = [];
      for (const part of inParts(ids))
        found.push(...(await table.list({ where: { id: anyOf(part) } })).map(toUserRecord));
      return found;
    },
    findByTeamsUser: async (tenantId, teamsUserId) => {
      if (teamsUserId === "") return undefined;
      const row = await table.findOne({ tenantId, teamsUserId, state: "active" });
      return row && toUserRecord(row);
    },
    findByEmail: async (tenantId, email) => {
      if (email === "") return undefined;
      const active = { tenantId, email: email.toLowerCase(), state: "active" };
      const verified = { ...active, emailVerifiedAt: { [Op.ne]: null } };
      // Anybody in Teams may claim an address: until it is verified it says nothing about whose it is.
      const row =
        (await table.findOne(verified, [["emailVerifiedAt", "ASC"]])) ??
        (await table.findOne({ ...active, aadObjectId: "" }, [["id", "ASC"]]));
      return row && toUserRecord(row);
    },
    listAdmins: async ({ after = "", limit }) => {
      const where = idAfter<(typeof users)["columns"]>({ isAdmin: true, state: "active" }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toUserRecord);
    },
  };
}

export function createUserRepository(session: Session): UserRepository {
  const table = session.table(users);
  const reader = createUserReader(session);
  const create = async (row: NewUser, actorId: string): Promise<UserRecord> => {
    await table.insert(row);
    await createEventRepository(session).record({
      actorType: "user",
      actorId,
      tenantId: row.tenantId,
      entityType: "user",
      entityId: row.id,
      verb: "created",
      toState: row.state,
    });
    await queueFirstJob(session, row.id);
    return toUserRecord(row);
  };
  return {
    ...reader,
    ensure: async (person) => {
      const known = await reader.findByAad(person.tenantId, person.aadObjectId);
      if (known === undefined) {
        const row = newTeamsUser(person);
        return create(row, row.id);
      }
      const displayName = person.displayName === "" ? known.displayName : person.displayName;
      const teamsUserId = person.teamsUserId === "" ? known.teamsUserId : person.teamsUserId;
      if (displayName === known.displayName && teamsUserId === known.teamsUserId) return known;
      await table.update({ id: known.id }, { displayName, teamsUserId });
      return { ...known, displayName, teamsUserId };
    },
    createUnlinked: ({ tenantId, email, surname }, invitedBy) => {
      const id = newId();
      const profile = { email: email.toLowerCase(), surname, displayName: surname };
      return create({ ...NO_PROFILE, id, linkKey: id, tenantId, ...profile }, invitedBy);
    },
    linkToTeams: (unlinkedId, person) => linkToTeams(session, unlinkedId, person),
    setCurrentTeam: async (id, currentTeamId) => {
      await table.update({ id }, { currentTeamId });
    },
    setPersonalConversation: async (id, personalConversationId) => {
      await table.update({ id }, { personalConversationId });
    },
    markServicesShown: async (id) => {
      const servicesShownAt = session.clock.now();
      return (await table.update({ id, servicesShownAt: null }, { servicesShownAt })) === 1;
    },
    setProfile: async (id, { surname, email }) => {
      if (surname !== undefined) await table.update({ id }, { surname });
      if (email === undefined) return;
      const address = email.toLowerCase();
      await table.update({ id, email: { [Op.ne]: address } }, { email: address, emailVerifiedAt: null });
    },
    verifyEmail: async (id, email) => {
      const emailVerifiedAt = session.clock.now();
      return (
        email !== "" && (await table.update({ id, email: email.toLowerCase() }, { emailVerifiedAt })) === 1
      );
    },
    setAdmin: async (id, isAdmin) => (await table.update({ id, isAdmin: !isAdmin }, { isAdmin })) === 1,
  };
}

async function queueFirstJob(session: Session, userId: string): Promise<void> {
  if (session.newUserJob === undefined) return;
  const { kind, wake } = session.newUserJob;
  const { id } = await createJobRepository(session).create({ kind, targetId: userId });
  session.afterCommit(() => {
    wake([id]);
  });
}

const NO_PROFILE = {
  aadObjectId: "",
  teamsUserId: "",
  surname: "",
  email: "",
  emailVerifiedAt: null,
  isAdmin: false,
  currentTeamId: "",
  personalConversationId: null,
  servicesShownAt: null,
  state: "active",
} as const;

function newTeamsUser({ tenantId, aadObjectId, teamsUserId, displayName }: ChatPerson): NewUser {
  const key = linkKey(tenantId, aadObjectId);
  return { ...NO_PROFILE, id: newId(), tenantId, aadObjectId, teamsUserId, linkKey: key, displayName };
}
