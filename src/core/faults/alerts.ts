import { fault, faultWith } from "../fault.ts";

/** What can be wrong with personal alerts and with who is who; each sentence says how to say it right. */
export const alertFaults = {
  ALERT_KIND_UNKNOWN: faultWith(
    "input",
    (a: { given: string; kinds: string }) =>
      `"${a.given}" is nothing that I alert of. There are: ${a.kinds}. For example: \`alerts on mentioned assigned\`.`,
    { given: "mention", kinds: "review-requested, assigned, mentioned, checks-failed" },
  ),
  ALERT_CHAT_UNKNOWN: fault(
    "input",
    "I don't know our 1:1 chat yet, and alerts go there. Open a 1:1 chat with me and say `alerts on`.",
  ),
  ALERT_QUIET_MISSING: fault(
    "input",
    "Tell me when to be quiet: for example `alerts quiet 19:00-08:00 weekends Europe/Berlin`, or `alerts quiet off`.",
  ),
  ALERT_HOURS_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" are no hours that I understand. Say from when until when on a 24-hour clock: for example \`alerts quiet 19:00-08:00\`.`,
    { given: "7pm-8am" },
  ),
  ALERT_ZONE_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `I don't know the timezone "${a.given}". Name it by continent and city: for example \`alerts quiet 19:00-08:00 Europe/Berlin\`.`,
    { given: "Berlin" },
  ),
  MENTIONS_STATE_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) => `"${a.given}" is neither on nor off. Say \`mentions on\` or \`mentions off\`.`,
    { given: "maybe" },
  ),
  PERSON_NOT_MENTIONED: fault(
    "input",
    "Mention the one person whom the login belongs to, in a channel or chat that they are in: for example `people map octocat @Mona Lisa`.",
  ),
  PERSON_NOT_HERE: fault(
    "input",
    "I can map only members of your organization who are in this channel or chat. Say it, and mention them, where they are a member.",
  ),
  LOGIN_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" can't be a GitHub login. Give it as it stands in the address of their profile: for example \`people map octocat @Mona Lisa\`.`,
    { given: "mona lisa" },
  ),
  LOGIN_NOT_MAPPED: faultWith(
    "missing",
    (a: { login: string }) => `Nobody is mapped to @${a.login}. Say \`people list\` to see who is.`,
    { login: "octocat" },
  ),
};
