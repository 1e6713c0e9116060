import { newId } from "../../../core/ids.ts";
import type { GitHostKeysReader, GitHostKeysRecord, GitHostKeysRepository } from "../contract/index.ts";
import { readNames, writeJson } from "../json-text.ts";
import { gitHostKeys } from "../models/git-host-keys.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

export function createGitHostKeysReader(session: Session): GitHostKeysReader {
  const table = session.table(gitHostKeys);
  return {
    find: async (host) => {
      const row = await table.findOne({ host });
      return row && toHostKeysRecord(row);
    },
  };
}

export function createGitHostKeysRepository(session: Session): GitHostKeysRepository {
  const reader = createGitHostKeysReader(session);
  const table = session.table(gitHostKeys);
  return {
    ...reader,
    pin: async (host, publicKeys) => {
      const known = await reader.find(host);
      if (known !== undefined) return known;
      // Two first contacts at once break the unique key; the loser's transaction is run again and finds these.
      await table.insert({ id: newId(), host, publicKeys: writeJson(publicKeys) });
      return { host, publicKeys: [...publicKeys], createdAt: session.clock.now() };
    },
    forget: async (host) => (await table.delete({ host })) === 1,
  };
}

type Row = Pick<RowIn<typeof gitHostKeys>, "host" | "publicKeys" | "createdAt">;

function toHostKeysRecord({ host, publicKeys, createdAt }: Row): GitHostKeysRecord {
  return { host, publicKeys: readNames(publicKeys), createdAt };
}
