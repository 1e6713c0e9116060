import type { Passwords } from "../../adapters/passwords/contract/index.ts";
import type { RegistrationRecord, Store } from "../../adapters/store/contract/index.ts";
import { MINUTE, SECOND, type Clock } from "../../core/clock.ts";
import { hashOf } from "../../core/secret.ts";
import { endSession, openSession, type OpenedSession, type Session, type SessionOrigin } from "./sessions.ts";
import { networkOf, type Throttle } from "./sessions-throttle.ts";

export interface LoginDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly passwords: Pick<Passwords, "matches">;
  readonly clock: Clock;
  readonly accountThrottle: Throttle;
  readonly addressThrottle: Throttle;
  readonly countLogin: (origin: SessionOrigin, outcome: LoginOutcome["kind"]) => void;
}

export interface LoginAttempt {
  readonly email: string;
  readonly password: string;
  readonly origin: SessionOrigin;
  /** What the browser or program calls itself. */
  readonly client: string;
  readonly remoteAddress: string;
  /** A browser in which this address signed in before: strangers' tries don't slow it down. */
  readonly knownDevice?: string | undefined;
  /** The session that the browser had: the new one takes its place. */
  readonly replaces?: Pick<Session, "id" | "user"> | undefined;
}

export type LoginOutcome =
  | { readonly kind: "done"; readonly session: OpenedSession }
  /** The same for an unknown address, a wrong password and an account that has ended. */
  | { readonly kind: "wrong" }
  | { readonly kind: "throttled"; readonly until: Date };

const LONGEST_EMAIL = 254;

/** The address as accounts keep it. */
export function readEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** Takes as long, and answers the same, whether there is such an account or not. */
export async function logIn(attempt: LoginAttempt, deps: LoginDeps): Promise<LoginOutcome> {
  const outcome = await tryLogin(attempt, deps);
  deps.countLogin(attempt.origin, outcome.kind);
  return outcome;
}

async function tryLogin(attempt: LoginAttempt, deps: LoginDeps): Promise<LoginOutcome> {
  const email = readEmail(attempt.email);
  if (email === "" || email.length > LONGEST_EMAIL) return { kind: "wrong" };
  const account = `${hashOf(email)}/${attempt.knownDevice ?? ""}`;
  const address = networkOf(attempt.remoteAddress);
  const until = deps.accountThrottle.blockedUntil(account) ?? deps.addressThrottle.blockedUntil(address);
  if (until !== undefined) return { kind: "throttled", until };
  deps.accountThrottle.count(account);
  deps.addressThrottle.count(address);
  const registration = await findMatching(email, attempt.password, deps);
  const session = registration && (await open(registration, attempt, deps));
  if (session === undefined) return { kind: "wrong" };
  deps.accountThrottle.forget(account);
  deps.addressThrottle.giveBack(address);
  return { kind: "done", session };
}

interface Candidate {
  readonly registration: RegistrationRecord;
  readonly bcryptHash: string | undefined;
}

/** Every candidate (one a tenant) is tried to the end; where there is none, the work is done for nobody. */
async function findMatching(
  email: string,
  password: string,
  { store, passwords }: LoginDeps,
): Promise<Candidate | undefined> {
  const candidates = await store.read(async (reads) => {
    const registrations = await reads.registrations.listActivatedByEmail(email);
    const found: Candidate[] = [];
    for (const registration of registrations)
      found.push({
        registration,
        bcryptHash: await reads.registrations.findPasswordHash(registration.id),
      });
    return found;
  });
  if (candidates.length === 0) await passwords.matches(password, undefined);
  let match: Candidate | undefined;
  for (const candidate of candidates)
    if ((await passwords.matches(password, candidate.bcryptHash)) && match === undefined) match = candidate;
  return match;
}

/** Undefined when the password was changed, or the person ended, while it was compared. */
async function open(
  { registration: { id, userId }, bcryptHash }: Candidate,
  { origin, client, replaces }: LoginAttempt,
  { store, clock }: LoginDeps,
): Promise<OpenedSession | undefined> {
  return store.transaction(async (tx) => {
    const registration = await tx.registrations.find(id);
    const user = await tx.users.find(registration?.userId ?? userId);
    if (user?.state !== "active" || (await tx.registrations.findPasswordHash(id)) !== bcryptHash)
      return undefined;
    if (replaces !== undefined) await endSession(tx, replaces);
    return openSession(tx, user, { origin, client }, clock);
  });
}

export function secondsUntil(until: Date, clock: Clock): number {
  return Math.max(1, Math.ceil((until.getTime() - clock.now().getTime()) / SECOND));
}

/** How long somebody has to wait, in words. */
export function waitWords(until: Date, clock: Clock): string {
  const minutes = Math.ceil((secondsUntil(until, clock) * SECOND) / MINUTE);
  return minutes === 1 ? "a minute" : `${String(minutes)} minutes`;
}
