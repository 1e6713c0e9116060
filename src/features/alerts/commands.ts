import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { AlertCommandDeps } from "./deps.ts";
import { ALERT_KINDS, isAlertKind, type AlertKind } from "./kinds.ts";
import { readQuiet } from "./read-quiet.ts";
import { pressSwitch, setQuiet, showAlerts, switchAlerts, switchMentions } from "./settings.ts";

const scopes = ["personal", "group", "channel"] as const;
const kinds = rest("kind", "which alerts", readKinds);
const listed = ALERT_KINDS.map((kind) => `\`${kind}\``).join(", ");

const onOrOff: ArgumentKind<"on" | "off"> = {
  arity: "one",
  label: "on or off",
  what: "`on` or `off`",
  parse: ([given = ""]) => {
    const state = given.toLowerCase();
    if (state === "on" || state === "off") return state;
    throw faults.MENTIONS_STATE_UNKNOWN({ given: toGiven(given) });
  },
};

export const alertCommands: readonly CommandSpec<AlertCommandDeps>[] = [
  defineCommand({
    name: "alerts",
    pattern: "alerts",
    args: {},
    summary: "Show and change what I tell you alone",
    examples: ["alerts"],
    details: ["In a 1:1 chat you get a card with a switch for each."],
    scopes,
    needs: { permission: "member" },
    menu: true,
    run: showAlerts,
  }),
  defineCommand({
    name: "alerts on",
    pattern: "alerts on :kinds",
    args: { kinds },
    summary: "Be told in our 1:1 chat when GitHub needs you",
    examples: ["alerts on", "alerts on review-requested mentioned"],
    details: [
      `Kinds: ${listed}. Without any you get all.`,
      "They come from every repository that our GitHub App reaches and you can read, subscribed or not.",
      "A subject has one card that keeps up; what you did yourself is never told. Failed checks are those of your own open pull requests, once a commit.",
    ],
    scopes,
    needs: { account: "github", permission: "member" },
    run: switchAlerts("on"),
  }),
  defineCommand({
    name: "alerts off",
    pattern: "alerts off :kinds",
    args: { kinds },
    summary: "Stop what I tell you alone",
    examples: ["alerts off", "alerts off checks-failed"],
    details: [
      `Kinds: ${listed}. Without any all stop. Conversations go on mentioning you: see \`mentions off\`.`,
    ],
    scopes,
    needs: { permission: "member" },
    run: switchAlerts("off"),
  }),
  defineCommand({
    name: "alerts quiet",
    pattern: "alerts quiet :wish",
    args: { wish: rest("hours, weekends, timezone, or off", "when to be quiet", readQuiet) },
    summary: "Hold alerts in your quiet hours",
    examples: [
      "alerts quiet 19:00-08:00",
      "alerts quiet 19:00-08:00 weekends Europe/Berlin",
      "alerts quiet weekends",
      "alerts quiet off",
    ],
    details: [
      "What comes then waits, and is told in one message when they end.",
      "Times are those of your clock, summer time or not; without a timezone the one that Teams tells me, else UTC.",
    ],
    scopes,
    needs: { permission: "member" },
    run: setQuiet,
  }),
  defineCommand({
    name: "mentions",
    pattern: "mentions :state",
    args: { state: onOrOff },
    summary: "Choose whether conversations mention you",
    examples: ["mentions off", "mentions on"],
    details: [
      "On, a review request, an assignment or an @mention of your GitHub login mentions you in the conversations that hear of it and that you are in.",
    ],
    scopes,
    needs: { permission: "member" },
    run: switchMentions,
  }),
];

export const alertActions: readonly ActionSpec<AlertCommandDeps>[] = [
  defineAction({
    verb: "alerts.switch",
    summary: "Turn an alert on or off",
    data: z.object({ what: z.enum([...ALERT_KINDS, "mentions"]), to: z.enum(["on", "off"]) }),
    needs: { permission: "member" },
    run: pressSwitch,
  }),
];

function readKinds(words: readonly string[]): readonly AlertKind[] {
  return words.map((word) => {
    const kind = word.toLowerCase().replace(/,$/, "");
    if (isAlertKind(kind)) return kind;
    throw faults.ALERT_KIND_UNKNOWN({ given: toGiven(word), kinds: ALERT_KINDS.join(", ") });
  });
}

function toGiven(word: string): string {
  return escapeMarkdown(word.slice(0, 80).toWellFormed());
}
