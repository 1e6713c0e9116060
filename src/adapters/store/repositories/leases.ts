import { Op } from "sequelize";
import type { LeaseRecord, LeaseRepository } from "../contract/index.ts";
import { leases } from "../models/leases.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

const FREE = { holder: "", until: new Date(0) };

export function createLeaseRepository(session: Session): LeaseRepository {
  const table = session.table(leases);
  const swap = async (known: LeaseRecord, next: LeaseRecord): Promise<LeaseRecord | undefined> => {
    const { name, holder, fence } = known;
    const met = await table.update({ name, holder, fence }, { ...next });
    return met === 1 ? next : undefined;
  };
  return {
    acquire: async (name, holder, now, until) => {
      const known = await table.findOne({ name });
      if (known === undefined) {
        const first = { name, holder, fence: 1, until };
        // Two first holders at once: the later transaction is run again and finds the lease taken.
        await table.insert(first);
        return first;
      }
      if (known.holder === holder) return swap(known, { name, holder, fence: known.fence, until });
      if (known.holder !== "" && known.until >= now) return undefined;
      return swap(known, { name, holder, fence: known.fence + 1, until });
    },
    release: async (name, holder) => {
      await table.update({ name, holder }, FREE);
    },
    find: async (name) => {
      const row = await table.findOne({ name, holder: { [Op.ne]: "" } });
      return row && toLeaseRecord(row);
    },
  };
}

function toLeaseRecord({ name, holder, fence, until }: RowIn<typeof leases>): LeaseRecord {
  return { name, holder, fence, until };
}
