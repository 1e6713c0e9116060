import type { PosixAccount, RegistrationReader, RegistrationRecord } from "../contract/index.ts";
import { anyOf } from "../batches.ts";
import { registrations } from "../models/registrations.ts";
import type { Session } from "../session.ts";
import { idAfter, type Where } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type RegistrationColumns = (typeof registrations)["columns"];
type Row = Omit<RowIn<typeof registrations>, "createdAt" | "updatedAt">;

/** Activated and not ended. */
export const ACTIVATED = ["activated", "pre_posix", "posix", "pre_key", "valid"] as const;

const MOST_OF_ONE_ADDRESS = 10;

export function createRegistrationReader(session: Session): RegistrationReader {
  const table = session.table(registrations);
  const findOne = async (where: Where<RegistrationColumns>): Promise<RegistrationRecord | undefined> => {
    const row = await table.findOne(where);
    return row && toRegistrationRecord(row);
  };
  return {
    find: (id) => findOne({ id }),
    findByUser: (userId) => findOne({ userId }),
    listActivatedByEmail: async (emailAddress) => {
      const rows = await table.list({
        where: { emailAddress: emailAddress.toLowerCase(), state: anyOf(ACTIVATED) },
        order: [["id", "ASC"]],
        limit: MOST_OF_ONE_ADDRESS,
      });
      return rows.map(toRegistrationRecord);
    },
    findByPosixUid: (posixUid) => findOne({ posixUidKey: posixUid, posixUid }),
    listWaiting: async (state, { after = "", limit }) => {
      const where = idAfter<RegistrationColumns>({ state }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toRegistrationRecord);
    },
    findPasswordHash: async (id) => {
      const hash = (await table.findOne({ id }))?.bcryptHash;
      return hash === "" ? undefined : hash;
    },
  };
}

export function toRegistrationRecord(row: Row): RegistrationRecord {
  const { id, userId, tenantId, emailAddress, state, bcryptHash, ldapDn, ldapError } = row;
  return {
    ...{ id, userId, tenantId, emailAddress, state, ldapDn, ldapError },
    hasPassword: bcryptHash !== "",
    ...(row.posixUid !== "" && { posix: toPosixAccount(row) }),
  };
}

function toPosixAccount({ posixUid, uidNumber, gidNumber, homeDirectory, loginShell }: Row): PosixAccount {
  return { posixUid, uidNumber, gidNumber, homeDirectory, loginShell };
}
