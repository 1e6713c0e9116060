import { optionalWord, rest, word } from "../../core/arguments.ts";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { reply } from "../../core/reply.ts";
import { createReminder } from "./create.ts";
import type { ReminderDeps } from "./deps.ts";
import { createFromForm, formData, reminderForm } from "./form.ts";
import { listReminders, pauseReminder, removeReminder, resumeReminder } from "./manage.ts";
import { runNow } from "./run-now.ts";
import { readReminder } from "./words.ts";

const scopes = ["personal", "group", "channel"] as const;
const creating = { account: "github", permission: "member" } as const;
const member = { permission: "member" } as const;
const which = word("number or owner/repo", "which reminder");
const numbers =
  "The numbers stand in `schedule list`; where a repository has one reminder, its name will do.";

export const reminderCommands: readonly CommandSpec<ReminderDeps>[] = [
  defineCommand({
    name: "schedule",
    pattern: "schedule",
    args: {},
    summary: "Schedule a review reminder by a form",
    examples: ["schedule"],
    scopes,
    needs: creating,
    run: async () => reminderForm(""),
  }),
  defineCommand({
    name: "schedule reviews",
    pattern: "schedule reviews :target :when",
    args: {
      target: optionalWord("owner/repo", "which repository or owner"),
      when: rest("days time timezone filter", "when", readReminder),
    },
    summary: "Be reminded of pull requests that wait for review",
    examples: [
      "schedule reviews octo/hello weekdays 09:30 Europe/Berlin",
      "schedule reviews octo mon,wed,fri 14:00 America/New_York older:1d",
      "schedule reviews octo/hello daily 9am UTC -label:wip -author:dependabot",
      "schedule reviews octo/hello weekdays 16:00 Europe/Paris for:octo/backend",
      "schedule reviews",
    ],
    details: [
      "Days are `daily`, `weekdays`, `weekends`, or names such as `mon,wed` and `mon-thu`. A timezone is continent and city; without one it is that of the reminder made here before, else UTC.",
      "Without days and time you get a form.",
      "Listed are open pull requests that are ready and not approved, the oldest first, 20 at most. When nothing waits, nothing is posted.",
      "Narrow it with `+label:`, `-label:`, `-author:`, `-title:` (words in titles), `for:login` or `for:org/team` (whose review is asked for), `older:2d` (open for so long), `stale:1d` (untouched for so long), `changes:off` (without those whose author is asked for changes), `requested:on` (only where somebody is asked for review).",
      "Widen it with `drafts:on` and `approved:on`.",
      "GitHub is read with the account of whoever made the reminder. If that can't see it any more, the reminder stops and says so.",
      "A time that clocks skip runs when they go on; one that comes twice runs once. If I was down, it runs up to two hours late.",
    ],
    scopes,
    needs: creating,
    menu: true,
    run: async (turn, { reminders }: ReminderDeps) => {
      const { target, when } = turn.args;
      if (target === undefined || when === undefined) return reminderForm(target ?? "");
      return createReminder(turn, { target, ...when }, (text) => reply.text(text), reminders);
    },
  }),
  defineCommand({
    name: "schedule list",
    pattern: "schedule list",
    args: {},
    summary: "Show the reminders of this conversation",
    examples: ["schedule list"],
    scopes,
    needs: member,
    run: (turn, { reminders }: ReminderDeps) => listReminders(turn, reminders),
  }),
  defineCommand({
    name: "schedule run",
    pattern: "schedule run :which",
    args: { which },
    summary: "Show now what a reminder would post",
    examples: ["schedule run 1", "schedule run octo/hello"],
    details: [numbers, "GitHub is read with the account of whoever made the reminder."],
    scopes,
    needs: member,
    run: (turn, { reminders }: ReminderDeps) => runNow(turn, turn.args.which, reminders),
  }),
  defineCommand({
    name: "schedule pause",
    pattern: "schedule pause :which",
    args: { which },
    summary: "Pause a reminder",
    examples: ["schedule pause 1", "schedule pause octo/hello"],
    details: [numbers],
    scopes,
    needs: member,
    run: (turn, { reminders }: ReminderDeps) => pauseReminder(turn, turn.args.which, reminders),
  }),
  defineCommand({
    name: "schedule resume",
    pattern: "schedule resume :which",
    args: { which },
    summary: "Let a reminder go on, with your GitHub account",
    examples: ["schedule resume 1", "schedule resume octo/hello"],
    details: [
      numbers,
      "Whoever resumes it must be able to see what it is about, and it reads GitHub as them.",
    ],
    scopes,
    needs: creating,
    run: (turn, { reminders }: ReminderDeps) => resumeReminder(turn, turn.args.which, reminders),
  }),
  defineCommand({
    name: "schedule remove",
    pattern: "schedule remove :which",
    args: { which },
    summary: "Remove a reminder",
    examples: ["schedule remove 1", "schedule remove octo/hello"],
    details: [numbers, "The answer says how to have it back."],
    scopes,
    needs: member,
    run: (turn, { reminders }: ReminderDeps) => removeReminder(turn, turn.args.which, reminders),
  }),
];

export const reminderActions: readonly ActionSpec<ReminderDeps>[] = [
  defineAction({
    verb: "schedule.create",
    summary: "Schedule a review reminder",
    data: formData,
    needs: creating,
    run: (turn, { reminders }: ReminderDeps) => createFromForm(turn, reminders),
  }),
];
