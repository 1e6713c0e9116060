import type {
  AccessRecord,
  RegistrationRecord,
  Store,
  Transaction,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import { hashOf, newSecret } from "../../core/secret.ts";

/** Without use for so long a session ends. */
const IDLE_MS = 12 * HOUR;
/** However much it is used. */
export const SESSION_MS = 7 * DAY;
/** Use is written down this often at most. */
const TOUCH_MS = 5 * MINUTE;
const SECRET = /^[\w-]{43}$/;
const MOST_OF_A_NAME = 100;

/** Where a session was opened; whatever holds it may use all of what it opens. */
export type SessionOrigin = "page" | "api";

export interface OpenedSession {
  readonly id: string;
  /** Known to its holder alone: the cookie, or the bearer token. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** A person who signed in with the password, while the account lasts. */
export interface Session {
  readonly id: string;
  readonly user: UserRecord;
  readonly registration: RegistrationRecord;
  readonly expiresAt: Date;
}

export interface SessionDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly clock: Clock;
}

/** Opens a session in the transaction that found its reason; `client` is what the browser or program calls itself. */
export async function openSession(
  tx: Transaction,
  user: Pick<UserRecord, "id" | "tenantId">,
  from: { readonly origin: SessionOrigin; readonly client: string },
  clock: Clock,
): Promise<OpenedSession> {
  const secret = newSecret();
  const expiresAt = addMilliseconds(clock.now(), IDLE_MS);
  const { id } = await tx.webSessions.create({
    userId: user.id,
    name: from.client.slice(0, MOST_OF_A_NAME),
    scopes: [from.origin],
    expiresAt,
    tokenHash: hashOf(secret),
  });
  await recordSession(tx, { id, user, verb: "created", data: { origin: from.origin } });
  return { id, secret, expiresAt };
}

/** The live session of that secret; undefined also for a person or an account that has ended. */
export async function findSession(
  secret: string | undefined,
  { store, clock }: SessionDeps,
): Promise<Session | undefined> {
  if (secret === undefined || !SECRET.test(secret)) return undefined;
  const found = await store.read(async (reads) => {
    const access = await reads.webSessions.findLive(hashOf(secret));
    if (access === undefined) return undefined;
    const user = await reads.users.find(access.userId);
    const registration = await reads.registrations.findByUser(access.userId);
    if (user?.state !== "active" || registration?.hasPassword !== true) return undefined;
    return { access, user, registration };
  });
  if (found === undefined) return undefined;
  const { access, user, registration } = found;
  const expiresAt = await prolong(access, { store, clock });
  return expiresAt === undefined ? undefined : { id: access.id, user, registration, expiresAt };
}

/** Undefined when it is over, however much it was used. */
async function prolong(access: AccessRecord, { store, clock }: SessionDeps): Promise<Date | undefined> {
  const now = clock.now();
  const end = addMilliseconds(access.createdAt, SESSION_MS);
  if (end <= now) return undefined;
  const touchedAt = access.lastUsedAt ?? access.createdAt;
  if (now.getTime() - touchedAt.getTime() < TOUCH_MS) return access.expiresAt;
  const idle = addMilliseconds(now, IDLE_MS);
  const expiresAt = idle < end ? idle : end;
  await store.transaction((tx) => tx.webSessions.touch(access.id, expiresAt));
  return expiresAt;
}

/** Ends one; nothing happens when it has ended. */
export async function endSession(tx: Transaction, session: Pick<Session, "id" | "user">): Promise<void> {
  if (!(await tx.webSessions.revoke(session.id, session.user.id))) return;
  await recordSession(tx, { ...session, verb: "ended" });
}

/** Ends all of the person's but this one; answers how many. */
export async function endOtherSessions(
  tx: Transaction,
  session: Pick<Session, "id" | "user">,
): Promise<number> {
  const ended = await tx.webSessions.revokeAll(session.user.id, session.id);
  if (ended > 0) await recordSession(tx, { ...session, verb: "others_ended", data: { ended } });
  return ended;
}

async function recordSession(
  tx: Transaction,
  event: {
    readonly id: string;
    readonly user: Pick<UserRecord, "id" | "tenantId">;
    readonly verb: string;
    readonly data?: { readonly origin: SessionOrigin } | { readonly ended: number };
  },
): Promise<void> {
  await tx.events.record({
    actorType: "user",
    actorId: event.user.id,
    tenantId: event.user.tenantId,
    entityType: "session",
    entityId: event.id,
    verb: event.verb,
    ...(event.data && { data: event.data }),
  });
}
