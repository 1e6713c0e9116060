import type { AsPerson, GitHubOAuth } from "../../adapters/github/contract/index.ts";
import type { SignInAttemptRecord, Store } from "../../adapters/store/contract/index.ts";
import { MINUTE, type Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { Fault, type FaultKind } from "../../core/fault.ts";
import { hashOf, newSecret } from "../../core/secret.ts";
import {
  redirectResponse,
  type HttpCookie,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "../../core/http.ts";
import { SIGN_IN_MINUTES } from "./ask-sign-in.ts";
import { codePage, failurePage, startPage } from "./pages.ts";
import { challengeOf, codeHash, isOurState, newCode, type Signer } from "./secrets.ts";

export interface SignInWebDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly oauth: Pick<GitHubOAuth, "authorizeUrl" | "exchangeCode">;
  readonly asPerson: AsPerson;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly publicUrl: string;
}

const COOKIE = "ployst_signin";
const COOKIE_PATH = "/auth/github";

/** `GET /auth/github/start`: says whose link it is; with `go`, binds the browser and sends it to GitHub. */
export function signInStart(deps: SignInWebDeps): HttpHandler {
  return withPages(async (request) => {
    const state = request.query.get("state") ?? "";
    const attempt = await liveAttempt(state, deps);
    if (request.query.get("go") !== "1")
      return startPage(await ownerOf(attempt, deps), continueUrl(state, deps));
    const verifier = await deps.store.transaction((tx) => tx.signInAttempts.findVerifier(attempt.id));
    if (verifier === undefined) throw faults.SIGN_IN_LINK_GONE();
    const browser = request.cookies[COOKIE] ?? newSecret();
    const bound = await deps.store.transaction((tx) =>
      tx.signInAttempts.bindBrowser(attempt.id, hashOf(browser)),
    );
    if (!bound) throw faults.SIGN_IN_OTHER_BROWSER();
    const url = deps.oauth.authorizeUrl({
      state,
      codeChallenge: challengeOf(verifier),
      redirectUri: callbackUrl(deps),
    });
    return redirectResponse(url, [browserCookie(browser)]);
  });
}

/** `GET /auth/github/callback`: exchanges the code; the tokens stay provisional until the six digits come back. */
export function signInCallback(deps: SignInWebDeps): HttpHandler {
  return withPages(async (request) => {
    const attempt = await liveAttempt(request.query.get("state") ?? "", deps);
    const browser = request.cookies[COOKIE];
    if (browser === undefined || hashOf(browser) !== attempt.browserHash)
      throw faults.SIGN_IN_OTHER_BROWSER();
    const verifier = await deps.store.transaction(async (tx) => {
      const found = await tx.signInAttempts.findVerifier(attempt.id);
      return (await tx.signInAttempts.useState(attempt.id)) ? found : undefined;
    });
    if (verifier === undefined) throw faults.SIGN_IN_LINK_GONE();
    const code = request.query.get("code");
    if (code === null || request.query.has("error")) throw faults.SIGN_IN_DECLINED();
    return finish(attempt, { code, codeVerifier: verifier, redirectUri: callbackUrl(deps) }, deps);
  });
}

async function finish(
  attempt: SignInAttemptRecord,
  exchange: { readonly code: string; readonly codeVerifier: string; readonly redirectUri: string },
  deps: SignInWebDeps,
): Promise<HttpResponse> {
  const tokens = await deps.oauth.exchangeCode(exchange);
  const self = await deps.asPerson(tokens.accessToken).getSelf();
  const code = newCode();
  const provisional = { ...tokens, ghUserId: self.id, ghLogin: self.login };
  await deps.store.transaction((tx) =>
    tx.signInAttempts.recordTokens(attempt.id, provisional, codeHash(attempt.id, code, deps.signer)),
  );
  return codePage(await ownerOf(attempt, deps), self.login, code);
}

async function liveAttempt(state: string, deps: SignInWebDeps): Promise<SignInAttemptRecord> {
  if (state.length > 256 || !isOurState(state, deps.signer)) throw faults.SIGN_IN_LINK_GONE();
  const attempt = await deps.store.transaction((tx) => tx.signInAttempts.findByState(hashOf(state)));
  if (attempt === undefined || attempt.usedAt !== undefined || attempt.expiresAt <= deps.clock.now()) {
    throw faults.SIGN_IN_LINK_GONE();
  }
  return attempt;
}

async function ownerOf(attempt: SignInAttemptRecord, deps: SignInWebDeps): Promise<string> {
  const user = await deps.store.read((reads) => reads.users.find(attempt.userId));
  return user?.displayName ?? "somebody else";
}

function continueUrl(state: string, deps: SignInWebDeps): string {
  const url = new URL("/auth/github/start", deps.publicUrl);
  url.searchParams.set("state", state);
  url.searchParams.set("go", "1");
  return url.href;
}

function callbackUrl(deps: SignInWebDeps): string {
  return new URL("/auth/github/callback", deps.publicUrl).href;
}

function browserCookie(value: string): HttpCookie {
  return { name: COOKIE, value, maxAgeSeconds: (SIGN_IN_MINUTES * MINUTE) / 1_000, path: COOKIE_PATH };
}

const STATUS: Readonly<Partial<Record<FaultKind, number>>> = {
  forbidden: 403,
  conflict: 410,
  unavailable: 503,
  configuration: 503,
};

/** A person is looking: known failures become a page with the way on. Unknown ones go to the server's handler. */
function withPages(handler: (request: HttpRequest) => Promise<HttpResponse>): HttpHandler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return failurePage(STATUS[error.kind] ?? 400, error.sentence);
    }
  };
}
