import { fault, faultWith } from "../fault.ts";

interface Malformed {
  /** `''` where there is nothing. */
  readonly given: string;
  readonly verb: "list" | "set" | "unset" | "show" | "share" | "part";
}

/** What has to be said, with an example. */
function sayWanted(verb: Malformed["verb"]): string {
  switch (verb) {
    case "list":
      return "Say whose variables. For example: `env list cloud:do-main`.";
    case "part":
      return "Say whose variables. For example: `env part server:web-2`.";
    case "share":
      return "Say whose variables change, and whose they use then. For example: `env share server:web-2 server:web-1`.";
    default:
      return `Say whose variable, and which. For example: \`env ${verb} cloud:do-main DB_PASSWORD\`.`;
  }
}

interface Unknown {
  readonly kind: "cloud" | "server" | "project";
  readonly given: string;
  readonly team: string;
  /** `''` for none. */
  readonly suggestion: string;
}

/** What can go wrong with environment variables; all texts are escaped, and none is a value. */
export const environmentFaults = {
  ENV_MALFORMED: faultWith(
    "input",
    (a: Malformed) => `${a.given === "" ? "" : `I can't read "${a.given}". `}${sayWanted(a.verb)}`,
    { given: "", verb: "unset" },
  ),
  ENV_SCOPE_INVALID: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `"${a.given}" is nothing that has variables. Say \`team\`, \`cloud:name\`, \`server:name\` or \`project:name\`; for example: \`env set project:shop APP_ENV\`.`,
    { given: "shop" },
  ),
  ENV_SCOPE_UNKNOWN: faultWith(
    "missing",
    (a: Unknown) =>
      `Team ${a.team} has no ${a.kind} "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.kind}:${a.suggestion}\`?`} \`${a.kind} list\` shows them.`,
    { kind: "cloud", given: "do-mian", team: "Platform", suggestion: "do-main" },
  ),
  ENV_SCOPE_MOVED: faultWith(
    "conflict",
    (a: { readonly team: string }) =>
      `That card is about something that is not, or no longer, in team ${a.team}. Nothing was done; say \`env list\` to see what is.`,
    { team: "Platform" },
  ),
  ENV_NAME_INVALID: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `"${a.given}" can't name a variable: a name has letters, digits and underscores, doesn't begin with a digit, and has at most 100 of them. For example: \`DB_PASSWORD\`.`,
    { given: "2ND" },
  ),
  ENV_NAME_REFUSED: faultWith(
    "input",
    (a: { readonly name: string }) =>
      `\`${a.name}\` belongs to the shell itself: setting it would end every login on a server. Use another name, for example \`APP_${a.name}\`.`,
    { name: "UID" },
  ),
  ENV_VALUE_TYPED: fault(
    "input",
    "That message had a value in it! Whoever can read this conversation has it now: treat it as leaked. Delete the message, and change the value where it comes from. I didn't keep it. Say only `env set team DB_PASSWORD`, and a form asks for the value.",
  ),
  ENV_VALUE_EMPTY: fault(
    "input",
    "The value is empty. Enter one, or use `env unset` to delete the variable.",
  ),
  ENV_VALUE_INVALID: faultWith(
    "input",
    (a: { readonly most: number }) =>
      `A value has at most ${a.most.toLocaleString("en-US")} characters, and no zero bytes. Use a shorter one, or a file on the server.`,
    { most: 16_000 },
  ),
  ENV_TOO_MUCH: faultWith(
    "input",
    (a: { readonly most: number; readonly kibibytes: number }) =>
      `That is more than there is room for: at most ${String(a.most)} variables, and ${String(a.kibibytes)} KiB together. Use \`env unset\` for what isn't needed any more.`,
    { most: 100, kibibytes: 64 },
  ),
  ENV_VARIABLE_UNKNOWN: faultWith(
    "missing",
    (a: {
      readonly scope: string;
      readonly name: string;
      readonly suggestion: string;
      readonly list: string;
    }) =>
      `There is no variable \`${a.name}\` of ${a.scope} itself. ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`env list ${a.list}\` shows what there is.`,
    {
      scope: "cloud **do-main**",
      name: "DB_PASSWROD",
      suggestion: "DB_PASSWORD",
      list: "cloud:do-main",
    },
  ),
  ENV_SHARE_SAME: faultWith(
    "input",
    (a: { readonly scope: string }) =>
      `That is ${a.scope} twice. Say whose variables change, and whose they use then. For example: \`env share server:web-2 server:web-1\`.`,
    { scope: "server **web-1**" },
  ),
  ENV_SHARED_ALREADY: faultWith(
    "conflict",
    (a: { readonly scope: string; readonly other: string; readonly part: string }) =>
      `${a.scope} and ${a.other} share their variables already. Nothing was done; \`env part ${a.part}\` ends that.`,
    { scope: "Server **web-2**", other: "server **web-1**", part: "server:web-2" },
  ),
  ENV_NOTHING_TO_SHARE: faultWith(
    "conflict",
    (a: { readonly scope: string; readonly set: string }) =>
      `${a.scope} has no variables of its own yet, so there is nothing to share. Set one first: \`env set ${a.set} DB_PASSWORD\`.`,
    { scope: "Server **web-1**", set: "server:web-1" },
  ),
  ENV_NOT_SHARED: faultWith(
    "conflict",
    (a: { readonly scope: string; readonly list: string }) =>
      `${a.scope} shares no variables of its own with anybody. Nothing was done; look with \`env list ${a.list}\`.`,
    { scope: "Server **web-1**", list: "server:web-1" },
  ),
  ENV_CHANGED: fault(
    "conflict",
    "Somebody changed those variables at the same moment, and nothing of yours was done. Look with `env list`, and say it again.",
  ),
};
