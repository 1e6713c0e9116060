import url from "url/url.js";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown, withoutInvisible } from "../../core/markdown.ts";
import type { GitHubTarget } from "./contract/index.ts";
import { isOwnerName, isRepositoryName } from "./names.ts";
import { isReservedPath } from "./reserved-paths.ts";

const LINK = /^(?:[a-z][a-z\d+.-]*:|[/\\]{2})/i;
const AUTHORITY = /^https:\/\/([^/?#]*)/i;
const GIVEN_LENGTH = 60;

/**
 * Reads `owner`, `owner/repository` or a link to anything of one at `webHost` (`github.com`; with its port if it has one),
 * with or without `https://`.
 *
 * A link is read twice, by the `url` package and by the WHATWG parser, and refused unless both agree: a host that
 * readers disagree on is a disguise. Throws GITHUB_URL_NOT_HTTPS, GITHUB_URL_FOREIGN, GITHUB_URL_MALFORMED,
 * GITHUB_URL_NO_OWNER, GITHUB_NAME_MALFORMED.
 */
export function parseGitHubTarget(text: string, webHost: string): GitHubTarget {
  const given = text.trim();
  if (isWithoutProtocol(given, webHost)) return parseLink(`https://${given}`, webHost);
  return LINK.test(given) ? parseLink(given, webHost) : parseName(given, given.split("/"));
}

/** As browsers show links and people type them. A host of one plain word would be an owner's name. */
function isWithoutProtocol(given: string, webHost: string): boolean {
  return /[.:]/.test(webHost) && given.toLowerCase().startsWith(`${webHost.toLowerCase()}/`);
}

function parseLink(given: string, webHost: string): GitHubTarget {
  if (/\s/.test(given) || withoutInvisible(given) !== given) throw faults.GITHUB_URL_MALFORMED();
  const packaged = readByPackage(given);
  const standard = URL.parse(given);
  if (packaged === undefined || standard === null) throw faults.GITHUB_URL_MALFORMED();
  if (packaged.protocol !== standard.protocol) throw faults.GITHUB_URL_MALFORMED();
  if (standard.protocol !== "https:") throw faults.GITHUB_URL_NOT_HTTPS();
  requireHost(given, packaged.host, standard, webHost);
  return parsePath(standard.pathname, packaged.pathname ?? "");
}

/** The written authority must be the host to the letter, which leaves no room for user names, ports or look-alikes. */
function requireHost(given: string, packagedHost: string | null, standard: URL, webHost: string): void {
  const host = webHost.toLowerCase();
  const written = AUTHORITY.exec(given)?.[1]?.toLowerCase();
  if (packagedHost === host && standard.host === host && written === host && !given.includes("\\")) return;
  if (!written && !given.includes("\\")) throw faults.GITHUB_URL_MALFORMED();
  throw faults.GITHUB_URL_FOREIGN({ host: webHost });
}

function parsePath(standardPath: string, packagedPath: string): GitHubTarget {
  const segments = toSegments(standardPath);
  const [first = "", ...rest] = segments;
  if (toSegments(packagedPath).slice(0, 2).join("/") !== segments.slice(0, 2).join("/")) {
    throw faults.GITHUB_URL_MALFORMED();
  }
  if (first.toLowerCase() === "orgs" && rest[0]) return parseName(rest[0], [rest[0]]);
  if (first === "" || first.toLowerCase() === "orgs" || isReservedPath(first)) {
    throw faults.GITHUB_URL_NO_OWNER();
  }
  const named = rest.every((segment) => segment === "") ? [first] : segments.slice(0, 2);
  return parseName(named.join("/"), named);
}

function toSegments(path: string): string[] {
  return path.split("/").slice(1);
}

function parseName(given: string, parts: readonly string[]): GitHubTarget {
  const [owner = "", repository, ...extra] = parts;
  const name = repository?.replace(/\.git$/i, "");
  const isFine = isOwnerName(owner) && (name === undefined || isRepositoryName(name)) && extra.length === 0;
  if (!isFine) throw faults.GITHUB_NAME_MALFORMED({ given: toShown(given) });
  return name === undefined ? { kind: "owner", owner } : { kind: "repository", owner, name };
}

function toShown(given: string): string {
  const isLong = given.length > GIVEN_LENGTH;
  return escapeMarkdown(isLong ? `${given.slice(0, GIVEN_LENGTH - 1).toWellFormed()}…` : given);
}

function readByPackage(given: string): ReturnType<typeof url.parse> | undefined {
  try {
    return url.parse(given);
  } catch {
    return undefined;
  }
}
