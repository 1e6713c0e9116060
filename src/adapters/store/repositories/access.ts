import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { AccessReader, AccessRecord, AccessRepository } from "../contract/index.ts";
import { pruneById } from "../batches.ts";
import { readNames, writeJson } from "../json-text.ts";
import type { apiTokens } from "../models/api-tokens.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

// API tokens and web sessions differ in who holds the secret, not in how it is kept.
type AccessTable = typeof apiTokens;

export function createAccessReader(session: Session, definition: AccessTable): AccessReader {
  const table = session.table(definition);
  const live = () => ({ revokedAt: null, expiresAt: { [Op.gt]: session.clock.now() } });
  return {
    findLive: async (tokenHash) => {
      const row = await table.findOne({ tokenHash, ...live() });
      return row && toAccessRecord(row);
    },
    listLive: async (userId) => {
      const rows = await table.list({ where: { userId, ...live() }, order: [["id", "ASC"]] });
      return rows.map(toAccessRecord);
    },
  };
}

export function createAccessRepository(session: Session, definition: AccessTable): AccessRepository {
  const table = session.table(definition);
  const now = () => session.clock.now();
  return {
    ...createAccessReader(session, definition),
    create: async ({ userId, name, scopes, expiresAt, tokenHash }) => {
      const kept = { id: newId(), userId, name, expiresAt, lastUsedAt: null };
      await table.insert({ ...kept, scopes: writeJson(scopes), tokenHash, revokedAt: null });
      return toAccessRecord({ ...kept, scopes: writeJson(scopes), createdAt: now() });
    },
    touch: async (id, expiresAt) => {
      await table.update({ id, revokedAt: null }, { lastUsedAt: now(), ...(expiresAt && { expiresAt }) });
    },
    revoke: async (id, userId) =>
      (await table.update({ id, userId, revokedAt: null }, { revokedAt: now() })) === 1,
    revokeAll: (userId, exceptId = "") =>
      table.update({ userId, revokedAt: null, id: { [Op.ne]: exceptId } }, { revokedAt: now() }),
    prune: (before, limit) => pruneById(table, { expiresAt: { [Op.lt]: before } }, limit),
  };
}

type Fields = Omit<RowIn<AccessTable>, "tokenHash" | "revokedAt" | "updatedAt">;

function toAccessRecord({
  id,
  userId,
  name,
  scopes,
  expiresAt,
  createdAt,
  lastUsedAt,
}: Fields): AccessRecord {
  return {
    ...{ id, userId, name, scopes: readNames(scopes), expiresAt, createdAt },
    ...(lastUsedAt !== null && { lastUsedAt }),
  };
}
