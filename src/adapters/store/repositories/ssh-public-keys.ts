import { newId } from "../../../core/ids.ts";
import type { SshPublicKeyReader, SshPublicKeyRecord, SshPublicKeyRepository } from "../contract/index.ts";
import { sshPublicKeys } from "../models/ssh-public-keys.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";

export function createSshPublicKeyReader(session: Session): SshPublicKeyReader {
  const table = session.table(sshPublicKeys);
  return {
    list: async (userId) => {
      const rows = await table.list({ where: { userId, deletedAt: null }, order: [["id", "ASC"]] });
      return rows.map(toKeyRecord);
    },
    findByFingerprint: async (userId, fingerprint) => {
      const row = await table.findOne({ liveKey: sshKeyKey(userId, fingerprint) });
      return row && toKeyRecord(row);
    },
  };
}

export function createSshPublicKeyRepository(session: Session): SshPublicKeyRepository {
  const table = session.table(sshPublicKeys);
  return {
    ...createSshPublicKeyReader(session),
    add: async ({ userId, type, publicKey, fingerprint, comment }) => {
      const row = {
        id: newId(),
        ...{ userId, type, publicKey, fingerprint, comment },
        liveKey: sshKeyKey(userId, fingerprint),
        deletedAt: null,
      };
      return unlessTaken(session, async (inner) => {
        await inner.table(sshPublicKeys).insert(row);
        return toKeyRecord({ ...row, createdAt: session.clock.now() });
      });
    },
    remove: async (id, userId) => {
      const deletedAt = session.clock.now();
      return (await table.update({ id, userId, deletedAt: null }, { deletedAt, liveKey: id })) === 1;
    },
  };
}

/** What is unique while the key isn't removed. */
export function sshKeyKey(userId: string, fingerprint: string): string {
  return `${userId}/${fingerprint}`;
}

function toKeyRecord(row: Omit<RowIn<typeof sshPublicKeys>, "updatedAt">): SshPublicKeyRecord {
  const { id, userId, type, publicKey, fingerprint, comment, createdAt } = row;
  return { id, userId, type, publicKey, fingerprint, comment, createdAt };
}
