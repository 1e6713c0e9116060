import { z } from "zod";
import { newId } from "../../../core/ids.ts";
import type {
  EnvironmentReader,
  EnvironmentRecord,
  EnvironmentRepository,
  Variables,
} from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { readJson, readNames, writeJson } from "../json-text.ts";
import { environments } from "../models/environments.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import { isReferred, listReferrers } from "./environment-referrers.ts";

type Row = RowIn<typeof environments>;

/** As a list: read as an object a variable called `__proto__` would be lost. */
const entriesSchema = z.array(z.tuple([z.string(), z.string()]));

export function createEnvironmentReader(session: Session): EnvironmentReader {
  const table = session.table(environments);
  const open = ({ id, variables }: Pick<Row, "id" | "variables">): Variables => {
    const opened = rowSecrets(session.vault, environments.name, id).open("variables", variables);
    return opened === undefined ? {} : Object.fromEntries(readJson(entriesSchema, opened));
  };
  const listByIds = async (ids: readonly string[]): Promise<readonly EnvironmentRecord[]> => {
    const found: EnvironmentRecord[] = [];
    for (const part of inParts(ids)) {
      const rows = await table.listColumns(RECORD_COLUMNS, { where: { id: anyOf(part) } });
      found.push(...rows.map(toEnvironmentRecord));
    }
    return found;
  };
  return {
    find: async (id) => (await listByIds([id]))[0],
    listByIds,
    findVariables: async (id) => {
      const row = await table.findOne({ id });
      return row && open(row);
    },
    listVariables: async (ids) => {
      const opened = new Map<string, Variables>();
      for (const part of inParts(ids)) {
        const rows = await table.listColumns(["id", "variables"], { where: { id: anyOf(part) } });
        for (const row of rows) opened.set(row.id, open(row));
      }
      return opened;
    },
    listReferrers: (id) => listReferrers(session, id),
  };
}

export function createEnvironmentRepository(session: Session): EnvironmentRepository {
  const table = session.table(environments);
  const reader = createEnvironmentReader(session);
  const seal = (id: string, variables: Variables): string | null =>
    rowSecrets(session.vault, environments.name, id).seal("variables", writeJson(Object.entries(variables)));
  return {
    ...reader,
    create: async ({ teamId, name = "", variables }) => {
      const id = newId();
      const row = { id, teamId, name, names: namesOf(variables), variables: seal(id, variables), version: 1 };
      await table.insert(row);
      return toEnvironmentRecord(row);
    },
    setVariables: async (id, version, variables) => {
      const change = { names: namesOf(variables), variables: seal(id, variables), version: version + 1 };
      return (await table.update({ id, version }, change)) === 1 ? reader.find(id) : undefined;
    },
    hold: async (id) => (await table.update({ id }, {})) === 1,
    removeUnreferred: async (id) => {
      // Held before it is looked at: who begins to refer to it waits, and then finds that it is gone.
      if ((await table.update({ id }, {})) === 0 || (await isReferred(session, id))) return false;
      return (await table.delete({ id })) === 1;
    },
  };
}

const RECORD_COLUMNS = ["id", "teamId", "name", "names", "version"] as const;

function namesOf(variables: Variables): string {
  return writeJson(Object.keys(variables).toSorted());
}

function toEnvironmentRecord(row: Pick<Row, (typeof RECORD_COLUMNS)[number]>): EnvironmentRecord {
  const { id, teamId, name, names, version } = row;
  return { id, teamId, name, names: readNames(names), version };
}
