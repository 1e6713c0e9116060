import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type {
  EventPage,
  EventReader,
  EventRecord,
  EventRepository,
  EventTimes,
  NewEvent,
} from "../contract/index.ts";
import { readObject, writeJson } from "../json-text.ts";
import { events } from "../models/events.ts";
import type { Session } from "../session.ts";
import type { Where } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type EventWhere = Where<(typeof events)["columns"]>;

export function createEventReader(session: Session): EventReader {
  const table = session.table(events);
  const listPage = async (
    about: EventWhere,
    { before, limit, ...times }: EventPage & EventTimes,
  ): Promise<readonly EventRecord[]> => {
    const cursor = before === undefined ? undefined : await table.findOne({ id: before });
    const rows = await table.list({
      where: { [Op.and]: [about, during(times), cursor === undefined ? {} : olderThan(cursor)] },
      order: [
        ["at", "DESC"],
        ["id", "DESC"],
      ],
      limit,
    });
    return rows.map(toEventRecord);
  };
  return {
    listByEntity: (entityType, entityId, page) => listPage({ entityType, entityId }, page),
    listByTeam: async (teamId, page) => (teamId === "" ? [] : listPage({ teamId }, page)),
    listByActor: (actorId, page) => listPage({ actorId }, page),
    listByTenant: (tenantId, page) => listPage({ tenantId }, page),
  };
}

export function createEventRepository(session: Session): EventRepository {
  const table = session.table(events);
  const recordMany = async (added: readonly NewEvent[]): Promise<void> => {
    const at = session.clock.now();
    await table.insertMany(added.map((event) => toRow(event, at)));
  };
  return {
    ...createEventReader(session),
    record: (event) => recordMany([event]),
    recordMany,
  };
}

function during({ since, until }: EventTimes): EventWhere {
  if (since === undefined && until === undefined) return {};
  return { at: { ...(since && { [Op.gte]: since }), ...(until && { [Op.lt]: until }) } };
}

function olderThan({ at, id }: { readonly at: Date; readonly id: string }): EventWhere {
  return { at: { [Op.lte]: at }, [Op.or]: [{ at: { [Op.lt]: at } }, { id: { [Op.lt]: id } }] };
}

function toRow(event: NewEvent, at: Date): RowIn<typeof events> {
  return {
    id: newId(),
    at,
    actorType: event.actorType,
    actorId: event.actorId,
    tenantId: event.tenantId ?? "",
    teamId: event.teamId ?? "",
    entityType: event.entityType,
    entityId: event.entityId,
    verb: event.verb,
    fromState: event.fromState ?? "",
    toState: event.toState ?? "",
    data: writeJson(event.data ?? {}),
    correlationId: event.correlationId ?? "",
  };
}

function toEventRecord({ data, ...row }: RowIn<typeof events>): EventRecord {
  return { ...row, data: readObject(data) };
}
