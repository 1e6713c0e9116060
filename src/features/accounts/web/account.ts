import {
  redirectResponse,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "../../../core/http.ts";
import { faults } from "../../../core/errors.ts";
import { readMe } from "../api-me.ts";
import { createLinkCode } from "../link-code.ts";
import { logIn, secondsUntil, waitWords } from "../sessions-login.ts";
import { endSession, findSession, type Session } from "../sessions.ts";
import { accountPage, codePage, type AccountProblems } from "./account-pages.ts";
import { withPages } from "./answer.ts";
import type { AccountWebDeps } from "./deps.ts";
import { findDevice, markDevice } from "./device.ts";
import { loginPage, type LoginTry } from "./login-page.ts";
import { readSaid, type Said } from "./said.ts";

export const ACCOUNT_PATH = "/account";

/** `GET /account`: the login form, or the account of who is signed in. */
export function showAccount(deps: AccountWebDeps): HttpHandler {
  return withPages(async (request) => {
    const session = await sessionOf(request, deps);
    if (session !== undefined) return showSession(request, session, {}, deps);
    return showLogin(request, { status: 200, email: "" }, deps);
  });
}

/** `POST /account/login`: a new session, whatever the browser had before. */
export function logInHere(deps: AccountWebDeps): HttpHandler {
  return withPages(async (request) => {
    const fields = await deps.forms.read(request, "");
    const email = fields.get("email") ?? "";
    const outcome = await logIn(
      {
        ...{ email, password: fields.get("password") ?? "", origin: "page" },
        client: request.headers["user-agent"] ?? "",
        remoteAddress: request.remoteAddress,
        knownDevice: findDevice(request, email, deps.cookies.device, deps.signer),
        replaces: await sessionOf(request, deps),
      },
      deps.login,
    );
    switch (outcome.kind) {
      case "done":
        return redirectResponse(ACCOUNT_PATH, [
          deps.cookies.session.set(outcome.session.secret),
          markDevice(email, deps.cookies.device, deps.signer),
        ]);
      case "wrong":
        return showLogin(request, { status: 401, email, problem: faults.LOGIN_WRONG().sentence }, deps);
      case "throttled": {
        const wait = waitWords(outcome.until, deps.clock);
        const problem = faults.LOGIN_THROTTLED({ wait }).sentence;
        const retryAfterSeconds = secondsUntil(outcome.until, deps.clock);
        return showLogin(request, { status: 429, email, problem, retryAfterSeconds }, deps);
      }
    }
  });
}

/** `POST /account/logout`. */
export function logOut(deps: AccountWebDeps): HttpHandler {
  return withSession(deps, async (_request, session) => {
    await deps.store.transaction((tx) => endSession(tx, session));
    return redirectResponse(ACCOUNT_PATH, [deps.cookies.session.remove()]);
  });
}

/** `POST /account/code`: a new code for `account link`. */
export function makeCode(deps: AccountWebDeps): HttpHandler {
  return withSession(deps, async (_request, { user }) => {
    if (user.aadObjectId !== "") return backTo("linked");
    const code = await deps.store.transaction((tx) => createLinkCode(tx, user, deps));
    return codePage(code, deps.bot);
  });
}

/** Runs a form of the account page; who isn't signed in (any more) comes to the login form. */
export function withSession(
  deps: AccountWebDeps,
  work: (request: HttpRequest, session: Session, fields: URLSearchParams) => Promise<HttpResponse>,
): HttpHandler {
  return withPages(async (request) => {
    const session = await sessionOf(request, deps);
    if (session === undefined) return redirectResponse(ACCOUNT_PATH);
    return work(request, session, await deps.forms.read(request, session.id));
  });
}

/** To the account page, which says what was done. Reloading it does nothing twice. */
export function backTo(said: Said): HttpResponse {
  return redirectResponse(`${ACCOUNT_PATH}?said=${said}`);
}

/** The account page, with what was wrong with the form that was sent. */
export async function showSession(
  request: HttpRequest,
  session: Session,
  problems: AccountProblems,
  { store, forms, bot }: AccountWebDeps,
): Promise<HttpResponse> {
  const me = await store.read((reads) => readMe(session, reads));
  const { token, cookies } = forms.prove(request, session.id);
  return accountPage(me, { token, cookies, bot, problems, said: readSaid(request.query.get("said")) });
}

function showLogin(request: HttpRequest, attempt: LoginTry, { forms }: AccountWebDeps): HttpResponse {
  return loginPage(attempt, forms.prove(request, ""));
}

function sessionOf(request: HttpRequest, deps: AccountWebDeps): Promise<Session | undefined> {
  return findSession(deps.cookies.session.find(request), deps);
}
