import { Op } from "sequelize";
import type { PosixNumberRepository } from "../contract/index.ts";
import { posixNumbers } from "../models/posix-numbers.ts";
import type { Session } from "../session.ts";

export function createPosixNumberRepository(session: Session): PosixNumberRepository {
  const table = session.table(posixNumbers);
  return {
    take: async (sequence, { first, last }) => {
      const within = { [Op.gte]: first, [Op.lte]: last };
      while (first <= last) {
        // Whoever advances the row holds it until the commit: the next in line sees what this one left.
        const met = await table.update({ sequence, next: within }, { next: table.plus("next", 1) });
        const row = await table.findOne({ sequence });
        if (row === undefined) {
          // The first number ever. Of two that begin at once the later transaction is run again.
          await table.insert({ sequence, next: first + 1 });
          return first;
        }
        if (met === 1) return row.next - 1;
        if (row.next > last) return undefined;
        // The range begins later than it did; else somebody made the row a moment ago, and it is asked again.
        if (row.next >= first) continue;
        if ((await table.update({ sequence, next: row.next }, { next: first + 1 })) === 1) return first;
      }
      return undefined;
    },
  };
}
