import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { toCardText } from "../../core/plain-text.ts";

/** What is to be deployed, as it was typed. */
export interface DeployOrder {
  readonly project: string;
  /** `''` for the project's own. */
  readonly ref: string;
  /** None: all of the project's. */
  readonly servers: readonly string[];
  readonly noop: boolean;
}

export interface RollbackOrder {
  readonly project: string;
  /** A commit, or its beginning; `''` for the one before. */
  readonly to: string;
}

export interface LockOrder {
  readonly project: string;
  readonly reason: string;
}

export interface Decision {
  readonly number: number;
  readonly reason: string;
}

const MOST_SERVERS = 50;
const LONGEST_NAME = 120;
const LONGEST_REASON = 300;
/** Phones make one dash of two. */
const NOOP = /^(?:--|[–—])noop$/i;

export function sayGiven(text: string): string {
  return toCardText(text, 80);
}

/** `shop@main to web-1,web-2 --noop` */
export const deployOrder: ArgumentKind<DeployOrder> = rest(
  "project@ref to server,… --noop",
  "what to deploy: for example `deploy shop@main to web-1`",
  (words) => {
    const noop = words.some((word) => NOOP.test(word));
    const { subject, after } = split(words.filter((word) => !NOOP.test(word)));
    const at = subject.indexOf("@");
    const project = at === -1 ? subject : subject.slice(0, at);
    const ref = at === -1 ? "" : subject.slice(at + 1);
    if (project === "" || (at !== -1 && ref === "")) throw malformed(subject);
    const servers = [...new Set(after.flatMap((word) => word.split(",")).map(unquote))].filter(
      (name) => name !== "",
    );
    if (servers.length > MOST_SERVERS) throw malformed(servers.join(","));
    return { project, ref, servers, noop };
  },
);

/** `shop to 1a2b3c4` */
export const rollbackOrder: ArgumentKind<RollbackOrder> = rest(
  "project to commit",
  "what to roll back: for example `rollback shop`",
  (words) => {
    const { subject, after } = split(words);
    const [to = "", ...more] = after;
    if (subject === "" || more.length > 0) throw malformed(more[0] ?? "");
    if (to !== "" && !/^[0-9a-f]{4,64}$/i.test(to)) throw malformed(to);
    return { project: subject, to: to.toLowerCase() };
  },
);

/** `shop the sale runs` */
export const lockOrder: ArgumentKind<LockOrder> = rest(
  "project reason",
  "which project, and why: for example `lock shop the sale runs`",
  ([project = "", ...reason]) => {
    if (project === "") throw malformed("");
    return { project: unquote(project), reason: reason.join(" ").slice(0, LONGEST_REASON).toWellFormed() };
  },
);

/** `12 not before the sale` */
export const decision: ArgumentKind<Decision> = rest(
  "number reason",
  "which deployment: for example `deployment approve 12`",
  ([number = "", ...reason]) => ({
    number: getNumber(number),
    reason: reason.join(" ").slice(0, LONGEST_REASON).toWellFormed(),
  }),
);

/** `12` or `#12` */
export const whichDeployment: ArgumentKind<number> = {
  arity: "one",
  label: "number",
  what: "which deployment: for example `deployment show 12`",
  parse: ([given = ""]) => getNumber(given),
};

export const whichProject: ArgumentKind<string> = {
  arity: "one",
  label: "project",
  what: "which project",
  parse: ([given = ""]) => unquote(given).slice(0, LONGEST_NAME).toWellFormed(),
};

/** The word in front of "to", and those behind it. */
function split(words: readonly string[]): { subject: string; after: readonly string[] } {
  const [subject = "", to, ...after] = words;
  if (to !== undefined && (to.toLowerCase() !== "to" || after.length === 0)) throw malformed(to);
  return { subject: unquote(subject), after };
}

function getNumber(given: string): number {
  const digits = /^#?([1-9]\d{0,8})$/.exec(given)?.[1];
  if (digits === undefined) throw faults.DEPLOYMENT_NUMBER_INVALID({ given: sayGiven(given) });
  return Number(digits);
}

function unquote(word: string): string {
  return word.replace(/^"(.*)"$/s, "$1").trim();
}

function malformed(given: string): ReturnType<typeof faults.DEPLOY_MALFORMED> {
  return faults.DEPLOY_MALFORMED({ given: sayGiven(given) });
}
