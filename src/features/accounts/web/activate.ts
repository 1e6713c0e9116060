import { isFault } from "../../../core/errors.ts";
import type { HttpHandler, HttpRequest, HttpResponse } from "../../../core/http.ts";
import { acceptByLink, activate, getInvited, judgePassword, type Invited } from "./activation.ts";
import {
  acceptedPage,
  acceptPage,
  activatedPage,
  activationFailedPage,
  passwordPage,
} from "./activate-pages.ts";
import { withPages } from "./answer.ts";
import type { AccountWebDeps } from "./deps.ts";

const ACCOUNT = "/account";
/** Nobody is signed in on these pages: the link says who it is. */
const NO_SESSION = "";

/** `GET /activate/:token`: changes nothing, for mail programs open links by themselves. */
export function showActivation(deps: AccountWebDeps): HttpHandler {
  return onActivation(async (request) => show(request, await find(request, deps), undefined, deps));
}

/** `POST /activate/:token`: the password, or the acceptance of who has one. */
export function activateAccount(deps: AccountWebDeps): HttpHandler {
  return onActivation(async (request) => {
    // The link first: a form of a link that has ended is answered with why.
    const invited = await find(request, deps);
    const fields = await deps.forms.read(request, NO_SESSION);
    const token = tokenOf(request);
    if (invited.isKnown) return acceptedPage(await acceptByLink(token, deps), ACCOUNT);
    const password = fields.get("password") ?? "";
    const advice = await judgePassword(password, invited, deps);
    if (advice !== undefined) return show(request, invited, advice, deps);
    const client = request.headers["user-agent"] ?? "";
    const { code, session } = await activate(token, password, client, deps);
    return activatedPage(code, {
      bot: deps.bot,
      accountUrl: ACCOUNT,
      cookies: [deps.cookies.session.set(session.secret)],
    });
  });
}

function show(
  request: HttpRequest,
  invited: Invited,
  problem: string | undefined,
  { forms }: AccountWebDeps,
): HttpResponse {
  const form = { action: `/activate/${tokenOf(request)}`, ...forms.prove(request, NO_SESSION) };
  return invited.isKnown ? acceptPage(invited, form) : passwordPage(invited, form, problem);
}

function find(request: HttpRequest, { store, clock }: AccountWebDeps): Promise<Invited> {
  return store.read((reads) => getInvited(reads, tokenOf(request), clock));
}

function tokenOf({ params }: HttpRequest): string {
  return params["token"] ?? "";
}

/** What a link was for is gone (410), unless it is only somebody else's address that stands in the way. */
function onActivation(handler: (request: HttpRequest) => Promise<HttpResponse>): HttpHandler {
  return withPages(handler, (status, fault) => {
    const isGone = fault.kind === "conflict" && !isFault(fault, "ACTIVATION_ADDRESS_TAKEN");
    return activationFailedPage(isGone ? 410 : status, fault.sentence, ACCOUNT);
  });
}
