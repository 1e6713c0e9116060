import { Op } from "sequelize";
import { z } from "zod";
import { newId } from "../../../core/ids.ts";
import type { InstallationReader, InstallationRecord, InstallationRepository } from "../contract/index.ts";
import { readJson, writeJson } from "../json-text.ts";
import { chatopsinstallation } from "../models/chatopsinstallation.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

type Row = RowIn<typeof chatopsinstallation>;

const permissionsSchema = z.record(z.string(), z.string());

export function createInstallationReader(session: Session): InstallationReader {
  const table = session.table(chatopsinstallation);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toInstallationRecord(row);
    },
    findByGitHubId: async (clientAppId, ghInstallationId) => {
      const row = await table.findOne({ clientAppId, ghInstallationId });
      return row && toInstallationRecord(row);
    },
    findByAccount: async (clientAppId, ghAccountId) => {
      // An account that removed the App and installed it again has several rows: the live one, else the newest.
      const account = { clientAppId, ghAccountId };
      const row =
        (await table.findOne({ ...account, deletedAt: null }, [["updatedAt", "DESC"]])) ??
        (await table.findOne({ ...account, deletedAt: { [Op.ne]: null } }, [["updatedAt", "DESC"]]));
      return row && toInstallationRecord(row);
    },
  };
}

export function createInstallationRepository(session: Session): InstallationRepository {
  const table = session.table(chatopsinstallation);
  return {
    ...createInstallationReader(session),
    save: async (installation) => {
      const { clientAppId, ghInstallationId, permissions, suspendedAt, deletedAt, ...told } = installation;
      const known = await table.findOne({ clientAppId, ghInstallationId });
      const values = {
        ...told,
        permissions: writeJson(permissions),
        suspendedAt: suspendedAt ?? null,
        deletedAt: deletedAt ?? null,
      };
      const id = known?.id ?? newId();
      if (known === undefined) await table.insert({ id, clientAppId, ghInstallationId, ...values });
      else await table.update({ id }, values);
      return { id, ...installation };
    },
    markDeleted: async (clientAppId, ghInstallationId) => {
      await table.update({ clientAppId, ghInstallationId }, { deletedAt: session.clock.now() });
    },
    setSuspended: async (clientAppId, ghInstallationId, suspendedAt) => {
      await table.update({ clientAppId, ghInstallationId }, { suspendedAt: suspendedAt ?? null });
    },
  };
}

function toInstallationRecord(row: Row): InstallationRecord {
  const { id, clientAppId, ghInstallationId, ghAccountId, ghAccountLogin } = row;
  const { accountType, repositorySelection } = row;
  return {
    id,
    clientAppId,
    ghInstallationId,
    ghAccountId,
    ghAccountLogin,
    accountType,
    repositorySelection,
    permissions: readJson(permissionsSchema, row.permissions),
    ...(row.suspendedAt !== null && { suspendedAt: row.suspendedAt }),
    ...(row.deletedAt !== null && { deletedAt: row.deletedAt }),
  };
}
