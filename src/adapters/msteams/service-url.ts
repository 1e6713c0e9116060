/** Which service URLs the bot may believe and post to. */
export interface ServiceUrlPolicy {
  isAllowed(serviceUrl: string): boolean;
}

// chatops: public, GCC, GCC High, DoD. Teams' regions differ in the path only.
const TEAMS_HOSTS: readonly string[] = [
  "smba.trafficmanager.net",
  "smba.infra.gcc.teams.microsoft.com",
  "smba.infra.gov.teams.microsoft.us",
  "smba.infra.dod.teams.microsoft.us",
];

const LOOPBACK_HOSTS: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Teams' own hosts over https; nothing else can be named by an activity, however it was signed. */
export const teamsServiceUrls: ServiceUrlPolicy = {
  isAllowed: (serviceUrl) => {
    const url = parse(serviceUrl);
    return url?.protocol === "https:" && url.port === "" && TEAMS_HOSTS.includes(url.hostname);
  },
};

/** This machine only: local mode, tests and the demo. */
export const loopbackServiceUrls: ServiceUrlPolicy = {
  isAllowed: (serviceUrl) => {
    const url = parse(serviceUrl);
    return url?.protocol === "http:" && LOOPBACK_HOSTS.includes(url.hostname);
  },
};

/** Is this the address of a peer on the same machine (as `socket.remoteAddress` writes it)? */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const v4 = address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  return v4 === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(v4);
}

function parse(serviceUrl: string): URL | undefined {
  const url = URL.parse(serviceUrl);
  if (url === null) return undefined;
  // Credentials, query and fragment have no place in a service URL; they can only mislead.
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return undefined;
  // WHATWG forgives backslashes, blanks and control characters that other parsers read differently.
  return /^[!-[\]-~]+$/.test(serviceUrl) ? url : undefined;
}
