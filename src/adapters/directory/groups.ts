import {
  AlreadyExistsError,
  Attribute,
  Change,
  EqualityFilter,
  NoSuchAttributeError,
  ObjectClassViolationError,
  TypeOrValueExistsError,
  type Client,
} from "ldapts";
import type { DirectoryConfig } from "../../config/directory.ts";
import type { DirectoryGroup } from "./contract/index.ts";
import { toDn } from "./dn.ts";
import { findOne } from "./entry.ts";

type GroupConfig = Pick<DirectoryConfig, "groupStyle" | "peopleDn"> & { readonly groupsDn: string };

export async function addMember(
  client: Client,
  { name, gidNumber }: DirectoryGroup,
  uid: string,
  config: GroupConfig,
): Promise<void> {
  const member = memberOf(uid, config);
  try {
    await client.add(toDn("cn", name, config.groupsDn), {
      objectClass:
        config.groupStyle === "rfc2307" ? ["top", "posixGroup"] : ["top", "groupOfNames", "posixGroup"],
      cn: name,
      gidNumber: String(gidNumber),
      [member.type]: member.values.map(String),
    });
    return;
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
  try {
    await client.modify(
      toDn("cn", name, config.groupsDn),
      new Change({ operation: "add", modification: member }),
    );
  } catch (error) {
    if (!(error instanceof TypeOrValueExistsError)) throw error;
  }
}

export async function removeMember(
  client: Client,
  name: string,
  uid: string,
  config: GroupConfig,
): Promise<void> {
  const found = await findOne(client, config.groupsDn, "cn", name, ["cn"]);
  if (found === undefined) return;
  try {
    const modification = memberOf(uid, config);
    await client.modify(found.dn, new Change({ operation: "delete", modification }));
  } catch (error) {
    if (error instanceof NoSuchAttributeError) return;
    // A group of names can't be empty (RFC 4519, 3.5): with its last member it goes, and the next one makes it anew.
    if (!(error instanceof ObjectClassViolationError)) throw error;
    await client.del(found.dn);
  }
}

/** Out of every group. */
export async function removeFromAll(client: Client, uid: string, config: GroupConfig): Promise<void> {
  const { type, values } = memberOf(uid, config);
  const { searchEntries } = await client.search(config.groupsDn, {
    scope: "sub",
    filter: new EqualityFilter({ attribute: type, value: String(values[0]) }),
    attributes: ["cn"],
  });
  for (const { dn, cn } of searchEntries)
    if (dn !== "") await removeMember(client, Array.isArray(cn) ? String(cn[0]) : String(cn), uid, config);
}

function memberOf(uid: string, { groupStyle, peopleDn }: GroupConfig): Attribute {
  return groupStyle === "rfc2307"
    ? new Attribute({ type: "memberUid", values: [uid] })
    : new Attribute({ type: "member", values: [toDn("uid", uid, peopleDn)] });
}
