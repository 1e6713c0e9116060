import type { ListedSubscription, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { printChoice } from "../../core/filters/print.ts";
import type { Choice } from "../../core/filters/read.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn } from "../../core/turn.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { readForm, toFields, toForm, toVersion, type Form, type FormData } from "./edit-form.ts";
import { choiceList, toChoice, withChoice } from "./feature-words.ts";
import { getHeld, getNamed, getPressed } from "./find-here.ts";
import { recordChange } from "./history.ts";
import { pausedWords } from "./paused.ts";
import { savedCard } from "./saved.ts";
import { findSilenceOf, NOTHING_SILENT, type Silence } from "./silent.ts";

type Deps = SubscriptionDeps["subscriptions"];
const TITLE = "Edit subscription";

/** `subscribe edit owner/repo`: the form as a card, for clients without dialogs and for who types. */
export async function edit(
  turn: Turn<{ readonly target: string }>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const row = await getNamed(turn, turn.args.target, deps);
  const { card, data, summary } = toFreshForm(row, "card", "");
  return reply.card(card, data, summary);
}

/** The button Edit: the form as a dialog. */
export async function openEdit(turn: ActionTurn<{ readonly id: string }>, deps: Deps): Promise<Reply> {
  const row = await getPressed(turn, turn.data.id, deps);
  return reply.dialog(TITLE, toFreshForm(row, "dialog", ""));
}

/** Exactly what the form says is on afterwards, unless somebody changed the subscription while it was open. */
export async function saveEdit(turn: ActionTurn<FormData>, deps: Deps): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const row = await getPressed(turn, turn.data.id, deps);
  const read = tryReading(turn.data, row);
  if (read instanceof Fault) return showAgain(turn.data, row, read);
  const silence = await findSilenceOf(row, read.features, github.id, deps);
  return deps.store.transaction(async (tx) =>
    deps.record(tx, turn, await write(tx, turn, row, read, silence)),
  );
}

function tryReading(data: FormData, row: ListedSubscription): Choice | Fault {
  try {
    return readForm(data, row.ghArtifactType, row.ghArtifactName.split("/")[0] ?? "");
  } catch (error) {
    // What was typed is not to be typed again: it comes back with what is wrong with it.
    if (error instanceof Fault && error.kind === "input") return error;
    throw error;
  }
}

async function write(
  tx: Transaction,
  turn: ActionTurn<FormData>,
  row: ListedSubscription,
  after: Choice,
  silence: Silence,
): Promise<Reply> {
  const { form, version } = turn.data;
  const current = await getHeld(tx, row);
  const before = toChoice(current.settings);
  if (toVersion(after) === toVersion(before))
    return toAnswer(turn, row, { text: "Nothing to change:", choice: before, silence: NOTHING_SILENT });
  if (toVersion(before) !== version)
    return show(
      toFreshForm(
        { ...row, ...current },
        form,
        "⚠️ Somebody changed it meanwhile. This is how it stands now.",
      ),
      form,
    );
  const { features, filters } = after;
  await tx.subscriptions.update(row.id, withChoice(current.settings, features, filters));
  const words = printChoice(features, filters);
  await recordChange(tx, turn, current, { verb: "updated", data: { features, words } });
  return toAnswer(turn, { ...row, ...current }, { text: "✅ Updated.", choice: after, silence });
}

function toAnswer(
  turn: ActionTurn<FormData>,
  row: ListedSubscription,
  { text, choice, silence }: { text: string; choice: Choice; silence: Silence },
): Reply {
  const name = escapeMarkdown(row.ghArtifactName);
  const place = thisPlace(turn.place);
  const told = `${place} gets ${choiceList(choice, escapeMarkdown)} from **${name}**${pausedWords(row)}.`;
  const summary = `${place} gets ${choiceList(choice, (words) => words)} from ${row.ghArtifactName}`;
  const card = savedCard({ id: row.id, text: `${text} ${told}`, summary, silence });
  return turn.data.form === "card"
    ? reply.replaceCard(card.card, card.data, card.summary)
    : reply.card(card.card, card.data, card.summary);
}

function showAgain(typed: FormData, row: ListedSubscription, { sentence }: Fault): Reply {
  const { form, version } = typed;
  // Cards know no code marks.
  const note = `⚠️ ${sentence.replace(/`/g, '"')}`;
  return show(toForm(row, { form, version, fields: typed, note }), form);
}

function show(content: CardContent, form: Form): Reply {
  return form === "dialog"
    ? reply.dialog(TITLE, content)
    : reply.replaceCard(content.card, content.data, content.summary);
}

function toFreshForm(row: ListedSubscription, form: Form, note: string): CardContent {
  const choice = toChoice(row.settings);
  return toForm(row, { form, version: toVersion(choice), fields: toFields(choice), note });
}
