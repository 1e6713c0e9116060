import { faults } from "../../core/errors.ts";
import type { GitRepository } from "./contract/index.ts";

const HOST = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/;
// Neither a leading dash (an option) nor a leading dot (a hidden folder, or out of it).
const SEGMENT = /^[A-Za-z\d_][\w.-]{0,99}$/;
const USER = /^[a-z_][a-z\d_-]{0,31}$/;
// user@host:owner/name, as people copy it; a path that begins with a slash or holds a colon is something else.
const SCP = /^(?<user>[^@/:]+)@(?<host>[^@/:]+):(?<path>[^/:][^:]*)$/;
const MOST_SEGMENTS = 6;
const MOST_CHARACTERS = 400;
const OWN_PORT = { https: 443, http: 80, ssh: 22 } as const;

type Scheme = GitRepository["scheme"];

interface Parts {
  readonly scheme: Scheme;
  readonly user: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
}

/**
 * Reads an address of a repository: https, or ssh in either spelling; http for `plainHosts` (`localhost:3000`) alone.
 * Throws GIT_URL_MALFORMED for anything that git, ssh, a shell or a file system could take for more than that.
 */
export function parseGitUrl(text: string, plainHosts: ReadonlySet<string>): GitRepository {
  const parts = readParts(text.trim());
  if (parts === undefined || !HOST.test(parts.host)) throw faults.GIT_URL_MALFORMED();
  const { scheme, user, host, port } = parts;
  const authority = port === undefined ? host : `${host}:${port}`;
  if (scheme === "http" && !plainHosts.has(authority)) throw faults.GIT_URL_MALFORMED();
  if (scheme === "ssh" ? !USER.test(user) : user !== "") throw faults.GIT_URL_MALFORMED();
  const segments = readSegments(parts.path);
  const name = segments.at(-1) ?? "";
  const owner = segments.slice(0, -1).join("/");
  // Another login than the usual one may see another repository under the same name.
  const login = scheme === "ssh" && user !== "git" ? user : "";
  const isShared = scheme !== "http" && port === undefined && login === "";
  const own = `${host}_${scheme}_${port ?? OWN_PORT[scheme]}${login === "" ? "" : `_${login}`}`;
  return {
    url: `${scheme}://${scheme === "ssh" ? `${user}@` : ""}${authority}/${owner}/${name}.git`,
    id: `${isShared ? "https" : scheme}://${login === "" ? "" : `${login}@`}${authority}/${owner}/${name}`,
    scheme,
    host,
    ...(port !== undefined && { port }),
    owner,
    name,
    // No host has an underscore, so that no two share a folder.
    path: `${isShared ? host : own}/${owner}/${name}.git`,
  };
}

function readParts(text: string): Parts | undefined {
  // Everything printable and nothing else: no control characters, blanks, or letters that only look like ASCII.
  if (text.length > MOST_CHARACTERS || !/^[!-~]+$/.test(text) || /["'`\\$|<>;&%*?#]/.test(text))
    return undefined;
  const scp = SCP.exec(text)?.groups;
  if (scp !== undefined) {
    const { user = "", host = "", path = "" } = scp;
    return { scheme: "ssh", user, host: host.toLowerCase(), port: undefined, path };
  }
  const url = URL.parse(text);
  const scheme = url?.protocol.slice(0, -1);
  if (url === null || (scheme !== "https" && scheme !== "http" && scheme !== "ssh")) return undefined;
  if (url.password !== "" || url.search !== "" || url.hash !== "") return undefined;
  const user = url.username === "" && scheme === "ssh" ? "git" : url.username;
  const port = url.port === "" || Number(url.port) === OWN_PORT[scheme] ? undefined : Number(url.port);
  // The path as it was written: the parser would have followed its dots.
  const written = /^[a-z]+:\/\/[^/]+\/(.*)$/i.exec(text)?.[1];
  if (written === undefined) return undefined;
  return { scheme, user, host: url.hostname.toLowerCase(), port, path: written };
}

function readSegments(path: string): readonly string[] {
  const segments = path
    .replace(/\/$/, "")
    .replace(/\.git$/, "")
    .split("/");
  const isFine = segments.length >= 2 && segments.length <= MOST_SEGMENTS && segments.every(isSegment);
  if (!isFine) throw faults.GIT_URL_MALFORMED();
  return segments;
}

/** A folder that ends like a repository could be taken for one. */
function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !segment.includes("..") && !/\.(?:git|lock)$/i.test(segment);
}
