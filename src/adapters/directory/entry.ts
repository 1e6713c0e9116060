import { EqualityFilter, type Client, type Entry } from "ldapts";
import type { DirectoryEntry } from "./contract/index.ts";

/** The entry below `base` whose attribute has this value; the value is a value, whatever characters it has. */
export async function findOne(
  client: Client,
  base: string,
  attribute: string,
  value: string,
  attributes: readonly string[],
): Promise<Entry | undefined> {
  const filter = new EqualityFilter({ attribute, value });
  const { searchEntries } = await client.search(base, {
    scope: "sub",
    filter,
    sizeLimit: 2,
    attributes: [...attributes],
  });
  return searchEntries[0];
}

/** ldapts gives `[]` for nothing, a string for one value and an array for several. */
export function valuesOf(entry: Entry, attribute: string): readonly string[] {
  const values = entry[attribute] ?? [];
  return (Array.isArray(values) ? values : [values]).map(String);
}

export function toDirectoryEntry(entry: Entry, keyAttribute: string): DirectoryEntry {
  const [number] = valuesOf(entry, "uidNumber");
  return {
    dn: entry.dn,
    uidNumber: number === undefined ? undefined : Number(number),
    loginShell: valuesOf(entry, "loginShell")[0] ?? "",
    sshPublicKeys: valuesOf(entry, keyAttribute),
  };
}
