import { faults } from "../../../core/errors.ts";
import type { HttpHandler, HttpRequest, HttpResponse } from "../../../core/http.ts";
import { hashOf } from "../../../core/secret.ts";
import { isAddress } from "../person-details.ts";
import { orderReset } from "../reset-job.ts";
import { readEmail, secondsUntil, waitWords } from "../sessions-login.ts";
import { networkOf } from "../sessions-throttle.ts";
import { withPages } from "./answer.ts";
import type { AccountWebDeps } from "./deps.ts";
import { askedPage, forgottenPage, noMailPage, type ForgottenTry } from "./forgotten-pages.ts";

/** Nobody is signed in on these pages. */
const NO_SESSION = "";

/** `GET /account/forgotten`. */
export function showForgotten(deps: AccountWebDeps): HttpHandler {
  return withPages((request) => Promise.resolve(show(request, { status: 200, email: "" }, deps)));
}

/** `POST /account/forgotten`: the same work and the same answer, whether there is such an account or not. */
export function askReset(deps: AccountWebDeps): HttpHandler {
  return withPages(async (request) => {
    const fields = await deps.forms.read(request, NO_SESSION);
    if (deps.reset.mail === undefined) return noMailPage();
    const email = readEmail(fields.get("email") ?? "");
    if (!isAddress(email)) {
      const problem = faults.PROFILE_EMAIL_INVALID().sentence;
      return show(request, { status: 400, email, problem }, deps);
    }
    const until = blockedUntil(email, request, deps);
    if (until !== undefined) {
      const problem = faults.PASSWORD_RESET_THROTTLED({ wait: waitWords(until, deps.clock) }).sentence;
      const retryAfterSeconds = secondsUntil(until, deps.clock);
      return show(request, { status: 429, email, problem, retryAfterSeconds }, deps);
    }
    await deps.store.transaction((tx) => orderReset(tx, email, deps.reset));
    return askedPage(email);
  });
}

/** Counts the try where it may be made. */
function blockedUntil(
  email: string,
  { remoteAddress }: HttpRequest,
  { resetThrottles: { account, address } }: AccountWebDeps,
): Date | undefined {
  const keys = [hashOf(email), networkOf(remoteAddress)] as const;
  const until = account.blockedUntil(keys[0]) ?? address.blockedUntil(keys[1]);
  if (until !== undefined) return until;
  account.count(keys[0]);
  address.count(keys[1]);
  return undefined;
}

function show(request: HttpRequest, attempt: ForgottenTry, { forms, reset }: AccountWebDeps): HttpResponse {
  return reset.mail === undefined ? noMailPage() : forgottenPage(attempt, forms.prove(request, NO_SESSION));
}
