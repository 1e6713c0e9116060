import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import { anyOf, inParts } from "../batches.ts";
import type {
  ConnectionStanding,
  GitHubTokens,
  GitHubUserReader,
  GitHubUserRecord,
  GitHubUserRepository,
} from "../contract/index.ts";
import { chatopsgithubuser } from "../models/chatopsgithubuser.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

type Row = RowIn<typeof chatopsgithubuser>;
type TokenColumns = Pick<Row, "accessToken" | "refreshToken" | "expiresAt" | "refreshExpiresAt">;

const NO_TOKENS: TokenColumns = {
  accessToken: null,
  refreshToken: null,
  expiresAt: null,
  refreshExpiresAt: null,
};

export function createGitHubUserReader(session: Session): GitHubUserReader {
  const table = session.table(chatopsgithubuser);
  return {
    findByUser: async (clientAppId, userId) => {
      const row = await table.findOne({ clientAppId, userId }, [["updatedAt", "DESC"]]);
      return row && toGitHubUserRecord(row);
    },
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toGitHubUserRecord(row);
    },
    listByGitHubUser: async (clientAppId, ghUserId) => {
      const rows = await table.listAll({ clientAppId, ghUserId });
      return rows.map(toGitHubUserRecord);
    },
    listStanding: async (ids) => {
      const found: ConnectionStanding[] = [];
      for (const part of inParts(ids)) {
        const where = { id: anyOf(part) };
        const rows = await table.listColumns(["id", "ghLogin", "state", "updatedAt"], { where });
        found.push(...rows.map(({ updatedAt, ...row }) => ({ ...row, since: updatedAt })));
      }
      return found;
    },
    findTokens: async (id) => {
      const row = await table.findOne({ id });
      return row && openTokens(session, row);
    },
  };
}

export function createGitHubUserRepository(session: Session): GitHubUserRepository {
  const table = session.table(chatopsgithubuser);
  return {
    ...createGitHubUserReader(session),
    connect: async ({ tokens, ...connection }) => {
      const { clientAppId, tenantId, teamsUserId } = connection;
      const known = await table.findOne({ clientAppId, tenantId, teamsUserId });
      const id = known?.id ?? newId();
      const values = { ...connection, ...sealTokens(session, id, tokens), state: "connected" } as const;
      const row = { ...values, ghLoginKey: connection.ghLogin.toLowerCase() };
      if (known === undefined) await table.insert({ id, ...row });
      else await table.update({ id }, row);
      return toGitHubUserRecord({ id, ...values });
    },
    saveTokens: async (id, tokens) => {
      // A refresh that ends after the person signed out must not bring the tokens back.
      await table.update({ id, state: { [Op.ne]: "revoked" } }, sealTokens(session, id, tokens));
    },
    expire: async (id) => (await table.update({ id, state: "connected" }, { state: "expired" })) === 1,
    setState: async (id, state) => {
      await table.update({ id }, state === "revoked" ? { state, ...NO_TOKENS } : { state });
    },
  };
}

function sealTokens(session: Session, id: string, tokens: GitHubTokens): TokenColumns {
  const secrets = rowSecrets(session.vault, chatopsgithubuser.name, id);
  return {
    accessToken: secrets.seal("accessToken", tokens.accessToken),
    refreshToken: secrets.seal("refreshToken", tokens.refreshToken),
    expiresAt: tokens.expiresAt ?? null,
    refreshExpiresAt: tokens.refreshExpiresAt ?? null,
  };
}

function openTokens(session: Session, row: Row): GitHubTokens | undefined {
  const secrets = rowSecrets(session.vault, chatopsgithubuser.name, row.id);
  const accessToken = secrets.open("accessToken", row.accessToken);
  if (accessToken === undefined) return undefined;
  const refreshToken = secrets.open("refreshToken", row.refreshToken);
  return { accessToken, ...(refreshToken !== undefined && { refreshToken }), ...expiries(row) };
}

function expiries(row: Pick<Row, "expiresAt" | "refreshExpiresAt">): {
  expiresAt?: Date;
  refreshExpiresAt?: Date;
} {
  return {
    ...(row.expiresAt !== null && { expiresAt: row.expiresAt }),
    ...(row.refreshExpiresAt !== null && { refreshExpiresAt: row.refreshExpiresAt }),
  };
}

function toGitHubUserRecord(row: Omit<Row, "ghLoginKey" | "createdAt" | "updatedAt">): GitHubUserRecord {
  const { id, userId, tenantId, clientAppId, teamsUserId, ghUserId, ghLogin, state } = row;
  return { id, userId, tenantId, clientAppId, teamsUserId, ghUserId, ghLogin, state, ...expiries(row) };
}
