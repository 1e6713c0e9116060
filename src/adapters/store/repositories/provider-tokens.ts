import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { ProviderTokenReader, ProviderTokenRecord, ProviderTokenRepository } from "../contract/index.ts";
import { providerTokens } from "../models/provider-tokens.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import { moveState } from "../transitions.ts";

const LIVING = { state: { [Op.in]: ["issued", "refreshed"] } };
const EXPIRED = { state: "expired", value: null } as const;

export function createProviderTokenReader(session: Session): ProviderTokenReader {
  const table = session.table(providerTokens);
  return {
    find: async (teamMemberId, cloudId, key) => {
      const row = await table.findOne({ teamMemberId, cloudId, key });
      return row && toTokenRecord(row);
    },
    findValue: async (id) => {
      const row = await table.findOne({ id, ...LIVING, expiresAt: { [Op.gt]: session.clock.now() } });
      return row && rowSecrets(session.vault, providerTokens.name, id).open("value", row.value);
    },
    listLiving: async (teamMemberId, limit) => {
      const where = { teamMemberId, ...LIVING };
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toTokenRecord);
    },
    listDueForExpiry: async (now, limit) => {
      const where = { ...LIVING, expiresAt: { [Op.lte]: now } };
      return (await table.list({ where, order: [["expiresAt", "ASC"]], limit })).map(toTokenRecord);
    },
  };
}

export function createProviderTokenRepository(session: Session): ProviderTokenRepository {
  const table = session.table(providerTokens);
  return {
    ...createProviderTokenReader(session),
    save: async ({ teamMemberId, cloudId, key, value, expiresAt }) => {
      const known = await table.findOne({ teamMemberId, cloudId, key });
      const id = known?.id ?? newId();
      const sealed = rowSecrets(session.vault, providerTokens.name, id).seal("value", value);
      if (known === undefined) {
        const row = { id, teamMemberId, cloudId, key, value: sealed, expiresAt, state: "issued" } as const;
        await table.insert(row);
        return toTokenRecord(row);
      }
      const state = known.state === "expired" ? "issued" : "refreshed";
      await table.update({ id }, { value: sealed, expiresAt, state });
      return toTokenRecord({ ...known, expiresAt, state });
    },
    expire: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["issued", "refreshed"],
        to: "expired",
        write: (state) => table.update({ id, state }, EXPIRED),
      }),
    expireByMember: (teamMemberId) => table.update({ teamMemberId, ...LIVING }, EXPIRED),
  };
}

type Fields = Pick<RowIn<typeof providerTokens>, keyof ProviderTokenRecord>;

function toTokenRecord({ id, teamMemberId, cloudId, key, state, expiresAt }: Fields): ProviderTokenRecord {
  return { id, teamMemberId, cloudId, key, state, expiresAt };
}
