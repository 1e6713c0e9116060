import { fault, faultWith } from "../fault.ts";

const example = "schedule reviews octo/hello weekdays 09:30 Europe/Berlin";

/** What can be wrong with a review reminder; each sentence says how to say it right. */
export const reminderFaults = {
  REMINDER_TIME_MISSING: faultWith(
    "input",
    (a: { target: string }) =>
      `Tell me on which days and at what time: for example \`schedule reviews ${a.target} weekdays 09:30 Europe/Berlin\`.`,
    { target: "octo/hello" },
  ),
  REMINDER_DAY_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no day that I know. Say \`daily\`, \`weekdays\`, or days such as \`mon,wed,fri\`: for example \`${example}\`.`,
    { given: "someday" },
  ),
  REMINDER_TIME_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no time of day. Say it from \`00:00\` to \`23:59\`: for example \`${example}\`.`,
    { given: "25:00" },
  ),
  REMINDER_ZONE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; suggestions: string }) =>
      a.suggestions === ""
        ? `I don't know the timezone "${a.given}". Name it by continent and city, for example \`Europe/Berlin\`, or \`UTC\`.`
        : `I don't know the timezone "${a.given}". Did you mean ${a.suggestions}?`,
    { given: "Europe/Berln", suggestions: "`Europe/Berlin`" },
  ),
  REMINDER_FILTER_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no filter of reminders. There are \`+label:…\`, \`-label:…\`, \`-author:…\`, \`-title:…\`, \`for:…\`, \`older:2d\`, \`stale:1d\`, \`drafts:on\`, \`approved:on\`, \`changes:off\` and \`requested:on\`: for example \`schedule reviews octo/hello weekdays 09:30 -label:wip older:2d\`.`,
    { given: "label=wip" },
  ),
  REMINDER_FILTER_INVALID: faultWith(
    "input",
    (a: { filter: string; given: string; example: string }) =>
      `"${a.given}" can't stand behind \`${a.filter}\`. Say for example \`${a.example}\`.`,
    { filter: "older:", given: "soon", example: "older:2d" },
  ),
  REMINDER_FILTERS_MANY: faultWith(
    "input",
    (a: { most: number }) =>
      `A reminder takes at most ${String(a.most)} names in one filter. Leave some out, or say a second \`schedule reviews\` for the rest.`,
    { most: 10 },
  ),
  REMINDER_UNREACHABLE: faultWith(
    "missing",
    (a: { name: string }) =>
      `I can't find ${a.name} with your GitHub account, or our GitHub App isn't installed there. Check the spelling, or ask an owner of it to install the App.`,
    { name: "octo/hello" },
  ),
  REMINDER_EXISTS: faultWith(
    "conflict",
    (a: { number: number }) =>
      `That is reminder ${String(a.number)} already. Say \`schedule list\` to see what is scheduled here.`,
    { number: 2 },
  ),
  REMINDERS_MANY: faultWith(
    "conflict",
    (a: { most: number }) =>
      `A conversation can have ${String(a.most)} reminders, and this one has. Say \`schedule list\` to see them, and \`schedule remove 1\` to make room.`,
    { most: 25 },
  ),
  REMINDER_MISSING: faultWith(
    "missing",
    (a: { given: string }) =>
      `There is no reminder "${a.given}" here. Say \`schedule list\` to see what is scheduled, each with its number.`,
    { given: "7" },
  ),
  REMINDER_AMBIGUOUS: faultWith(
    "conflict",
    (a: { name: string; numbers: string }) =>
      `There are several reminders for ${a.name}: ${a.numbers}. Say the command again with one of these numbers.`,
    { name: "octo/hello", numbers: "1, 3" },
  ),
  REMINDER_NOT_DONE: faultWith(
    "conflict",
    (a: { number: number; state: string }) =>
      `Reminder ${String(a.number)} is ${a.state} already. Say \`schedule list\` to see what is scheduled here.`,
    { number: 2, state: "paused" },
  ),
  REMINDER_SIGN_IN_GONE: faultWith(
    // Not the asker's own sign-in, for which they would be asked.
    "conflict",
    (a: { login: string; number: number }) =>
      `Reminder ${String(a.number)} reads GitHub as @${a.login}, whose sign-in has ended. They say \`signin\`, or you take it over with \`schedule resume ${String(a.number)}\`.`,
    { login: "mona", number: 2 },
  ),
  REMINDER_FORM_EMPTY: fault(
    "input",
    "Name a repository or an owner in the form, for example `octo/hello`, and send it again.",
  ),
};
