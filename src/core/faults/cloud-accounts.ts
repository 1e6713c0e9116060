import { fault, faultWith } from "../fault.ts";

interface Named {
  readonly name: string;
}

const DO_MAIN = { name: "do-main" };

/** What can go wrong with a team's clouds, beside what their providers say; all texts are escaped. */
export const cloudAccountFaults = {
  CLOUD_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no cloud "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`cloud list\` shows them.`,
    { given: "do-mian", team: "Platform", suggestion: "do-main" },
  ),
  CLOUD_MOVED: faultWith(
    "conflict",
    (a: { readonly team: string }) =>
      `That card is about another team, or about a cloud that is gone; commands work in team ${a.team} now. Nothing was done; say \`cloud list\` to see what is there.`,
    { team: "Platform" },
  ),
  CLOUD_CHANGED: fault(
    "conflict",
    "Somebody changed or removed that cloud at the same moment, and nothing of yours was done. Look with `cloud list`, and say it again.",
  ),
  CLOUD_PROVIDER_UNKNOWN: faultWith(
    "input",
    (a: { readonly given: string; readonly providers: string; readonly suggestion: string }) =>
      `"${a.given}" is no provider that I know. ${a.suggestion === "" ? `Use one of ${a.providers}` : `Did you mean \`${a.suggestion}\`? I know ${a.providers}`}; for example: \`cloud add digitalocean do-main\`.`,
    { given: "digitalocan", providers: "existing, digitalocean, ec2", suggestion: "digitalocean" },
  ),
  CLOUD_NAME_MISSING: fault(
    "input",
    "Tell me which cloud: for example `cloud login do-main`. `cloud list` shows them.",
  ),
  CLOUD_NAME_INVALID: fault(
    "input",
    "That can't name a cloud: a name has at most 40 letters and digits, with . _ - between them. For example: `do-main`.",
  ),
  CLOUD_NAME_TAKEN: faultWith(
    "conflict",
    (a: Named) =>
      `The team has a cloud **${a.name}** already. Use another name; \`cloud list\` shows those that are taken.`,
    DO_MAIN,
  ),
  CLOUD_TOO_MANY: faultWith(
    "conflict",
    (a: { readonly most: number }) =>
      `The team has ${String(a.most)} clouds, and that is the most. Say \`cloud remove\` for one that isn't used any more.`,
    { most: 20 },
  ),
  CLOUD_VALUE_TYPED: fault(
    "input",
    "Say only a name, and nothing behind it: for example `cloud add digitalocean do-main`. If that was a token or a key, whoever can read this conversation has it now: delete the message, and revoke it at the provider. I didn't keep it; a form asks for it.",
  ),
  CLOUD_FIELD_MISSING: faultWith(
    "input",
    (a: { readonly field: string }) => `"${a.field}" is empty, and it is needed. Try again with it.`,
    { field: "API token" },
  ),
  CLOUD_ENTRIES_REFUSED: faultWith(
    "forbidden",
    (a: { readonly provider: string }) =>
      `${a.provider} doesn't accept that. Check the entries, and that the credentials are still valid there, then try again. Nothing was kept.`,
    { provider: "DigitalOcean" },
  ),
  CLOUD_WITHOUT_LOGIN: faultWith(
    "input",
    (a: Named) =>
      `Cloud **${a.name}** has no credentials: its hosts are reached with their own keys. Say \`keypair list team\` to see those.`,
    { name: "lab" },
  ),
  CLOUD_HAS_SERVERS: faultWith(
    "conflict",
    (a: Named & { readonly servers: string }) =>
      `Cloud **${a.name}** has servers: ${a.servers}. Say \`server delete\` for each of them first; nothing was removed.`,
    { ...DO_MAIN, servers: "web-1, web-2" },
  ),
  CLOUD_NOT_REMOVED: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string }) =>
      `Team ${a.team} has removed no cloud "${a.given}". Check the spelling; \`audit cloud\` shows what was removed.`,
    { given: "do-main", team: "Platform" },
  ),
};
