import { fault, faultWith } from "../fault.ts";

const bug = '+label:"good first issue"';

/** What can be wrong with a filter as typed; each sentence ends in one that is right. */
export const filterFaults = {
  FILTER_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is neither a feature nor a filter. The filters are \`commits:…\`, \`+label:…\`, \`-label:…\`, \`-author:…\`, \`+repo:…\`, \`-repo:…\`, \`pulls:{…}\` and \`workflows:{…}\`, for example \`subscribe octo/hello issues ${bug}\`.`,
    { given: "issues:open" },
  ),
  FILTER_EMPTY: faultWith(
    "input",
    (a: { filter: string; example: string }) =>
      `\`${a.filter}\` needs something behind it, for example \`${a.example}\`.`,
    { filter: "+label:", example: bug },
  ),
  FILTER_QUOTE_OPEN: faultWith(
    "input",
    (a: { filter: string; example: string }) =>
      `A quote in \`${a.filter}\` isn't closed. Close it, for example \`${a.example}\`.`,
    { filter: "+label:", example: bug },
  ),
  FILTER_QUOTES_NEEDED: faultWith(
    "input",
    (a: { filter: string; example: string }) =>
      `Put a name with blanks into quotes and a comma between two names in \`${a.filter}\`, for example \`${a.example}\`.`,
    { filter: "workflows:", example: 'workflows:{name:"CI build","Lint"}' },
  ),
  FILTER_BRACES: faultWith(
    "input",
    (a: { filter: string; example: string }) =>
      `What follows \`${a.filter}\` stands in braces, for example \`${a.example}\`.`,
    { filter: "workflows:", example: 'workflows:{name:"CI" branch:main}' },
  ),
  FILTER_KEY_UNKNOWN: faultWith(
    "input",
    (a: { filter: string; given: string; keys: string; example: string }) =>
      `\`${a.filter}\` can't ask for "${a.given}", only for ${a.keys}: for example \`${a.example}\`.`,
    {
      filter: "workflows:",
      given: "nme",
      keys: "name, event, branch, actor, conclusion",
      example: "workflows:{conclusion:failure}",
    },
  ),
  FILTER_VALUE_UNKNOWN: faultWith(
    "input",
    (a: { key: string; given: string; values: string; example: string }) =>
      `"${a.given}" is no ${a.key} that I know. There are ${a.values}: for example \`${a.example}\`.`,
    {
      key: "state",
      given: "megred",
      values: "opened, reopened, closed, merged",
      example: "pulls:{state:merged}",
    },
  ),
  FILTER_CHARACTER: faultWith(
    "input",
    (a: { given: string }) =>
      `A filter can't hold "${a.given}". Write \`?\` in its place: it stands for any one character, for example \`+label:"needs ? work"\`.`,
    { given: "{" },
  ),
  FILTER_TOO_LONG: faultWith(
    "input",
    (a: { filter: string; most: number; example: string }) =>
      `A name in \`${a.filter}\` is longer than ${String(a.most)} characters. Shorten it with \`*\`, for example \`${a.example}\`.`,
    { filter: "commits:", most: 100, example: "commits:release/*" },
  ),
  FILTER_TOO_MANY: faultWith(
    "input",
    (a: { filter: string; most: number; example: string }) =>
      `\`${a.filter}\` takes at most ${String(a.most)} names. Take several together with \`*\`, for example \`${a.example}\`.`,
    { filter: "-author:", most: 30, example: "-author:*bot" },
  ),
  FILTER_NEEDS_OWNER: faultWith(
    "input",
    (a: { owner: string }) =>
      `\`+repo:\` and \`-repo:\` choose among an owner's repositories, and this is a single one. Say it of the owner: \`subscribe ${a.owner} -repo:legacy-*\`.`,
    { owner: "octo" },
  ),
  FILTER_NOT_ON: faultWith(
    "conflict",
    (a: { filters: string; name: string }) =>
      `${a.filters} is not among the filters of ${a.name}. Say \`subscribe list\` to see which are.`,
    { filters: '`+label:"bug"`', name: "octo/hello" },
  ),
  NOTHING_SUBSCRIBED: fault(
    "missing",
    "This conversation isn't subscribed to anything. Say for example `subscribe octo/hello`.",
  ),
};
