import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { ScheduleReader, ScheduleRecord, ScheduleRepository } from "../contract/index.ts";
import { readObject, writeJson } from "../json-text.ts";
import { schedules } from "../models/schedules.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

const UNTROUBLED = { missingSince: null, warnedAt: null };

export function createScheduleReader(session: Session): ScheduleReader {
  const table = session.table(schedules);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toScheduleRecord(row);
    },
    listForConversation: async (conversationId) => {
      const rows = await table.list({ where: { conversationId }, order: [["number", "ASC"]] });
      return rows.map(toScheduleRecord);
    },
    listDue: async (now, limit) => {
      const rows = await table.list({
        where: { state: "active", nextRunAt: { [Op.lte]: now } },
        order: [["nextRunAt", "ASC"]],
        limit,
      });
      return rows.map(toScheduleRecord);
    },
    nextDue: async () => (await table.least("nextRunAt", { state: "active" })) ?? undefined,
  };
}

export function createScheduleRepository(session: Session): ScheduleRepository {
  const table = session.table(schedules);
  return {
    ...createScheduleReader(session),
    create: async ({ filters, nextRunAt, ...schedule }) => {
      const [last] = await table.listColumn("number", {
        where: { conversationId: schedule.conversationId },
        order: [["number", "DESC"]],
        limit: 1,
      });
      const row = {
        id: newId(),
        ...schedule,
        number: (last ?? 0) + 1,
        filters: writeJson(filters),
        state: "active",
        stateReason: "",
        nextRunAt: nextRunAt ?? null,
        lastRunAt: null,
        ...UNTROUBLED,
      } as const;
      // Two that take one number break the unique key; the loser's transaction is run again.
      await table.insert(row);
      return toScheduleRecord(row);
    },
    advance: async (id, now, nextRunAt) => {
      const met = await table.update({ id, state: "active", nextRunAt: { [Op.lte]: now } }, { nextRunAt });
      return met === 1;
    },
    recordRun: async (id, lastRunAt, ghArtifactName) => {
      await table.update({ id }, { lastRunAt, ghArtifactName, ...UNTROUBLED });
    },
    recordMissing: async (id, missingSince) => {
      await table.update({ id }, { missingSince });
    },
    recordWarning: async (id, warnedAt) => {
      await table.update({ id }, { warnedAt });
    },
    halt: async (id, from, state, stateReason) =>
      (await table.update({ id, state: from }, { state, stateReason, nextRunAt: null })) === 1,
    resume: async (id, creatorId, nextRunAt) => {
      const change = { creatorId, state: "active", stateReason: "", nextRunAt, ...UNTROUBLED } as const;
      return (await table.update({ id, state: { [Op.in]: ["paused", "stopped"] } }, change)) === 1;
    },
    delete: async (id) => {
      await table.delete({ id });
    },
  };
}

function toScheduleRecord(row: Omit<RowIn<typeof schedules>, "createdAt" | "updatedAt">): ScheduleRecord {
  const { id, conversationId, number, creatorId, ghArtifactId, ghArtifactName, ghArtifactType } = row;
  const { days, timeOfDay, zone, filters, state, stateReason } = row;
  const { nextRunAt, lastRunAt, missingSince, warnedAt } = row;
  return {
    id,
    conversationId,
    number,
    creatorId,
    ghArtifactId,
    ghArtifactName,
    ghArtifactType,
    days,
    timeOfDay,
    zone,
    filters: readObject(filters),
    state,
    stateReason,
    ...(nextRunAt !== null && { nextRunAt }),
    ...(lastRunAt !== null && { lastRunAt }),
    ...(missingSince !== null && { missingSince }),
    ...(warnedAt !== null && { warnedAt }),
  };
}
