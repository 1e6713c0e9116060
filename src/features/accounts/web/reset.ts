import type {
  AccountTokenRecord,
  RegistrationRecord,
  Transaction,
  UserRecord,
} from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import type { HttpHandler, HttpRequest, HttpResponse } from "../../../core/http.ts";
import { hashOf } from "../../../core/secret.ts";
import { withPages } from "./answer.ts";
import type { AccountWebDeps } from "./deps.ts";
import { resetDonePage, resetFailedPage, resetPage } from "./reset-pages.ts";

/** Nobody is signed in on these pages: the link says who it is. */
const NO_SESSION = "";
const TOKEN = /^[\w-]{43}$/;

interface Reset {
  readonly token: AccountTokenRecord;
  readonly user: UserRecord;
  readonly registration: RegistrationRecord;
}

/** `GET /account/reset/:token`: changes nothing, for mail programs open links by themselves. */
export function showReset(deps: AccountWebDeps): HttpHandler {
  return onReset(async (request) => show(request, await find(request, deps), undefined, deps));
}

/** `POST /account/reset/:token`: the new password; every session ends, also whoever's who knew the old one. */
export function resetPassword(deps: AccountWebDeps): HttpHandler {
  return onReset(async (request) => {
    const found = await find(request, deps);
    const password = (await deps.forms.read(request, NO_SESSION)).get("password") ?? "";
    const { emailAddress } = found.registration;
    const about = [emailAddress, ...emailAddress.split("@"), found.user.displayName, found.user.surname];
    const verdict = await deps.passwords.judge(password, [...about, "ployst"]);
    if (verdict.kind === "refused") return show(request, found, verdict.advice, deps);
    const bcryptHash = await deps.passwords.hash(password);
    await deps.store.transaction(async (tx) => change(tx, await getReset(tx, tokenOf(request)), bcryptHash));
    deps.login.accountThrottle.forget(`${hashOf(emailAddress)}/`);
    return resetDonePage([deps.cookies.session.remove()]);
  });
}

/** Throws PASSWORD_RESET_ENDED, and nothing is changed then. */
async function getReset(
  { accountTokens, users, registrations }: Pick<Transaction, "accountTokens" | "users" | "registrations">,
  secret: string,
): Promise<Reset> {
  const token = TOKEN.test(secret) ? await accountTokens.findLive("reset", hashOf(secret)) : undefined;
  const user = token && (await users.find(token.userId));
  const registration = token && (await registrations.findByUser(token.userId));
  if (token === undefined || user?.state !== "active" || registration?.hasPassword !== true)
    throw faults.PASSWORD_RESET_ENDED();
  return { token, user, registration };
}

async function change(
  tx: Transaction,
  { token, user, registration }: Reset,
  bcryptHash: string,
): Promise<void> {
  const isTheirs =
    (await tx.accountTokens.use(token.id)) &&
    (await tx.registrations.setPassword(registration.id, bcryptHash));
  if (!isTheirs) throw faults.PASSWORD_RESET_ENDED();
  const sessions = await tx.webSessions.revokeAll(user.id);
  // A code that somebody else made in one of those sessions would give them the account after all.
  const code = await tx.accountTokens.findLiveByUser("link", user.id);
  if (code !== undefined) await tx.accountTokens.use(code.id);
  await tx.events.record({
    ...{ actorType: "user", actorId: user.id, tenantId: user.tenantId },
    ...{ entityType: "registration", entityId: registration.id, verb: "password_reset", data: { sessions } },
  });
}

function show(
  request: HttpRequest,
  { registration }: Reset,
  problem: string | undefined,
  { forms }: AccountWebDeps,
): HttpResponse {
  const form = { action: `/account/reset/${tokenOf(request)}`, ...forms.prove(request, NO_SESSION) };
  return resetPage(registration.emailAddress, form, problem);
}

function find(request: HttpRequest, { store }: AccountWebDeps): Promise<Reset> {
  return store.transaction((tx) => getReset(tx, tokenOf(request)));
}

function tokenOf({ params }: HttpRequest): string {
  return params["token"] ?? "";
}

/** What a link was for is gone (410). */
function onReset(handler: (request: HttpRequest) => Promise<HttpResponse>): HttpHandler {
  return withPages(handler, (status, fault) =>
    resetFailedPage(fault.kind === "conflict" ? 410 : status, fault.sentence),
  );
}
