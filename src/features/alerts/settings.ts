import type { AlertPreferences } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, LinkedGitHub, Turn, TurnContext } from "../../core/turn.ts";
import type { AlertCommandDeps } from "./deps.ts";
import { ALERT_KINDS, withKinds, type AlertKind } from "./kinds.ts";
import { changePreferences, readPreferences } from "./preferences.ts";
import { findZone } from "./quiet-hours.ts";
import type { QuietWish } from "./read-quiet.ts";
import { toQuietWords, toSentence, toSettingsCard } from "./settings-card.ts";

type Deps = AlertCommandDeps;
type Change = (before: AlertPreferences) => AlertPreferences;

/** `alerts` */
export async function showAlerts(turn: Turn<unknown>, { alertSettings: deps }: Deps): Promise<Reply> {
  const preferences = await readPreferences(turn, deps);
  const github = await deps.findGitHub(turn.actor.userId);
  return toAnswer(turn, preferences, github, "");
}

/** `alerts on|off [kind…]` */
export function switchAlerts(state: "on" | "off") {
  return async (
    turn: Turn<{ kinds: readonly AlertKind[] }>,
    { alertSettings: deps }: Deps,
  ): Promise<Reply> => {
    const kinds = turn.args.kinds.length === 0 ? ALERT_KINDS : turn.args.kinds;
    return change(turn, deps, (before) => withKinds(before, kinds, state), state === "on");
  };
}

/** `mentions on|off` */
export async function switchMentions(
  turn: Turn<{ state: "on" | "off" }>,
  { alertSettings: deps }: Deps,
): Promise<Reply> {
  const pings = turn.args.state === "on";
  return deps.store.transaction(async (tx) => {
    await changePreferences(tx, turn, (before) => ({ ...before, pings }), deps);
    const text = pings
      ? "🔔 Conversations may mention you when GitHub asks for you. Say `mentions off` to stop that."
      : "🔕 Conversations don't mention you any more. Say `mentions on` to have it back.";
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** `alerts quiet …` */
export async function setQuiet(
  turn: Turn<{ wish: QuietWish }>,
  { alertSettings: deps }: Deps,
): Promise<Reply> {
  const { wish } = turn.args;
  return deps.store.transaction(async (tx) => {
    const after = await changePreferences(tx, turn, (before) => withQuiet(before, wish, turn), deps);
    return deps.record(tx, turn, reply.toAsker({ text: toQuietAnswer(after, wish) }));
  });
}

/** A switch of the settings card. */
export async function pressSwitch(
  turn: ActionTurn<{ what: AlertKind | "mentions"; to: "on" | "off" }>,
  { alertSettings: deps }: Deps,
): Promise<Reply> {
  const { what, to } = turn.data;
  const isOn = to === "on";
  const wanted: Change = (before) =>
    what === "mentions" ? { ...before, pings: isOn } : withKinds(before, [what], to);
  return change(turn, deps, wanted, isOn && what !== "mentions", true);
}

async function change(
  turn: TurnContext,
  deps: Deps["alertSettings"],
  wanted: Change,
  needsChat: boolean,
  isButton = false,
): Promise<Reply> {
  const github = await deps.findGitHub(turn.actor.userId);
  return deps.store.transaction(async (tx) => {
    const after = await changePreferences(tx, turn, wanted, deps);
    if (needsChat && after.conversationId === "") throw faults.ALERT_CHAT_UNKNOWN();
    const answer = isButton
      ? ({ kind: "replace-card", content: toSettingsCard(after, github) } as const)
      : toAnswer(turn, after, github, "✅ Done");
    return deps.record(tx, turn, answer);
  });
}

/** The card where they are alone; a sentence where others would press its buttons. */
function toAnswer(
  turn: TurnContext,
  preferences: AlertPreferences,
  github: LinkedGitHub | undefined,
  done: string,
): Reply {
  if (turn.place.reference.type === "personal")
    return reply.toAsker(toSettingsCard(preferences, github, done));
  const text = `${done === "" ? "" : "✅ "}${toSentence(preferences)} Say \`alerts\` in a 1:1 chat with me to change it with a click.`;
  return reply.toAsker({ text });
}

function withQuiet(before: AlertPreferences, wish: QuietWish, turn: TurnContext): AlertPreferences {
  if (wish.kind === "off") return { ...before, quietFrom: "", quietUntil: "", quietWeekends: false };
  const zone = wish.zone ?? (before.zone === "" ? zoneOf(turn) : before.zone);
  return { ...before, quietFrom: wish.from, quietUntil: wish.until, quietWeekends: wish.weekends, zone };
}

/** What Teams says of the person's own clock, if it does. */
function zoneOf({ actor }: TurnContext): string {
  return findZone(actor.person.timezone ?? "") ?? "";
}

function toQuietAnswer(after: AlertPreferences, wish: QuietWish): string {
  if (wish.kind === "off") return "🔔 No quiet hours any more: alerts come when they happen.";
  const held = "What comes then waits, and I tell it in one message when they end.";
  const zone =
    after.zone === ""
      ? " Teams doesn't tell me your timezone, so that is UTC; add yours, for example `alerts quiet 19:00-08:00 Europe/Berlin`."
      : "";
  return `🔕 ${toQuietWords(after)}. ${held}${zone}`;
}
