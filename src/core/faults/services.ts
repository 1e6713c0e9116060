import { faultWith } from "../fault.ts";

const NAME = { service: "Jira" };

/** What can go wrong with a service that somebody connected; `service` is its name, `host` what was typed. */
export const serviceFaults = {
  SERVICE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; services: string; suggestion: string }) =>
      a.suggestion === ""
        ? `I know no service "${a.given}". Use one of: ${a.services}.`
        : `I know no service "${a.given}". Did you mean \`${a.suggestion}\`? There are: ${a.services}.`,
    { given: "jirra", services: "jira, jenkins", suggestion: "jira" },
  ),
  SERVICE_NOT_ENABLED: faultWith(
    "missing",
    (a: { service: string; id: string }) =>
      `${a.service} isn't joined with your account or team yet. Say \`service enable ${a.id}\` to set it up.`,
    { service: "Jira", id: "jira" },
  ),
  SERVICE_FIELD_MISSING: faultWith(
    "input",
    (a: { field: string }) =>
      `"${a.field}" is empty, and it can't be done without. Fill it in and try again.`,
    { field: "API token" },
  ),
  SERVICE_ENTRIES_REFUSED: faultWith(
    "forbidden",
    (a: { service: string }) =>
      `${a.service} doesn't accept that. Nothing was saved: check the entries and try again.`,
    { service: "Jira" },
  ),
  SERVICE_ADDRESS_INVALID: faultWith(
    "input",
    (a: { service: string; example: string }) =>
      `That is not an address that I can use for ${a.service}. Give me https and a host, for example \`${a.example}\`.`,
    { ...NAME, example: "https://example.atlassian.net" },
  ),
  SERVICE_ADDRESS_PRIVATE: faultWith(
    "forbidden",
    (a: { host: string }) =>
      `${a.host} is inside a private network, where I don't go unasked. If it should be reached, ask whoever runs this bot to add it to \`OUTBOUND_PRIVATE_HOSTS\`.`,
    { host: "jenkins.corp" },
  ),
  SERVICE_REDIRECTS: faultWith(
    "input",
    (a: { service: string; host: string }) =>
      `${a.service} at that address sends me on to ${a.host}, and I don't follow with your credentials. Use the address that your browser ends up at.`,
    { ...NAME, host: "login.example.com" },
  ),
  SERVICE_CERTIFICATE: faultWith(
    "unavailable",
    (a: { service: string; host: string }) =>
      `The certificate of ${a.host} is not one that I trust, so I sent nothing to ${a.service}. Ask whoever runs it to mend it, or whoever runs this bot to trust its authority (\`NODE_EXTRA_CA_CERTS\`).`,
    { ...NAME, host: "jira.example.com" },
  ),
  SERVICE_UNREACHABLE: faultWith(
    "unavailable",
    (a: { service: string }) => `${a.service} doesn't answer at the moment. Try again in a minute.`,
    NAME,
    { retryable: true },
  ),
  SERVICE_NOT_UNDERSTOOD: faultWith(
    "unavailable",
    (a: { service: string; host: string }) =>
      `${a.host} answered something that isn't ${a.service}'s. Check the address: is it the one of the service itself, not of a login page or a proxy?`,
    { ...NAME, host: "jira.example.com" },
  ),
  SERVICE_TOO_BIG: faultWith(
    "unavailable",
    (a: { service: string }) =>
      `${a.service} answered with more than I read of an answer. Ask for something smaller, or open it there.`,
    NAME,
  ),
  SERVICE_CREDENTIALS_REFUSED: faultWith(
    "forbidden",
    (a: { service: string }) =>
      `${a.service} doesn't accept those credentials. Check them there, then use Configure in \`services\` to enter them again.`,
    NAME,
  ),
  SERVICE_FORBIDDEN: faultWith(
    "forbidden",
    (a: { service: string }) =>
      `${a.service} doesn't let that account do this. Ask somebody with the right there, or connect another account in \`services\`.`,
    NAME,
  ),
  SERVICE_ITEM_MISSING: faultWith(
    "input",
    (a: { service: string; key: string }) =>
      `${a.service} has no ${a.key}, or doesn't show it to that account. Check how it is written.`,
    { ...NAME, key: "PROJ-1" },
  ),
  SERVICE_RATE_LIMITED: faultWith(
    "unavailable",
    (a: { service: string; minutes: number }) =>
      `${a.service} wants me to slow down. Try again in ${a.minutes === 1 ? "a minute" : `${String(a.minutes)} minutes`}.`,
    { ...NAME, minutes: 5 },
    { retryable: true },
  ),
  SERVICE_REFUSED: faultWith(
    "conflict",
    (a: { service: string; reason: string }) =>
      a.reason === ""
        ? `${a.service} refused that. Open it there to see why.`
        : `${a.service} refused that: ${a.reason}. Open it there to see more.`,
    { ...NAME, reason: "Field 'summary' is required" },
  ),
  SERVICE_OUTCOME_UNKNOWN: faultWith(
    "unavailable",
    (a: { service: string; what: string }) =>
      `${a.service} didn't answer, and I don't know whether ${a.what} arrived. Check there before you repeat it.`,
    { ...NAME, what: "your comment on PROJ-1" },
  ),
  SERVICE_CHANGED: faultWith(
    "conflict",
    (a: { service: string }) =>
      `${a.service} was set up anew or disabled while I asked it. Say \`services\` to see how it stands.`,
    NAME,
  ),
  SERVICE_OTHER_SITE: faultWith(
    "conflict",
    (a: { service: string }) =>
      `That card is of another ${a.service} than the one that you use here. Say the command yourself, or open the card's link.`,
    NAME,
  ),
  SERVICE_TEXT_TOO_LONG: faultWith(
    "input",
    (a: { most: number }) =>
      `That is longer than the ${String(a.most)} characters that there is room for. Say it shorter.`,
    { most: 255 },
  ),
  SERVICE_TRANSITION_UNKNOWN: faultWith(
    "input",
    (a: { service: string; key: string; given: string; possible: string; suggestion: string }) => {
      if (a.possible === "")
        return `${a.service} lets that account move ${a.key} nowhere. Open it there to see its workflow.`;
      const meant = a.suggestion === "" ? "" : ` Did you mean ${a.suggestion}?`;
      const where = a.given === "" ? "there" : `to "${a.given}"`;
      return `${a.key} can't be moved ${where} now.${meant} Use one of: ${a.possible}.`;
    },
    { ...NAME, key: "PROJ-1", given: "Dune", possible: "In Progress, Done", suggestion: "Done" },
  ),
  SERVICE_PARAMETER_MALFORMED: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no parameter. Say it like \`jenkins build team/app BRANCH=main\`, at most 30 of them.`,
    { given: "BRANCH" },
  ),
  SERVICE_PARAMETERS_HIDDEN: faultWith(
    "input",
    (a: { job: string }) =>
      `That build of ${a.job} had parameters that I can't read or repeat: passwords, files, or texts of several lines. Start it in Jenkins, or say \`jenkins build …\` with them.`,
    { job: "team/app" },
  ),
};
