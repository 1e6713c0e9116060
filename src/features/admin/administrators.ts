import type { Reads, Store, Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { toLine } from "../../core/plain-text.ts";

/** What a change of administrators came to; `text` is for the terminal. */
export interface AdminOutcome {
  readonly isDone: boolean;
  readonly text: string;
}

export interface AdministratorDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  /** Entra tenant ids in which people are looked for. */
  readonly tenants: readonly string[];
  /** Entra object ids in ADMIN_USERS: whoever stands there administers, whatever is granted or revoked. */
  readonly named: readonly string[];
}

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const PAGE = 500;
const NAME_LENGTH = 100;

/** Makes a person an administrator of this Ployst, with the event. */
export function grantAdmin(who: string, deps: AdministratorDeps): Promise<AdminOutcome> {
  return change(who, true, deps);
}

/** Takes that back, with the event. Who stands in ADMIN_USERS administers all the same, and that is said. */
export function revokeAdmin(who: string, deps: AdministratorDeps): Promise<AdminOutcome> {
  return change(who, false, deps);
}

/** Everybody who administers, a line each. */
export async function listAdmins({ store, named }: AdministratorDeps): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let after = ""; ;) {
    const page = await store.read((reads) => reads.users.listAdmins({ after, limit: PAGE }));
    lines.push(...page.map((user) => `${sayPerson(user)}, granted`));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.id;
  }
  return [...lines, ...named.map((id) => `${id}, named in ADMIN_USERS`)];
}

async function change(who: string, isAdmin: boolean, deps: AdministratorDeps): Promise<AdminOutcome> {
  return deps.store.transaction(async (tx) => {
    const found = await find(tx, who, deps.tenants);
    if (typeof found === "string") return { isDone: false, text: found };
    const isChanged = await tx.users.setAdmin(found.id, isAdmin);
    if (isChanged) await recordChange(tx, found, isAdmin);
    return { isDone: true, text: sayChange(found, isAdmin, isChanged, deps) };
  });
}

async function recordChange(tx: Transaction, user: UserRecord, isAdmin: boolean): Promise<void> {
  await tx.events.record({
    actorType: "component",
    actorId: "ployst admin",
    tenantId: user.tenantId,
    entityType: "user",
    entityId: user.id,
    verb: isAdmin ? "admin_granted" : "admin_revoked",
  });
}

/** The one person who is meant, or why there is none. */
async function find(
  reads: Pick<Reads, "users">,
  given: string,
  tenants: readonly string[],
): Promise<UserRecord | string> {
  const who = given.trim().toLowerCase();
  const isId = GUID.test(who);
  if (!isId && !ADDRESS.test(who))
    return `${JSON.stringify(given)} is neither an e-mail address nor an Entra object id. Nothing was changed.`;
  if (tenants.length === 0)
    return "there is no tenant to look in without MICROSOFT_APP_ID. Say which: --tenant <Entra tenant id>.";
  const users: UserRecord[] = [];
  for (const tenant of tenants) {
    const user = isId
      ? await reads.users.findByAad(tenant, who)
      : await findByProvedAddress(reads, tenant, who);
    if (user?.state === "active") users.push(user);
  }
  const [user, another] = users;
  if (another !== undefined)
    return `${who} is somebody in several tenants. Say which: --tenant <Entra tenant id>.`;
  if (user !== undefined) return user;
  return isId
    ? `nobody with the Entra object id ${who} has talked to the bot yet. Have them say something to it, or name them in ADMIN_USERS.`
    : `nobody has proved that ${toLine(who, NAME_LENGTH)} is theirs. Give their Entra object id instead.`;
}

/** An address that somebody merely claims, or was invited by, makes nobody an administrator. */
async function findByProvedAddress(
  reads: Pick<Reads, "users">,
  tenant: string,
  address: string,
): Promise<UserRecord | undefined> {
  const user = await reads.users.findByEmail(tenant, address);
  return user?.emailVerifiedAt === undefined || user.aadObjectId === "" ? undefined : user;
}

function sayChange(
  user: UserRecord,
  isAdmin: boolean,
  isChanged: boolean,
  { named }: AdministratorDeps,
): string {
  const state = isAdmin ? "administers this Ployst" : "administers this Ployst no longer";
  const isNamed = named.some((id) => id.toLowerCase() === user.aadObjectId.toLowerCase());
  const note = !isAdmin && isNamed ? " by grant, but still by ADMIN_USERS" : "";
  return `${sayPerson(user)} ${state}${note}${isChanged ? "" : " (as before)"}.`;
}

function sayPerson({ displayName, email, aadObjectId }: UserRecord): string {
  const name = toLine(displayName === "" ? email : displayName, NAME_LENGTH);
  return `${name} (${aadObjectId})`;
}
