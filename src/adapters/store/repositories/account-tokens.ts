import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { AccountTokenRecord, AccountTokenRepository } from "../contract/index.ts";
import { pruneById } from "../batches.ts";
import { accountTokens } from "../models/account-tokens.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

export function createAccountTokenRepository(session: Session): AccountTokenRepository {
  const table = session.table(accountTokens);
  const live = () => ({ endedAt: null, expiresAt: { [Op.gt]: session.clock.now() } });
  return {
    create: async ({ userId, kind, tokenHash, expiresAt }) => {
      await table.update({ userId, kind, endedAt: null }, { endedAt: session.clock.now() });
      const row = { id: newId(), userId, kind, tokenHash, tries: 0, expiresAt, endedAt: null };
      await table.insert(row);
      return toTokenRecord(row);
    },
    findLive: async (kind, tokenHash) => {
      const row = await table.findOne({ kind, tokenHash, ...live() });
      return row && toTokenRecord(row);
    },
    findLiveByUser: async (kind, userId) => {
      const row = await table.findOne({ kind, userId, ...live() }, [["id", "DESC"]]);
      return row && toTokenRecord(row);
    },
    countTry: async (id, maxTries) => {
      await table.update({ id }, { tries: table.plus("tries", 1) });
      const tries = (await table.findOne({ id }))?.tries ?? maxTries;
      if (tries >= maxTries) await table.update({ id, endedAt: null }, { endedAt: session.clock.now() });
      return tries;
    },
    use: async (id) => (await table.update({ id, ...live() }, { endedAt: session.clock.now() })) === 1,
    prune: (before, limit) => pruneById(table, { expiresAt: { [Op.lt]: before } }, limit),
  };
}

type Fields = Pick<RowIn<typeof accountTokens>, keyof AccountTokenRecord>;

function toTokenRecord({ id, userId, kind, tries, expiresAt }: Fields): AccountTokenRecord {
  return { id, userId, kind, tries, expiresAt };
}
