import type { CloudDescription, VerifiedCloud } from "../../adapters/clouds/contract/index.ts";
import type { CloudRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn, TurnContext } from "../../core/turn.ts";
import { sayDone } from "./answer.ts";
import { readWanted } from "./arguments.ts";
import { askProvider } from "./ask.ts";
import type { Deps } from "./deps.ts";
import { checkRoom, getTeam } from "./find.ts";
import {
  readAddForm,
  toAddInputs,
  toFormCard,
  type AddData,
  type Entered,
  type Form,
  type Inputs,
} from "./form.ts";
import { byActor, recordCloud } from "./history.ts";
import { findDescription } from "./providers.ts";
import { noteWorking } from "./verified.ts";
import { toSoonJob } from "./verify-job.ts";
import { sayCloud, toCardSentence } from "./words.ts";

/**
 * `cloud add [provider] [name]`: the providers to choose from, or the form of one. In a 1:1 chat the form is a card, for
 * clients without dialogs; where others read along it is a dialog.
 */
export function askForCloud(turn: Turn<{ readonly cloud: readonly string[] }>, deps: Deps): Promise<Reply> {
  const { description, name } = readWanted(turn.args.cloud, deps.providers);
  if (description === undefined) return Promise.resolve(offer(turn, deps.providers.descriptions, name));
  if (turn.place.reference.type !== "personal") return Promise.resolve(offer(turn, [description], name));
  const content = formCard(turn, description, { form: "card", note: "", typed: { cloudName: name } });
  return Promise.resolve(reply.toAsker(content));
}

function offer(turn: TurnContext, descriptions: readonly CloudDescription[], name: string): Reply {
  const team = getTeam(turn.actor);
  return reply.toAsker({
    card: "clouds/offer",
    data: {
      title: `Add a cloud to team **${team.name}**`,
      team: team.id,
      cloudName: name,
      providers: descriptions.map((one) => ({ provider: one.key, name: one.name, what: one.summary })),
    },
    summary: `Add a cloud to team ${turn.actor.team?.name ?? ""}`,
  });
}

/** The button of a provider: its form as a dialog. */
export function openAddForm(
  turn: ActionTurn<{ readonly provider: string; readonly team: string; readonly cloudName: string }>,
  deps: Deps,
): Promise<Reply> {
  const { provider, team, cloudName } = turn.data;
  const description = getDescription(turn, provider, team, deps);
  const content = formCard(turn, description, { form: "dialog", note: "", typed: { cloudName } });
  return Promise.resolve(reply.dialog(content.summary, content));
}

/**
 * The form was sent: the provider is asked first, and only what it accepts is kept. While it is away the entries are kept as
 * unchecked, and it is asked again by itself.
 */
export async function saveCloud(turn: ActionTurn<AddData>, deps: Deps): Promise<Reply> {
  const { data } = turn;
  const description = getDescription(turn, data.provider, data.team, deps);
  try {
    const entered = readAddForm(data, description, deps);
    await deps.store.read((reads) => checkRoom(entered.name, data.team, reads));
    const asked = await askProvider(entered, description, deps);
    if (asked instanceof Fault && !asked.retryable) throw asked;
    return await keepCloud(turn, entered, description, asked, deps);
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error;
    const note = `⚠️ ${toCardSentence(error.sentence)}`;
    const content = formCard(turn, description, { form: data.form, note, typed: data });
    return data.form === "dialog"
      ? reply.dialog(content.summary, content)
      : reply.replaceCard(content.card, content.data, content.summary);
  }
}

function keepCloud(
  turn: ActionTurn<AddData>,
  entered: Entered,
  description: CloudDescription,
  asked: VerifiedCloud | Fault,
  deps: Deps,
): Promise<Reply> {
  const { name, address, region, privateNetwork, settings, credentials } = entered;
  const team = getTeam(turn.actor);
  return deps.store.transaction(async (tx) => {
    await checkRoom(name, team.id, tx);
    const cloud = await tx.clouds.create({
      ...{ teamId: team.id, name, provider: description.key, address, region, privateNetwork, settings },
      ...(description.needsCredentials && { credentials }),
    });
    if (cloud === undefined) throw faults.CLOUD_NAME_TAKEN({ name: escapeMarkdown(name) });
    const transition = { toState: cloud.state };
    await recordCloud(tx, cloud, byActor(turn), { verb: "created", data: { region, ...transition } });
    if (asked instanceof Fault) await tx.jobs.create(toSoonJob(cloud, deps.clock.now()));
    else await noteWorking(tx, cloud, asked, byActor(turn));
    return deps.record(tx, turn, answer(turn, cloud, description, asked));
  });
}

function answer(
  turn: ActionTurn<AddData>,
  cloud: CloudRecord,
  { name: provider }: CloudDescription,
  asked: VerifiedCloud | Fault,
): Reply {
  const which = `${sayCloud(cloud)} of team **${getTeam(turn.actor).name}**`;
  const { form } = turn.data;
  if (asked instanceof Fault)
    return sayDone(form, {
      text: `🟡 Saved ${which}. ${provider} doesn't answer at the moment; it is asked again by itself.`,
      notes: [],
      hint: "",
    });
  return sayDone(form, {
    text: `✅ Added ${which}: ${provider}, account ${escapeMarkdown(asked.accountName)}.`,
    notes: asked.notes,
    hint: "Say **server create** to make servers there.",
  });
}

function formCard(
  { actor }: TurnContext,
  description: CloudDescription,
  { form, note, typed }: { readonly form: Form; readonly note: string; readonly typed: Inputs },
) {
  const team = getTeam(actor);
  const title = `Add a cloud to team **${team.name}**: ${description.name}`;
  const hidden = { provider: description.key, team: team.id, cloud: "" };
  const inputs = toAddInputs(description, typed);
  return toFormCard({ title, verb: "cloud.save", form, note, hidden, inputs }, description);
}

/** Throws ACTION_INVALID, and CLOUD_MOVED where the card was made for another team than that in force. */
function getDescription(
  { actor }: TurnContext,
  provider: string,
  teamId: string,
  { providers }: Pick<Deps, "providers">,
): CloudDescription {
  const description = findDescription(provider, providers);
  if (description === undefined) throw faults.ACTION_INVALID();
  const team = getTeam(actor);
  if (team.id !== teamId) throw faults.CLOUD_MOVED({ team: team.name });
  return description;
}
