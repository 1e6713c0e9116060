import { fault, faultWith } from "../fault.ts";

const EXAMPLE = 'realm add "Old Blanchy" on web-1 https://play.example.com build=12340';

/** What can go wrong with realms; all texts are escaped. */
export const realmFaults = {
  REALM_MALFORMED: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `${a.given === "" ? "" : `I can't read "${a.given}". `}Say which realm on which server, then its address and what else is to be known, if any. For example: \`${EXAMPLE}\`.`,
    { given: "build" },
  ),
  REALM_NAME_INVALID: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `"${a.given}" can't name a realm: a name has at most 60 letters, digits and blanks, with ' . _ - between them, and no word "on". For example: \`${EXAMPLE}\`.`,
    { given: "<at>" },
  ),
  REALM_ADDRESS_INVALID: fault(
    "input",
    "That is no address that I can ask: it begins with https://, has no password in it and nothing behind a ? or #, and at most 300 characters. For example: `https://play.example.com/health`.",
  ),
  REALM_META_TOO_MUCH: faultWith(
    "input",
    (a: { readonly most: number }) =>
      `That is more than there is room for: at most ${String(a.most)} values, each named once and of at most 200 characters. Leave some out and say it again.`,
    { most: 20 },
  ),
  REALM_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no realm "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`realm list\` shows them.`,
    { given: "Old Blanky", team: "Platform", suggestion: "Old Blanchy" },
  ),
  REALM_AMBIGUOUS: faultWith(
    "input",
    (a: { readonly name: string; readonly servers: string; readonly example: string }) =>
      `There is a realm ${a.name} on each of ${a.servers}. Say on which, for example: \`${a.example}\`.`,
    { name: "web", servers: "web-1, web-2", example: "realm show web on web-1" },
  ),
  REALM_SERVER_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no server "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`server list\` shows them.`,
    { given: "web1", team: "Platform", suggestion: "web-1" },
  ),
  REALM_TOO_MANY: faultWith(
    "conflict",
    (a: { readonly server: string; readonly most: number }) =>
      `Server ${a.server} has ${String(a.most)} realms, and that is the most. Remove one first: \`realm list\` shows them.`,
    { server: "web-1", most: 100 },
  ),
  REALM_PAGE_UNKNOWN: faultWith(
    "input",
    (a: { readonly given: string; readonly pages: number }) =>
      `There is no page "${a.given}": the last one is ${String(a.pages)}. Say \`realm list ${String(a.pages)}\`.`,
    { given: "9", pages: 2 },
  ),
  REALM_CHANGED: fault(
    "conflict",
    "Somebody changed or removed that realm at the same moment, and nothing of yours was done. Look with `realm list`, and say it again.",
  ),
};
