import { fault, faultWith } from "../fault.ts";

export const auditFaults = {
  AUDIT_WORD_UNKNOWN: faultWith(
    "input",
    (a: { given: string; kinds: string }) =>
      `I don't know "${a.given}" as a filter. Say a kind of thing (${a.kinds}), somebody's mention, \`octo/hello\`, \`2d\` or \`since 2026-11-01\`. For example: \`audit subscription 2d\`.`,
    { given: "yesterday", kinds: "team, key, subscription" },
  ),
  AUDIT_DATE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; word: string }) =>
      `"${a.given}" isn't a day. Write it as year, month and day, for example: \`audit ${a.word} 2026-11-01\`.`,
    { given: "monday", word: "since" },
  ),
  AUDIT_PERSON_UNKNOWN: faultWith(
    "missing",
    (a: { person: string }) =>
      `I have never heard of ${a.person}, so nothing of theirs is on record. Check the mention, or leave it out.`,
    { person: "Jon Park" },
  ),
  AUDIT_NOT_YOURS: fault(
    "forbidden",
    "Only who asked for this list can turn its pages. Say `audit` or `audit mine` for one of your own.",
  ),
};
