import type {
  GitHubApp,
  GitHubAppInspection,
  GitHubInstallation,
  GitHubSelf,
} from "../../adapters/github/contract/index.ts";
import { SECOND, type Clock } from "../../core/clock.ts";
import { isFault } from "../../core/errors.ts";
import { listAppGaps, type AppGap } from "./app-gaps.ts";
import { bad, good, off, type Finding } from "./finding.ts";
import { WEBHOOK_PATH } from "./github-app.ts";

const APP = "GitHub App";
const WEBHOOK = "GitHub webhook";
const INSTALLATIONS = "GitHub installations";
const CLOCK = "clock";

export interface AppCheckDeps {
  readonly slug: string;
  readonly webUrl: string;
  readonly getSelf: GitHubApp["getSelf"];
  readonly getSettingsUrl: GitHubAppInspection["getSettingsUrl"];
}

/** Does GitHub know the App by our id and key, under our slug, with everything that it needs? */
export async function checkApp(deps: AppCheckDeps): Promise<readonly Finding[]> {
  let self: GitHubSelf;
  try {
    self = await deps.getSelf();
  } catch (error) {
    if (!isFault(error, "GITHUB_APP_REFUSED")) throw error;
    const next = `Compare GITHUB_APP_ID with the App's page under ${deps.webUrl}/settings/apps, or make a new private key there. A wrong clock has the same effect.`;
    return [bad(APP, "GitHub doesn't accept GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY", next)];
  }
  const settingsUrl = await deps.getSettingsUrl();
  const gaps = listAppGaps(self).map((gap) => toGapFinding(gap, settingsUrl));
  return [checkSlug(self, deps.slug), ...gaps];
}

function checkSlug(self: GitHubSelf, configured: string): Finding {
  if (self.slug === configured) return good(APP, `GitHub knows it as ${self.slug}`);
  return bad(
    APP,
    `GitHub calls it ${self.slug}, GITHUB_APP_SLUG says ${configured}`,
    `Set GITHUB_APP_SLUG=${self.slug}.`,
  );
}

function toGapFinding({ what, why, isNeeded }: AppGap, settingsUrl: string): Finding {
  const next = `Grant it at ${settingsUrl}/permissions; owners of installations then approve it once.`;
  return isNeeded
    ? bad(APP, `lacks the ${what}: ${why}`, next)
    : off(APP, `without the ${what}: ${why}`, next);
}

/** For what only an App that GitHub accepts can ask: the refusal itself is checkApp's to tell. */
async function unlessRefused(
  subject: string,
  run: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    if (isFault(error, "GITHUB_APP_REFUSED"))
      return [off(subject, "not checked: GitHub doesn't accept the App")];
    throw error;
  }
}

export interface WebhookCheckDeps extends Pick<GitHubAppInspection, "findWebhookUrl" | "getSettingsUrl"> {
  readonly publicUrl: string;
}

/** Does GitHub send the App's events to us? */
export async function checkWebhook(deps: WebhookCheckDeps): Promise<readonly Finding[]> {
  return unlessRefused(WEBHOOK, () => compareWebhook(deps));
}

async function compareWebhook(deps: WebhookCheckDeps): Promise<readonly Finding[]> {
  const expected = `${deps.publicUrl}${WEBHOOK_PATH}`;
  const found = await deps.findWebhookUrl();
  if (found === expected) return [good(WEBHOOK, `goes to ${expected}`)];
  const next = `Set the webhook URL to ${expected} at ${await deps.getSettingsUrl()}, or PUBLIC_URL to the right address.`;
  const says = found === undefined || found === "" ? "is not configured" : `goes to ${withoutQuery(found)}`;
  return [bad(WEBHOOK, says, next)];
}

/** A webhook's address may carry a secret in its query or as credentials. */
function withoutQuery(address: string): string {
  const url = URL.parse(address);
  return url === null ? "an address that is none" : `${url.origin}${url.pathname}`;
}

export interface InstallationCheckDeps {
  readonly listInstallations: GitHubApp["listInstallations"];
  readonly installUrl: GitHubApp["installUrl"];
  readonly getSelf: GitHubApp["getSelf"];
}

const MOST_NAMED = 10;

/** Where is the App installed, and which of these installations don't work as they should? */
export async function checkInstallations(deps: InstallationCheckDeps): Promise<readonly Finding[]> {
  return unlessRefused(INSTALLATIONS, () => lookAtInstallations(deps));
}

async function lookAtInstallations(deps: InstallationCheckDeps): Promise<readonly Finding[]> {
  const [self, installations] = await Promise.all([deps.getSelf(), deps.listInstallations()]);
  if (installations.length === 0)
    return [off(INSTALLATIONS, "installed nowhere yet", `Install it at ${deps.installUrl({})}`)];
  const suspended = installations.filter(({ suspendedAt }) => suspendedAt !== undefined);
  const count = `${String(installations.length)}, of which ${String(suspended.length)} suspended`;
  const outdated = installations.filter((one) => !suspended.includes(one) && isBehind(one, self));
  return [
    good(INSTALLATIONS, count),
    ...suspended
      .slice(0, MOST_NAMED)
      .map((one) => off(INSTALLATIONS, `${one.accountLogin} suspended the App`, `Unsuspend: ${one.htmlUrl}`)),
    ...outdated.slice(0, MOST_NAMED).map((one) => {
      const next = `An owner approves them at ${one.htmlUrl}/permissions/update`;
      return off(INSTALLATIONS, `${one.accountLogin} hasn't approved the App's newer permissions`, next);
    }),
  ];
}

/** Did the App get permissions since, that this installation's owner still has to approve? */
function isBehind(installation: GitHubInstallation, self: GitHubSelf): boolean {
  // Organization permissions mean nothing to a person's installation.
  const isOrganization = installation.accountType === "Organization";
  return Object.entries(self.permissions).some(
    ([name, access]) =>
      (isOrganization || name !== "members") &&
      installation.permissions[name] !== access &&
      installation.permissions[name] !== "write",
  );
}

const MOST_SKEW_MS = 30 * SECOND;

export interface ClockCheckDeps extends Pick<GitHubAppInspection, "readServerTime"> {
  readonly apiUrl: string;
  readonly clock: Clock;
}

/** GitHub refuses tokens of an App whose clock is off by a minute; sign-ins and limits suffer earlier. */
export async function checkClock(deps: ClockCheckDeps): Promise<readonly Finding[]> {
  const before = deps.clock.now().getTime();
  let theirs: number;
  try {
    theirs = (await deps.readServerTime()).getTime();
  } catch (error) {
    if (!isFault(error, "GITHUB_UNREACHABLE")) throw error;
    const next = `Check the way from this machine to ${deps.apiUrl} (proxy, firewall, GITHUB_API_URL).`;
    return [bad(CLOCK, "can't be compared: GitHub doesn't answer", next)];
  }
  const ours = (before + deps.clock.now().getTime()) / 2;
  if (Math.abs(ours - theirs) <= MOST_SKEW_MS)
    return [good(CLOCK, `within ${String(MOST_SKEW_MS / SECOND)} s of GitHub's`)];
  const seconds = String(Math.round(Math.abs(ours - theirs) / SECOND));
  const says = `${seconds} s ${ours > theirs ? "ahead of" : "behind"} GitHub's`;
  return [bad(CLOCK, says, "Let the machine set its clock by NTP (for example `timedatectl set-ntp true`).")];
}
