import { z } from "zod";
import { optionalSetting, setting } from "./setting.ts";
import { isLoopbackHost, oneOf, textLike } from "./values.ts";

/** `rfc2307`: groups name their members (memberUid); `rfc2307bis`: groups of names (member). */
export type GroupStyle = "rfc2307" | "rfc2307bis";

/** The directory in which people get their POSIX accounts. */
export interface DirectoryConfig {
  readonly url: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly peopleDn: string;
  /** Undefined: teams have no groups there. */
  readonly groupsDn: string | undefined;
  readonly groupStyle: GroupStyle;
  readonly keyAttribute: string;
  readonly startTls: boolean;
  readonly uidRange: NumberRange;
  /** PEM file of the authority that signed the server's certificate; undefined: the system's authorities. */
  readonly caFile: string | undefined;
}

/** Both ends belong to it. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

const MOST = 2_147_483_647;
/** 65534 is nobody, 65535 the "no change" of 16-bit systems. */
const RESERVED = [65_534, 65_535];

function ldapUrl(): z.ZodType<string, string> {
  return z.string().transform((text, context) => {
    const url = URL.parse(text);
    const isLdap = url !== null && (url.protocol === "ldap:" || url.protocol === "ldaps:");
    if (isLdap && url.hostname !== "" && url.username === "" && ["", "/"].includes(url.pathname))
      return `${url.protocol}//${url.host}`;
    context.addIssue("expected ldap://host[:port] or ldaps://host[:port]");
    return z.NEVER;
  });
}

function numberRange(): z.ZodType<NumberRange, string> {
  return z.string().transform((text, context) => {
    const [, from, to] = /^(\d{4,10})-(\d{4,10})$/.exec(text) ?? [];
    const range = { first: Number(from), last: Number(to) };
    const isGood = range.first >= 1_000 && range.first < range.last && range.last <= MOST;
    if (isGood && !RESERVED.some((one) => one >= range.first && one <= range.last)) return range;
    context.addIssue("expected two numbers like 20000-59999, from 1000 up and without 65534 and 65535");
    return z.NEVER;
  });
}

const dn = (): z.ZodType<string, string> =>
  textLike(/^[A-Za-z][A-Za-z0-9-]*=[^,]+(?:,\s*[A-Za-z][A-Za-z0-9-]*=[^,]+)*$/, "a distinguished name");

export const directorySection = {
  title: "Directory",
  description:
    "Where people get their POSIX accounts (RFC 2307). Without LDAP_URL there is no directory and nobody is asked for the details that it needs.",
  settings: {
    url: optionalSetting({
      name: "LDAP_URL",
      schema: ldapUrl(),
      example: "ldaps://ldap.example.com",
      description: "The directory server. `ldap://` needs LDAP_START_TLS, except on loopback.",
    }),
    bindDn: optionalSetting({
      name: "LDAP_BIND_DN",
      schema: dn(),
      example: "cn=ployst,dc=example,dc=com",
      description: "Who Ployst is in the directory; may write below the two names that follow.",
    }),
    bindPassword: optionalSetting({
      name: "LDAP_BIND_PASSWORD",
      schema: z.string(),
      isSecret: true,
      description: "Its password.",
    }),
    peopleDn: optionalSetting({
      name: "LDAP_PEOPLE_DN",
      schema: dn(),
      example: "ou=people,dc=example,dc=com",
      description: "Where people's entries are made.",
    }),
    groupsDn: optionalSetting({
      name: "LDAP_GROUPS_DN",
      schema: dn(),
      example: "ou=groups,dc=example,dc=com",
      description: "Where teams' groups are made. Unset: teams have none.",
    }),
    groupStyle: setting({
      name: "LDAP_GROUP_STYLE",
      schema: oneOf(["rfc2307", "rfc2307bis"]),
      fallback: "rfc2307",
      description: "How groups list their members: `memberUid` (rfc2307) or `member` (rfc2307bis).",
    }),
    keyAttribute: setting({
      name: "LDAP_KEY_ATTRIBUTE",
      schema: oneOf(["sshPublicKey", "ipaSshPubKey"]),
      fallback: "sshPublicKey",
      description: "Attribute for SSH public keys: openssh-lpk's, or FreeIPA's.",
    }),
    startTls: setting({
      name: "LDAP_START_TLS",
      schema: oneOf(["true", "false"]).transform((word) => word === "true"),
      fallback: "false",
      description: "Turns an `ldap://` connection into an encrypted one before anything is said.",
    }),
    uidRange: setting({
      name: "LDAP_UID_RANGE",
      schema: numberRange(),
      fallback: "20000-59999",
      description: "User and group numbers that Ployst may give out; none is given out twice.",
    }),
    caFile: optionalSetting({
      name: "LDAP_CA_FILE",
      schema: textLike(/^[^\n\r]+$/, "the path of a file"),
      example: "/etc/ssl/certs/ldap-ca.pem",
      description: "PEM file of the authority that signed the server's certificate.",
    }),
  },
} as const;

/** May this address be spoken to without encryption? */
export function isLoopbackUrl(url: string): boolean {
  return isLoopbackHost(URL.parse(url)?.hostname ?? "");
}
