import { faultWith } from "../fault.ts";

const NAME = { provider: "DigitalOcean" };

/** What nobody there knows, with the nearest that there is. */
interface Unknown {
  readonly provider: string;
  readonly given: string;
  /** `''` where it makes no difference. */
  readonly region: string;
  /** `''` for none. */
  readonly suggestion: string;
}

/** What can go wrong with a cloud; `provider` is its name, `what` is what was to be done, as in "I don't know whether … arrived". */
export const cloudFaults = {
  CLOUD_CREDENTIALS_REFUSED: faultWith(
    "forbidden",
    (a: { provider: string }) =>
      `${a.provider} doesn't accept those credentials. Check them there, then use \`cloud login\` to enter them again.`,
    NAME,
  ),
  CLOUD_SCOPE_MISSING: faultWith(
    "forbidden",
    (a: { provider: string; scopes: string }) =>
      `${a.provider} doesn't let these credentials do that: they lack ${a.scopes}. Add it there, or use \`cloud login\` to enter others.`,
    { ...NAME, scopes: "`droplet:create`" },
  ),
  CLOUD_QUOTA: faultWith(
    "conflict",
    (a: { provider: string; limit: string }) =>
      `${a.provider} gives that account no more servers${a.limit === "" ? "" : ` (${a.limit})`}. Nothing was created: delete one that isn't used, or ask ${a.provider} for a higher limit.`,
    { ...NAME, limit: "10 of 10 droplets" },
  ),
  CLOUD_FULL: faultWith(
    "conflict",
    (a: { provider: string; size: string; region: string }) =>
      `${a.provider} has no room for ${a.size} in ${a.region} now. Nothing was created: use another size or region, or try later.`,
    { ...NAME, size: "m7i.large", region: "eu-central-1" },
  ),
  CLOUD_REGION_UNKNOWN: faultWith(
    "input",
    (a: Omit<Unknown, "region">) => unknown("region", { ...a, region: "" }),
    { ...NAME, given: "fra2", suggestion: "fra1" },
  ),
  CLOUD_SIZE_UNKNOWN: faultWith("input", (a: Unknown) => unknown("size", a), {
    ...NAME,
    given: "s-1vcpu-1g",
    region: "fra1",
    suggestion: "s-1vcpu-1gb",
  }),
  CLOUD_IMAGE_UNKNOWN: faultWith("input", (a: Unknown) => unknown("image", a), {
    ...NAME,
    given: "debian-12",
    region: "fra1",
    suggestion: "debian-12-x64",
  }),
  CLOUD_BUSY: faultWith(
    "unavailable",
    (a: { provider: string }) => `${a.provider} is still at work on that server. Try again in a minute.`,
    NAME,
    { retryable: true },
  ),
  CLOUD_LIMITED: faultWith(
    "unavailable",
    (a: { provider: string; minutes: number }) =>
      `${a.provider} wants me to slow down. Try again in ${a.minutes === 1 ? "a minute" : `${String(a.minutes)} minutes`}.`,
    { ...NAME, minutes: 5 },
    { retryable: true },
  ),
  CLOUD_UNAVAILABLE: faultWith(
    "unavailable",
    (a: { provider: string }) =>
      `${a.provider} doesn't answer as it should at the moment. Try again in a minute.`,
    NAME,
    { retryable: true },
  ),
  CLOUD_OUTCOME_UNKNOWN: faultWith(
    "unavailable",
    (a: { provider: string; what: string }) =>
      `${a.provider} didn't answer, and I don't know yet whether ${a.what} arrived. Try again in a minute: I look before I repeat it.`,
    { ...NAME, what: "the new server" },
    { retryable: true },
  ),
  CLOUD_SERVER_GONE: faultWith(
    "missing",
    (a: { provider: string }) =>
      `${a.provider} has no such server any more. Check there whether somebody deleted it.`,
    NAME,
  ),
  CLOUD_REFUSED: faultWith(
    "conflict",
    (a: { provider: string; reason: string }) =>
      a.reason === ""
        ? `${a.provider} refused that. Open it there to see why.`
        : `${a.provider} refused that: ${a.reason}. Change it, or open it there to see more.`,
    { ...NAME, reason: "Only valid hostname characters are allowed" },
  ),
  CLOUD_POWER_UNSUPPORTED: faultWith(
    "input",
    (a: { provider: string }) =>
      `I can't switch servers of ${a.provider} on or off: I only know their address. Use their own console, or log in and restart them there.`,
    { provider: "a list of hosts" },
  ),
  CLOUD_ADDRESS_INVALID: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no host. Give me a name or an address, for example \`build-1.example.com\` or \`203.0.113.7\`.`,
    { given: "https://build-1" },
  ),
  CLOUD_USER_DATA_UNKNOWN: faultWith(
    "input",
    (a: { forms: string }) =>
      `Those first-boot instructions are of a kind that I can't combine with the keys. Use one of: ${a.forms}.`,
    { forms: "`#cloud-config`, a script that begins with `#!`" },
  ),
  CLOUD_USER_DATA_TOO_LONG: faultWith(
    "input",
    (a: { bytes: number; most: number }) =>
      `The keys and first-boot instructions have ${String(a.bytes)} bytes together, and ${String(a.most)} is the most that all providers take. Use a script that fetches the rest.`,
    { bytes: 20_000, most: 16_384 },
  ),
};

function unknown(kind: string, { provider, given, region, suggestion }: Unknown): string {
  const where = region === "" ? "" : ` in ${region}`;
  const next =
    suggestion === ""
      ? "Say `server create` to choose from what there is."
      : `Did you mean \`${suggestion}\`?`;
  return `${provider} has no ${kind} "${given}"${where}. ${next}`;
}
