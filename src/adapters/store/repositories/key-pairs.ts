import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type {
  KeyMaterial,
  KeyPairOwner,
  KeyPairReader,
  KeyPairRecord,
  KeyPairRepository,
} from "../contract/index.ts";
import { keyPairs } from "../models/key-pairs.ts";
import { cutName, nameKey } from "../name-key.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import { idAfter } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";

type Row = Omit<RowIn<typeof keyPairs>, "updatedAt">;

export function createKeyPairReader(session: Session): KeyPairReader {
  const table = session.table(keyPairs);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toKeyPairRecord(row);
    },
    findByName: async (owner, name) => {
      const row = await table.findOne({ liveKey: keyPairKey(owner, name) });
      return row && toKeyPairRecord(row);
    },
    listByOwner: async ({ ownerType, ownerId }, { after = "", limit }) => {
      const living = { ownerType, ownerId, state: { [Op.ne]: "revoked" } };
      const where = idAfter<(typeof keyPairs)["columns"]>(living, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toKeyPairRecord);
    },
    findPrivateKey: async (id) => {
      const row = await table.findOne({ id });
      return row && rowSecrets(session.vault, keyPairs.name, id).open("privateKey", row.privateKey);
    },
  };
}

export function createKeyPairRepository(session: Session): KeyPairRepository {
  const table = session.table(keyPairs);
  return {
    ...createKeyPairReader(session),
    create: ({ ownerType, ownerId, name, ...material }) => {
      const row = newPair(session, { ownerType, ownerId, name, replacesId: "" }, material);
      return unlessTaken(session, async (inner) => {
        await inner.table(keyPairs).insert(row);
        return toKeyPairRecord({ ...row, createdAt: session.clock.now() });
      });
    },
    rotate: async (id, material) => {
      const old = await table.findOne({ id });
      const met = await table.update({ id, state: "active" }, { state: "rotating", liveKey: id });
      if (old === undefined || met === 0) return undefined;
      const { ownerType, ownerId, name } = old;
      const row = newPair(session, { ownerType, ownerId, name, replacesId: id }, material);
      await table.insert(row);
      return toKeyPairRecord({ ...row, createdAt: session.clock.now() });
    },
    retire: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["active"],
        to: "rotating",
        write: (state) => table.update({ id, state }, { state: "rotating", liveKey: id }),
      }),
    revoke: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["active", "rotating"],
        to: "revoked",
        write: (state) => table.update({ id, state }, { state: "revoked", liveKey: id, privateKey: null }),
      }),
  };
}

/** What is unique while the pair is active. */
export function keyPairKey({ ownerType, ownerId }: KeyPairOwner, name: string): string {
  return `${ownerType}/${ownerId}/${nameKey(name)}`;
}

function newPair(
  session: Session,
  named: KeyPairOwner & Pick<KeyPairRecord, "name" | "replacesId">,
  { privateKey, algorithm, publicKey, fingerprint }: KeyMaterial,
): Omit<Row, "createdAt"> {
  const id = newId();
  return {
    id,
    ...named,
    name: cutName(named.name),
    liveKey: keyPairKey(named, named.name),
    ...{ algorithm, publicKey, fingerprint },
    privateKey: rowSecrets(session.vault, keyPairs.name, id).seal("privateKey", privateKey),
    state: "active",
  };
}

function toKeyPairRecord(row: Row): KeyPairRecord {
  const { id, ownerType, ownerId, name, algorithm, publicKey, fingerprint, state, replacesId } = row;
  const { createdAt } = row;
  return {
    ...{ id, ownerType, ownerId, name, algorithm, publicKey, fingerprint, state, replacesId },
    createdAt,
  };
}
