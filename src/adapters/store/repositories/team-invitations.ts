import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type {
  InvitationState,
  TeamInvitationReader,
  TeamInvitationRecord,
  TeamInvitationRepository,
  Transition,
} from "../contract/index.ts";
import { teamInvitations } from "../models/team-invitations.ts";
import type { Session } from "../session.ts";
import { idAfter, type Change, type Where } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";

type InvitationColumns = (typeof teamInvitations)["columns"];

export function createTeamInvitationReader(session: Session): TeamInvitationReader {
  const table = session.table(teamInvitations);
  const findOne = async (where: Where<InvitationColumns>): Promise<TeamInvitationRecord | undefined> => {
    const row = await table.findOne(where, [["id", "DESC"]]);
    return row && toInvitationRecord(row);
  };
  const listPage = async (where: Where<InvitationColumns>, limit: number): Promise<TeamInvitationRecord[]> =>
    (await table.list({ where, order: [["id", "ASC"]], limit })).map(toInvitationRecord);
  const pending = { state: "pending" } as const;
  return {
    find: (id) => findOne({ id }),
    findByTokenHash: (tokenHash) => findOne({ tokenHash }),
    findPendingByEmail: (teamId, email) => findOne({ teamId, email: email.toLowerCase(), ...pending }),
    findPendingByRecipient: (teamId, recipientId) => findOne({ liveKey: liveKey(teamId, recipientId) }),
    findLatestByEmail: (teamId, email) => findOne({ teamId, email: email.toLowerCase() }),
    listPendingByTeam: (teamId, { after = "", limit }) =>
      listPage(idAfter<InvitationColumns>({ teamId, ...pending }, after), limit),
    listPendingByRecipient: (recipientId, { after = "", limit }) =>
      listPage(idAfter<InvitationColumns>({ recipientId, ...pending }, after), limit),
    listDueForExpiry: async (now, limit) => {
      const where = { ...pending, expiresAt: { [Op.lte]: now } };
      return (await table.list({ where, order: [["expiresAt", "ASC"]], limit })).map(toInvitationRecord);
    },
  };
}

export function createTeamInvitationRepository(session: Session): TeamInvitationRepository {
  const table = session.table(teamInvitations);
  const end = (
    id: string,
    to: InvitationState,
    change: Change<InvitationColumns> = {},
    when: Where<InvitationColumns> = {},
  ): Promise<Transition<InvitationState> | undefined> =>
    moveState({
      find: () => table.findOne({ id }),
      from: ["pending"],
      to,
      write: (state) =>
        table.update({ [Op.and]: [{ id, state }, when] }, { ...change, state: to, liveKey: id }),
    });
  const inTime = () => ({ expiresAt: { [Op.gt]: session.clock.now() } });
  return {
    ...createTeamInvitationReader(session),
    create: async ({ teamId, creatorId, recipientId, email, surname, tokenHash, expiresAt, ...place }) => {
      const row = {
        id: newId(),
        ...toPlace(place),
        ...{ teamId, creatorId, recipientId, surname, tokenHash, expiresAt },
        email: email.toLowerCase(),
        liveKey: liveKey(teamId, recipientId),
        state: "pending",
        ...NOTHING_YET,
      } as const;
      return unlessTaken(session, async (inner) => {
        await inner.table(teamInvitations).insert(row);
        return toInvitationRecord(row);
      });
    },
    markSent: async (id) => {
      await table.update({ id, sentAt: null }, { sentAt: session.clock.now() });
    },
    accept: (id) => end(id, "accepted", { acceptedAt: session.clock.now() }, inTime()),
    decline: (id) => end(id, "declined", { declinedAt: session.clock.now() }, inTime()),
    revoke: (id) => end(id, "revoked", { revokedAt: session.clock.now() }),
    expire: (id) => end(id, "expired", {}, { expiresAt: { [Op.lte]: session.clock.now() } }),
    resend: async (id, { tokenHash, expiresAt, ...place }) => {
      const known = await table.findOne({ id });
      if (known === undefined) return undefined;
      const key = liveKey(known.teamId, known.recipientId);
      return unlessTaken(session, (inner) =>
        moveState<InvitationState>({
          find: () => Promise.resolve(known),
          from: ["pending", "expired"],
          to: "pending",
          write: (state) =>
            inner
              .table(teamInvitations)
              .update(
                { id, state },
                { ...toPlace(place), state: "pending", tokenHash, expiresAt, liveKey: key, sentAt: null },
              ),
        }),
      );
    },
  };
}

const NOTHING_YET = { sentAt: null, acceptedAt: null, declinedAt: null, revokedAt: null };

function toPlace({ conversationId = null, threadRootId = null }: Partial<NullablePlace>): NullablePlace {
  return { conversationId, threadRootId };
}

function liveKey(teamId: string, recipientId: string): string {
  return `${teamId}/${recipientId}`;
}

type NullablePlace = Pick<Row, "conversationId" | "threadRootId">;
type Row = Omit<RowIn<typeof teamInvitations>, "createdAt" | "updatedAt">;

function toInvitationRecord(row: Row): TeamInvitationRecord {
  const { id, teamId, creatorId, recipientId, email, surname, state, expiresAt } = row;
  const { conversationId, threadRootId, sentAt, acceptedAt, declinedAt, revokedAt } = row;
  return {
    ...{ id, teamId, creatorId, recipientId, email, surname, state, expiresAt },
    ...(conversationId !== null && { conversationId }),
    ...(threadRootId !== null && { threadRootId }),
    ...(sentAt !== null && { sentAt }),
    ...(acceptedAt !== null && { acceptedAt }),
    ...(declinedAt !== null && { declinedAt }),
    ...(revokedAt !== null && { revokedAt }),
  };
}
