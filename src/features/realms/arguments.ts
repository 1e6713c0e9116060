import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { type Meta, type Pair, MOST_VALUES, readPair, toMeta } from "./meta.ts";
import { getName, sayGiven } from "./name.ts";
import { looksLikeUrl, readUrl } from "./url.ts";

/** A realm, perhaps with the server that it is meant on. */
export interface RealmReference {
  readonly name: string;
  /** `''` where none was named. */
  readonly server: string;
}

/** A realm as it is added by hand. */
export interface NewRealm extends RealmReference {
  /** `''` where none was given. */
  readonly url: string;
  readonly meta: Meta;
}

/** `"Old Blanchy" on web-1`; the server may be left out. */
export const whichRealm: ArgumentKind<RealmReference> = rest(
  "name on server",
  "which realm: for example `realm show web on web-1`",
  (words) => {
    const { name, server, more } = split(words);
    const [extra] = more;
    if (extra !== undefined) throw faults.REALM_MALFORMED({ given: sayGiven(extra) });
    return { name: getName(name), server };
  },
);

/** `"Old Blanchy" on web-1 https://play.example.com build=12340` */
export const newRealm: ArgumentKind<NewRealm> = rest(
  "name on server url key=value",
  "which realm on which server: for example `realm add web on web-1 https://web.example.com`",
  (words) => {
    const { name, server, more } = split(words);
    if (server === "") throw faults.REALM_MALFORMED({ given: "" });
    const [address, ...others] = more.filter(looksLikeUrl);
    if (others.length > 0) throw faults.REALM_MALFORMED({ given: sayGiven(others[0] ?? "") });
    const pairs = more.filter((word) => !looksLikeUrl(word)).map(getPair);
    const meta = toMeta(pairs);
    if (meta === undefined) throw faults.REALM_META_TOO_MUCH({ most: MOST_VALUES });
    return { name: getName(name), server, url: address === undefined ? "" : getUrl(address), meta };
  },
);

/** The words in front of "on", the one behind it, and what is left. */
function split(words: readonly string[]): { name: string; server: string; more: readonly string[] } {
  const at = words.findIndex((word) => word.toLowerCase() === "on");
  const name = (at === -1 ? words : words.slice(0, at)).map(unquote).join(" ");
  if (name === "") throw faults.REALM_MALFORMED({ given: "" });
  if (at === -1) return { name, server: "", more: [] };
  const [server, ...more] = words.slice(at + 1);
  if (server === undefined) throw faults.REALM_MALFORMED({ given: "on" });
  return { name, server: unquote(server), more };
}

function getPair(word: string): Pair {
  const pair = readPair(word);
  if (pair === undefined) throw faults.REALM_MALFORMED({ given: sayGiven(word) });
  return pair;
}

function getUrl(word: string): string {
  const url = readUrl(word);
  // What was typed may hold a password: it is not repeated.
  if (url === undefined) throw faults.REALM_ADDRESS_INVALID();
  return url;
}

function unquote(word: string): string {
  return word.replace(/^"(.*)"$/s, "$1");
}

const MOST_DIGITS = 4;

/** A page of the list, from 1. */
export const page: ArgumentKind<number> = {
  arity: "optional",
  label: "page",
  what: "which page",
  parse: ([given = "1"]) => {
    if (/^[1-9]\d*$/.test(given) && given.length <= MOST_DIGITS) return Number(given);
    throw faults.REALM_PAGE_UNKNOWN({ given: sayGiven(given), pages: 1 });
  },
};
