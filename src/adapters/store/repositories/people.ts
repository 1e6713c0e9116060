import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import { anyOf, inParts } from "../batches.ts";
import type { KnownPerson, MappedPerson, PeopleReader, PeopleRepository } from "../contract/index.ts";
import { chatopsgithubuser } from "../models/chatopsgithubuser.ts";
import { githubPeople } from "../models/github-people.ts";
import { users } from "../models/users.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import type { Where } from "../table.ts";

const NOT_REVOKED = { [Op.ne]: "revoked" };

export function createPeopleReader(session: Session): PeopleReader {
  const mapped = session.table(githubPeople);
  return {
    listKnown: async ({ clientAppId, ids, logins }) => {
      const byId = await listConnections(session, "ghUserId", ids, clientAppId);
      const byLogin = await listConnections(session, "ghLoginKey", logins, clientAppId);
      const connected = await withNames(session, [...byId, ...byLogin]);
      const found: MappedPerson[] = [];
      for (const part of inParts(logins))
        found.push(...(await mapped.list({ where: { ghLoginKey: anyOf(part) } })).map(toMappedPerson));
      return [...connected, ...found.map(toKnown)];
    },
    listMapped: async (tenantId, limit) => {
      const rows = await mapped.list({ where: { tenantId }, order: [["ghLoginKey", "ASC"]], limit });
      return rows.map(toMappedPerson);
    },
    listConnected: async (clientAppId, tenantId, limit) => {
      const where = { clientAppId, tenantId, state: NOT_REVOKED };
      const order = [["id", "ASC"]] as const;
      return withNames(session, await session.table(chatopsgithubuser).list({ where, order, limit }));
    },
  };
}

export function createPeopleRepository(session: Session): PeopleRepository {
  const table = session.table(githubPeople);
  return {
    ...createPeopleReader(session),
    map: async (person) => {
      const ghLoginKey = person.ghLogin.toLowerCase();
      const known = await table.findOne({ ghLoginKey, tenantId: person.tenantId });
      const id = known?.id ?? newId();
      if (known === undefined) await table.insert({ id, ghLoginKey, ...person });
      else await table.update({ id }, { ...person });
      const { mappedBy: _, ...after } = person;
      return { ...(known && { before: toMappedPerson(known) }), after: { id, ...after } };
    },
    unmap: async (tenantId, ghLogin) => {
      const known = await table.findOne({ ghLoginKey: ghLogin.toLowerCase(), tenantId });
      if (known === undefined) return undefined;
      await table.delete({ id: known.id });
      return toMappedPerson(known);
    },
  };
}

type Connection = RowIn<typeof chatopsgithubuser>;

async function listConnections(
  session: Session,
  column: "ghUserId" | "ghLoginKey",
  values: readonly string[],
  clientAppId: string,
): Promise<readonly Connection[]> {
  const rows: Connection[] = [];
  for (const part of inParts(values)) {
    const where: Where<(typeof chatopsgithubuser)["columns"]> = {
      clientAppId,
      [column]: anyOf(part),
      state: NOT_REVOKED,
    };
    rows.push(...(await session.table(chatopsgithubuser).list({ where })));
  }
  return rows;
}

async function withNames(
  session: Session,
  connections: readonly Connection[],
): Promise<readonly KnownPerson[]> {
  const names = new Map<string, string>();
  for (const part of inParts(connections.map(({ userId }) => userId))) {
    const rows = await session
      .table(users)
      .listColumns(["id", "displayName"], { where: { id: anyOf(part) } });
    for (const { id, displayName } of rows) names.set(id, displayName);
  }
  const distinct = new Map(connections.map((connection) => [connection.id, connection]));
  return [...distinct.values()].map(({ userId, tenantId, teamsUserId, ghLogin, ghUserId }) => ({
    source: "signin",
    tenantId,
    teamsUserId,
    displayName: names.get(userId) ?? "",
    ghLogin,
    ghUserId,
  }));
}

function toKnown({ tenantId, teamsUserId, displayName, ghLogin }: MappedPerson): KnownPerson {
  return { source: "map", tenantId, teamsUserId, displayName, ghLogin, ghUserId: "" };
}

function toMappedPerson({
  id,
  tenantId,
  ghLogin,
  teamsUserId,
  displayName,
}: Pick<RowIn<typeof githubPeople>, keyof MappedPerson>): MappedPerson {
  return { id, tenantId, ghLogin, teamsUserId, displayName };
}
