import { z } from "zod";
import { defineAction, type ActionSpec } from "../core/action.ts";
import { addMilliseconds, MINUTE } from "../core/clock.ts";
import type { CommandTurn } from "../core/command.ts";
import { faults } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { escapeMarkdown, unescapeMarkdown } from "../core/markdown.ts";
import type { CardContent } from "../core/message.ts";
import { toLine } from "../core/plain-text.ts";
import { reply, type Reply } from "../core/reply.ts";
import type { ActionTurn, ConfirmationRequest } from "../core/turn.ts";
import type { Bot } from "./bot.ts";
import type { ConfirmationRow } from "./store.ts";

/** How long a confirmation card can be used. */
export const CONFIRMATION_MINUTES = 10;

const LONGEST_SUMMARY = 200;

/** Where a kept target says what has to be typed. */
const TYPING = "toType";

/** Keeps what is to be confirmed, bound to actor, exact target and expiry, and shows the card for it. */
export async function askConfirmation<Deps>(
  request: ConfirmationRequest,
  turn: CommandTurn,
  bot: Pick<Bot<Deps>, "store" | "clock">,
): Promise<Reply> {
  const row = await bot.store.transaction((tx) =>
    tx.confirmations.create({
      userId: turn.actor.userId,
      conversationId: turn.place.conversationId,
      command: turn.text,
      target: toBound(request, turn),
      expiresAt: addMilliseconds(bot.clock.now(), CONFIRMATION_MINUTES * MINUTE),
    }),
  );
  const { card, data } = request.card ?? toQuestionCard(request);
  const { team, person } = turn.actor;
  const names = { team: escapeMarkdown(team?.name ?? ""), asker: escapeMarkdown(person.displayName) };
  return reply.card(
    card,
    { ...data, ...names, id: row.id, label: request.label },
    toSummary(request.question),
  );
}

/** Notifications show no Markdown. */
function toSummary(question: string): string {
  return toLine(unescapeMarkdown(question.replaceAll("**", "")), LONGEST_SUMMARY);
}

function toQuestionCard({
  question,
  tone,
  facts = [],
  typing = "",
}: ConfirmationRequest): Pick<CardContent, "card" | "data"> {
  const style = tone === "makes" ? "positive" : "destructive";
  return { card: "bot/confirm", data: { question, style, facts, typing } };
}

/**
 * What is agreed to in one team holds in no other: the channel may be linked to another by the time of the press. What has
 * to be typed is kept with it.
 */
export function toBound(
  { target, typing }: Pick<ConfirmationRequest, "target" | "typing">,
  { actor: { team } }: Pick<CommandTurn, "actor">,
): JsonObject {
  return {
    ...target,
    ...(team !== undefined && { inTeam: team.id }),
    ...(typing !== undefined && { [TYPING]: typing }),
  };
}

export function sameTarget(a: JsonObject, b: JsonObject): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Runs a command that its person confirmed. */
export type RunConfirmed = (turn: ActionTurn<unknown>, confirmation: ConfirmationRow) => Promise<Reply>;

export interface ConfirmationDeps {
  readonly confirmations: {
    find(id: string): Promise<ConfirmationRow | undefined>;
    use(id: string, userId: string, usedBy: string): Promise<ConfirmationRow | undefined>;
  };
  readonly runConfirmed: RunConfirmed;
}

const data = z.object({ id: z.string().max(64) });
const confirmData = data.extend({ typed: z.string().max(200).default("") });

/** The two buttons of every confirmation card. Single use: a second press finds it used. */
export const confirmationActions: readonly ActionSpec<ConfirmationDeps>[] = [
  defineAction({
    verb: "confirm",
    summary: "Confirm what a command asked",
    data: confirmData,
    needs: { permission: "anyone" },
    run: async (turn, deps: ConfirmationDeps) => {
      const row = await useOwn(turn, deps, (found) => {
        refuseUntyped(found, turn.data.typed);
      });
      return deps.runConfirmed(turn, row);
    },
  }),
  defineAction({
    verb: "cancel",
    summary: "Cancel what a command asked",
    data,
    needs: { permission: "anyone" },
    run: async (turn, deps: ConfirmationDeps) => {
      const row = await useOwn(turn, deps);
      return reply.replaceCard(
        "bot/confirmed",
        { text: `Cancelled: ${escapeMarkdown(row.command)}` },
        "Cancelled",
      );
    },
  }),
];

/** `check` throws where it may not be used yet: it stays for another press. */
async function useOwn(
  turn: ActionTurn<{ id: string }>,
  deps: ConfirmationDeps,
  check: (row: ConfirmationRow) => void = () => undefined,
): Promise<ConfirmationRow> {
  const row = await deps.confirmations.find(turn.data.id);
  // A button that was carried to another conversation isn't the one that was shown.
  if (row?.conversationId !== turn.place.conversationId) throw faults.CONFIRMATION_GONE();
  if (row.userId !== turn.actor.userId) throw faults.CONFIRMATION_NOT_YOURS();
  check(row);
  const used = await deps.confirmations.use(row.id, turn.actor.userId, turn.jobId);
  if (used === undefined) throw faults.CONFIRMATION_GONE();
  return used;
}

function refuseUntyped({ target }: ConfirmationRow, typed: string): void {
  const wanted = target[TYPING];
  if (typeof wanted !== "string" || typed.normalize("NFC").trim() === wanted.normalize("NFC")) return;
  throw faults.CONFIRMATION_NOT_TYPED({ wanted: escapeMarkdown(wanted) });
}
