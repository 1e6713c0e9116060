import type { ChatPerson } from "../../../core/conversation.ts";
import type { LinkResult } from "../contract/index.ts";
import { users } from "../models/users.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import { createEventRepository } from "./events.ts";
import { moveBelongings } from "./move-belongings.ts";
import { moveMemberships } from "./move-memberships.ts";
import { moveOperations } from "./move-operations.ts";
import { moveRegistration } from "./move-registration.ts";
import { linkKey, toUserRecord } from "./user-record.ts";

type Row = RowIn<typeof users>;

const REFUSED = { outcome: "refused" } as const;

/** UserRepository.linkToTeams. */
export async function linkToTeams(
  session: Session,
  unlinkedId: string,
  person: ChatPerson,
): Promise<LinkResult> {
  const table = session.table(users);
  const unlinked = await lockUnlinked(session, unlinkedId, person.tenantId);
  if (unlinked === undefined || person.aadObjectId === "") return REFUSED;
  const known = await table.findOne({ linkKey: linkKey(person.tenantId, person.aadObjectId) });
  if (known === undefined) return link(session, unlinked, person);
  if (known.state !== "active" || !(await moveRegistration(session, unlinkedId, known.id))) return REFUSED;
  return merge(session, unlinked, known, person);
}

/** The unlinked user; a write of nothing new keeps it so until the commit. */
async function lockUnlinked(session: Session, id: string, tenantId: string): Promise<Row | undefined> {
  const table = session.table(users);
  const unlinked = { id, tenantId, linkKey: id, state: "active" } as const;
  return (await table.update(unlinked, {})) === 1 ? table.findOne({ id }) : undefined;
}

async function link(session: Session, unlinked: Row, person: ChatPerson): Promise<LinkResult> {
  const { tenantId, aadObjectId, teamsUserId } = person;
  const change = {
    aadObjectId,
    teamsUserId,
    linkKey: linkKey(tenantId, aadObjectId),
    displayName: person.displayName === "" ? unlinked.displayName : person.displayName,
  };
  await session.table(users).update({ id: unlinked.id }, change);
  await createEventRepository(session).record({ ...eventOf(unlinked, unlinked.id), verb: "linked" });
  return { outcome: "linked", user: toUserRecord({ ...unlinked, ...change }) };
}

async function merge(session: Session, unlinked: Row, known: Row, person: ChatPerson): Promise<LinkResult> {
  await moveMemberships(session, unlinked.id, known.id);
  await moveBelongings(session, unlinked.id, known.id);
  await moveOperations(session, unlinked.id, known.id);
  const change = { ...profileOf(unlinked, known), ...shownAs(person, known) };
  const table = session.table(users);
  await table.update({ id: unlinked.id }, { state: "disabled" });
  await table.update({ id: known.id }, change);
  const { id } = known;
  await createEventRepository(session).recordMany([
    { ...eventOf(known, id), verb: "linked", data: { from: unlinked.id } },
    {
      ...eventOf(unlinked, id),
      ...{ verb: "merged", fromState: "active", toState: "disabled", data: { into: id } },
    },
  ]);
  return { outcome: "merged", user: toUserRecord({ ...known, ...change }) };
}

/** What the row that stays knows of the person afterwards: its own, unless it is missing or the other's is verified. */
function profileOf(unlinked: Row, known: Row) {
  const takesEmail =
    known.email === "" || (unlinked.emailVerifiedAt !== null && known.emailVerifiedAt === null);
  const { email, emailVerifiedAt } = takesEmail ? unlinked : known;
  return {
    email,
    emailVerifiedAt,
    surname: known.surname === "" ? unlinked.surname : known.surname,
    currentTeamId: known.currentTeamId === "" ? unlinked.currentTeamId : known.currentTeamId,
    isAdmin: known.isAdmin || unlinked.isAdmin,
  };
}

function shownAs({ displayName, teamsUserId }: ChatPerson, known: Row) {
  return {
    displayName: displayName === "" ? known.displayName : displayName,
    teamsUserId: teamsUserId === "" ? known.teamsUserId : teamsUserId,
  };
}

function eventOf({ id, tenantId }: Row, actorId: string) {
  return { actorType: "user", actorId, tenantId, entityType: "user", entityId: id } as const;
}
