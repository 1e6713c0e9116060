import { faults } from "../../../core/errors.ts";
import type { HttpHandler } from "../../../core/http.ts";
import { endOtherSessions, type Session } from "../sessions.ts";
import { backTo, showSession, withSession } from "./account.ts";
import type { AccountProblems } from "./account-pages.ts";
import type { AccountWebDeps } from "./deps.ts";
import { waitWords } from "../sessions-login.ts";

/** `POST /account/password`: the new one for the old one; all other sessions end. */
export function changePassword(deps: AccountWebDeps): HttpHandler {
  return withSession(deps, async (request, session, fields) => {
    const given = { current: fields.get("current") ?? "", password: fields.get("password") ?? "" };
    const problems = await change(session, given, deps);
    return problems === undefined ? backTo("password") : showSession(request, session, problems, deps);
  });
}

async function change(
  session: Session,
  { current, password }: { readonly current: string; readonly password: string },
  deps: AccountWebDeps,
): Promise<AccountProblems | undefined> {
  const { user, registration } = session;
  const throttle = deps.login.accountThrottle;
  const key = `password/${user.id}`;
  const until = throttle.blockedUntil(key);
  if (until !== undefined)
    return { current: faults.LOGIN_THROTTLED({ wait: waitWords(until, deps.clock) }).sentence };
  throttle.count(key);
  const before = await deps.store.read((reads) => reads.registrations.findPasswordHash(registration.id));
  if (!(await deps.passwords.matches(current, before)))
    return { current: faults.PASSWORD_OLD_WRONG().sentence };
  throttle.forget(key);
  const about = [registration.emailAddress, ...registration.emailAddress.split("@"), user.displayName];
  const verdict = await deps.passwords.judge(password, [...about, user.surname, "ployst"]);
  if (verdict.kind === "refused") return { password: verdict.advice };
  const bcryptHash = await deps.passwords.hash(password);
  const isDone = await deps.store.transaction(async (tx) => {
    // Changed in another window meanwhile: what was typed here as the current one no longer is.
    if ((await tx.registrations.findPasswordHash(registration.id)) !== before) return false;
    if (!(await tx.registrations.setPassword(registration.id, bcryptHash))) return false;
    await endOtherSessions(tx, session);
    // A code or link that somebody else got out of one of those sessions would give them the account after all.
    for (const kind of ["link", "reset"] as const) {
      const token = await tx.accountTokens.findLiveByUser(kind, user.id);
      if (token !== undefined) await tx.accountTokens.use(token.id);
    }
    await tx.events.record({
      ...{ actorType: "user", actorId: user.id, tenantId: user.tenantId },
      ...{ entityType: "registration", entityId: registration.id, verb: "password_changed" },
    });
    return true;
  });
  return isDone ? undefined : { current: faults.PASSWORD_OLD_WRONG().sentence };
}
