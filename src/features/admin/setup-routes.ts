import type { ConvertManifest, CreatedApp } from "../../adapters/github/contract/index.ts";
import { isFault } from "../../core/errors.ts";
import type { HttpHandler, HttpMethod, HttpResponse } from "../../core/http.ts";
import type { Log } from "../../core/log.ts";
import { isReachableFromGitHub, suggestAppName, toAppManifest } from "./github-app.ts";
import {
  appMadePage,
  conversionFailedPage,
  declinedPage,
  installedPage,
  linkGonePage,
  notKeptPage,
  setupPage,
  unreachablePage,
} from "./setup-pages.ts";
import type { ClaimedTicket, SetupTickets } from "./setup-tickets.ts";

export interface SetupDeps {
  /** Both without a slash at the end. */
  readonly publicUrl: string;
  readonly githubWebUrl: string;
  readonly tickets: SetupTickets;
  readonly convertManifest: ConvertManifest;
  /** Keeps what GitHub hands out only once; the next start reads it. */
  readonly recordApp: (app: CreatedApp) => void;
  readonly log: Log;
}

export interface SetupRoute {
  readonly method: HttpMethod;
  readonly path: string;
  readonly handler: HttpHandler;
}

export const SETUP_PATH = "/setup/github";

/** The pages of the App manifest flow, and the one to which GitHub sends people after an installation. */
export function setupRoutes(deps: SetupDeps): readonly SetupRoute[] {
  return [
    { method: "GET", path: SETUP_PATH, handler: showSetup(deps) },
    { method: "GET", path: `${SETUP_PATH}/callback`, handler: receiveApp(deps) },
    // The parameters can be forged, so none is read: GitHub's webhook tells what was installed.
    { method: "GET", path: "/github/setup", handler: async () => installedPage() },
  ];
}

/** Makes the link that opens the setup page; the one before stops working. */
export function createSetupLink(publicUrl: string, tickets: Pick<SetupTickets, "create">): string {
  const url = new URL(`${publicUrl}${SETUP_PATH}`);
  url.searchParams.set("token", tickets.create());
  return url.href;
}

/** GitHub's rule for names of organizations. */
const ORGANIZATION = /^[a-z\d](?:-?[a-z\d]){0,38}$/i;

function showSetup({ publicUrl, githubWebUrl, tickets }: SetupDeps): HttpHandler {
  return async ({ query }) => {
    const token = query.get("token") ?? "";
    if (!tickets.isLive(token)) return linkGonePage();
    if (!isReachableFromGitHub(publicUrl, githubWebUrl)) return unreachablePage(publicUrl);
    const typed = (query.get("organization") ?? "").trim();
    const isOrganization = typed.length <= 39 && ORGANIZATION.test(typed);
    return setupPage({
      githubWebUrl,
      manifest: toAppManifest({ publicUrl, name: suggestAppName(publicUrl) }),
      token,
      state: tickets.stateOf(token),
      organization: isOrganization ? typed : undefined,
      refused: isOrganization || typed === "" ? undefined : typed.slice(0, 100),
    });
  };
}

function receiveApp(deps: SetupDeps): HttpHandler {
  return async ({ query }) => {
    const ticket = deps.tickets.claim(query.get("state") ?? "");
    if (ticket === undefined) return linkGonePage();
    try {
      return await convert(query.get("code") ?? "", ticket, deps);
    } catch (error) {
      ticket.release();
      if (!isFault(error)) throw error;
      deps.log.warn({ code: error.code }, "github app not handed over");
      return conversionFailedPage(error.sentence, error.retryable);
    }
  };
}

async function convert(
  code: string,
  ticket: ClaimedTicket,
  { convertManifest, recordApp, log }: SetupDeps,
): Promise<HttpResponse> {
  if (code === "") {
    ticket.release();
    return declinedPage();
  }
  const app = await convertManifest(code);
  if (app.webhookSecret === "") {
    ticket.release();
    return notKeptPage(
      app.htmlUrl,
      "GitHub gave it no webhook secret, so that its events can't be believed.",
    );
  }
  try {
    recordApp(app);
  } catch (error) {
    log.error({ err: error, slug: app.slug }, "github app not kept");
    ticket.release();
    return notKeptPage(
      app.htmlUrl,
      "Its keys can't be written. See whether ./data is writable and not full.",
    );
  }
  ticket.finish();
  log.info({ slug: app.slug, appId: app.id }, "github app made");
  return appMadePage(app);
}
