import { rest, type ArgumentKind } from "../../../core/arguments.ts";
import { faults } from "../../../core/errors.ts";
import { sayGiven } from "../find.ts";
import { readServerName } from "../name.ts";
import { readSharable, type Sharable } from "./environment.ts";

/** The most servers that one order makes. */
export const MOST_AT_ONCE = 10;

/** What was said of wanted servers so far. `''` and 0 stand for what is left open. */
export interface Draft {
  readonly name: string;
  /** The cloud's name. */
  readonly cloud: string;
  readonly image: string;
  readonly size: string;
  readonly region: string;
  readonly count: number;
  /** `team:deploys` for one of the team's, `laptop` for one of the asker's own. */
  readonly keys: readonly string[];
  readonly user: string;
  readonly port: number;
  readonly os: "" | "linux" | "windows";
  /** Of a host that is there already. */
  readonly address: string;
  /** Whose variables it shares; undefined for none. */
  readonly env: Sharable | undefined;
}

export const EMPTY: Draft = {
  ...{ name: "", cloud: "", image: "", size: "", region: "", count: 0, keys: [] },
  ...{ user: "", port: 0, os: "", address: "", env: undefined },
};

const LONGEST_VALUE = 200;
/** What sshd and providers name things with. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,119}$/;
const USER = /^[a-z_][a-z0-9_.-]{0,31}$/i;

type Reader = (text: string) => Partial<Draft>;

const READERS: Readonly<Record<string, Reader>> = {
  cloud: (cloud) => ({ cloud }),
  image: (text) => ({ image: getPlain(text, "the image", "image=debian-12-x64") }),
  size: (text) => ({ size: getPlain(text, "the size", "size=s-1vcpu-1gb") }),
  region: (text) => ({ region: getPlain(text, "the region", "region=fra1") }),
  count: (text) => ({ count: getCount(text) }),
  keys: (text) => ({ keys: [...new Set(text.split(",").filter((one) => one !== ""))] }),
  user: (text) => ({ user: getUser(text) }),
  port: (text) => ({ port: getPort(text) }),
  os: (text) => ({ os: getOs(text) }),
  address: (address) => ({ address }),
  env: (text) => ({ env: readSharable(text) }),
};

/** `web cloud=do-main size=s-1vcpu-1gb image=debian-12-x64 count=2 keys=team:deploys` */
export const draft: ArgumentKind<Draft> = rest(
  "name key=value",
  "what to make: for example `server create web-1`",
  (words) => words.reduce<Draft>(withWord, EMPTY),
);

function withWord(before: Draft, word: string): Draft {
  const [, key = "", value = ""] = /^([a-z]+)=(.*)$/is.exec(word) ?? [];
  if (key === "") {
    if (before.name !== "") throw faults.SERVER_ORDER_MALFORMED({ given: sayGiven(word) });
    return { ...before, name: readServerName(word) };
  }
  const read = readerOf(key.toLowerCase());
  const text = unquote(value);
  if (read === undefined || text === "" || text.length > LONGEST_VALUE)
    throw faults.SERVER_ORDER_MALFORMED({ given: sayGiven(word) });
  return { ...before, ...read(text) };
}

/** What a form sent: a text for each field, `''` for what is left open. Throws as the command does. */
export function readFields(fields: Readonly<Record<string, string>>): Draft {
  return Object.entries(fields).reduce<Draft>((before, [key, given]) => {
    const text = given.trim().slice(0, LONGEST_VALUE);
    if (text === "") return before;
    if (key === "name") return { ...before, name: readServerName(text) };
    const read = readerOf(key);
    return read === undefined ? before : { ...before, ...read(text) };
  }, EMPTY);
}

/** The command that means this draft. */
export function toCommand(wanted: Draft): string {
  const { name, cloud, image, size, region, count, keys, user, port, os, address, env } = wanted;
  const pairs = [
    ["cloud", cloud],
    ["address", address],
    ["size", size],
    ["image", image],
    ["region", region],
    ["count", count === 0 ? "" : String(count)],
    ["keys", keys.join(",")],
    ["user", user],
    ["port", port === 0 ? "" : String(port)],
    ["os", os],
    ["env", env === undefined ? "" : `${env.kind}:${env.name}`],
  ];
  const given = pairs.filter(([, value]) => value !== "");
  return ["server create", name, ...given.map(([key = "", value = ""]) => `${key}=${quote(value)}`)]
    .filter((part) => part !== "")
    .join(" ");
}

function readerOf(key: string): Reader | undefined {
  return Object.hasOwn(READERS, key) ? READERS[key] : undefined;
}

function quote(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

function unquote(value: string): string {
  return value.replace(/^"(.*)"$/s, "$1");
}

function getPlain(text: string, field: string, example: string): string {
  if (!PLAIN.test(text)) throw faults.SERVER_FIELD_INVALID({ field, example });
  return text;
}

function getCount(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST_AT_ONCE) throw faults.SERVER_COUNT_INVALID({ most: MOST_AT_ONCE });
  return count;
}

function getUser(text: string): string {
  if (!USER.test(text)) throw faults.SERVER_FIELD_INVALID({ field: "the user", example: "user=deploy" });
  return text;
}

function getPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw faults.SERVER_FIELD_INVALID({ field: "the port", example: "port=22" });
  return port;
}

function getOs(text: string): "linux" | "windows" {
  const os = text.toLowerCase();
  if (os === "linux" || os === "windows") return os;
  throw faults.SERVER_FIELD_INVALID({ field: "the system", example: "os=linux" });
}
