import { newId } from "../../../core/ids.ts";
import type { CardReader, CardRecord, CardRepository } from "../contract/index.ts";
import { readObject, writeJson } from "../json-text.ts";
import { cards } from "../models/cards.ts";
import { anyOf, inParts } from "../batches.ts";
import type { Session } from "../session.ts";
import { ROWS_PER_STATEMENT } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { pruneCards } from "./resting-cards.ts";

/** An event has one subject, seldom a few. */
const SUBJECTS_PER_STATEMENT = 20;

type Row = RowIn<typeof cards>;

export function createCardReader(session: Session): CardReader {
  const table = session.table(cards);
  return {
    find: async (conversationId, subjectKey) => {
      const row = await table.findOne({ conversationId, subjectKey });
      return row && toCardRecord(row);
    },
    findByRoot: async (conversationId, rootActivityId) => {
      if (rootActivityId === "") return undefined;
      const row = await table.findOne({ conversationId, rootActivityId });
      return row && toCardRecord(row);
    },
    listBySubjects: async (subjectKeys, conversationIds) => {
      const found: CardRecord[] = [];
      for (const subjects of inParts(subjectKeys, SUBJECTS_PER_STATEMENT)) {
        const size = Math.floor(ROWS_PER_STATEMENT / subjects.length);
        for (const part of inParts(conversationIds, size)) {
          const where = { conversationId: anyOf(part), subjectKey: anyOf(subjects) };
          found.push(...(await table.list({ where })).map(toCardRecord));
        }
      }
      return found;
    },
  };
}

export function createCardRepository(session: Session): CardRepository {
  const table = session.table(cards);
  const nextVersion = table.plus("version", 1);
  return {
    ...createCardReader(session),
    create: async ({ conversationId, subjectKey, facts, renderedHash, rootState }) => {
      const row = {
        id: newId(),
        conversationId,
        subjectKey,
        rootActivityId: "",
        state: rootState,
        facts: writeJson(facts),
        renderedHash,
        version: 1,
      };
      await table.insert(row);
      return toCardRecord(row);
    },
    update: async ({ id, version }, { facts, renderedHash, rootState }) => {
      const met = await table.update(
        { id, version },
        {
          version: version + 1,
          ...(facts !== undefined && { facts: writeJson(facts) }),
          ...(renderedHash !== undefined && { renderedHash }),
          ...(rootState !== undefined && { state: rootState }),
        },
      );
      return met === 1;
    },
    recordRoot: async (conversationId, subjectKey, rootActivityId) => {
      const root =
        rootActivityId === undefined
          ? ({ rootActivityId: "", state: "unaddressable" } as const)
          : ({ rootActivityId, state: "posted" } as const);
      await table.update({ conversationId, subjectKey }, { ...root, version: nextVersion });
    },
    forgetRoot: async (conversationId, subjectKey) => {
      const root = { rootActivityId: "", state: "none" } as const;
      await table.update({ conversationId, subjectKey }, { ...root, version: nextVersion });
    },
    prune: (resting, limit) => pruneCards(session, resting, limit),
  };
}

function toCardRecord(row: Omit<Row, "createdAt" | "updatedAt">): CardRecord {
  const { id, conversationId, subjectKey, rootActivityId, state, facts, renderedHash, version } = row;
  return {
    id,
    conversationId,
    subjectKey,
    ...(rootActivityId !== "" && { rootActivityId }),
    rootState: state,
    facts: readObject(facts),
    renderedHash,
    version,
  };
}
