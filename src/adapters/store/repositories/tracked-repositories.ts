import { newId } from "../../../core/ids.ts";
import type {
  RepositoryPlace,
  TrackedRepositoryReader,
  TrackedRepositoryRecord,
  TrackedRepositoryRepository,
} from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { trackedRepositories } from "../models/tracked-repositories.ts";
import type { Session } from "../session.ts";
import { idAfter } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type Columns = (typeof trackedRepositories)["columns"];
type Row = Omit<RowIn<typeof trackedRepositories>, "updatedAt">;

export function createTrackedRepositoryReader(session: Session): TrackedRepositoryReader {
  const table = session.table(trackedRepositories);
  return {
    find: async (userId, ghRepoId) => {
      const row = await table.findOne({ userId, ghRepoId });
      return row && toTrackedRecord(row);
    },
    findByName: async (userId, fullName) => {
      const row = await table.findOne({ userId, nameKey: fullName.toLowerCase() }, [["id", "DESC"]]);
      return row && toTrackedRecord(row);
    },
    list: async (userId, { after = "", limit }) => {
      const where = idAfter<Columns>({ userId }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toTrackedRecord);
    },
    listByRepository: async (ghRepoId, { after = "", limit }) => {
      const where = idAfter<Columns>({ ghRepoId }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toTrackedRecord);
    },
    count: (userId) => table.count({ userId }),
    listTrackedUrls: async (urls) => {
      const tracked = new Set<string>();
      for (const part of inParts(urls))
        for (const url of Object.keys(await table.countBy("url", { url: anyOf(part) }))) tracked.add(url);
      return tracked;
    },
  };
}

export function createTrackedRepositoryRepository(session: Session): TrackedRepositoryRepository {
  const table = session.table(trackedRepositories);
  const listOf = async (userId: string, ids: readonly string[]): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for (const part of inParts(ids))
      rows.push(...(await table.list({ where: { userId, ghRepoId: anyOf(part) }, order: [["id", "ASC"]] })));
    return rows;
  };
  return {
    ...createTrackedRepositoryReader(session),
    track: async (userId, repositories) => {
      const places = new Map(repositories.map((place) => [place.ghRepoId, place]));
      const known = await listOf(userId, [...places.keys()]);
      for (const { id, ghRepoId, ...row } of known) {
        const place = places.get(ghRepoId);
        places.delete(ghRepoId);
        if (place !== undefined && !isSamePlace(row, place)) await table.update({ id }, named(place));
      }
      const rows = [...places.values()].map((place) => ({ id: newId(), userId, ...named(place) }));
      // Somebody who tracks the same twice at once breaks the unique key; the loser's transaction is run again.
      await table.insertMany(rows);
      return rows.map((row) => toTrackedRecord({ ...row, createdAt: session.clock.now() }));
    },
    untrack: async (userId, ghRepoIds) => {
      const gone: TrackedRepositoryRecord[] = [];
      for (const row of await listOf(userId, ghRepoIds))
        // Of two who untrack it at once, only one did.
        if ((await table.delete({ id: row.id })) === 1) gone.push(toTrackedRecord(row));
      return gone;
    },
    rename: (place) => table.update({ ghRepoId: place.ghRepoId }, named(place)),
  };
}

function named({ ghRepoId, owner, name, url }: RepositoryPlace): RepositoryPlace & Pick<Row, "nameKey"> {
  return { ghRepoId, owner, name, nameKey: `${owner}/${name}`.toLowerCase(), url };
}

function isSamePlace(
  row: Pick<Row, "owner" | "name" | "url">,
  place: Pick<Row, "owner" | "name" | "url">,
): boolean {
  return row.owner === place.owner && row.name === place.name && row.url === place.url;
}

function toTrackedRecord(row: Omit<Row, "nameKey">): TrackedRepositoryRecord {
  const { id, userId, ghRepoId, owner, name, url, createdAt } = row;
  return { id, userId, ghRepoId, owner, name, url, createdAt };
}
