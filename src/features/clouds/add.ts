import type { CloudDescription, VerifiedCloud } from "../../adapters/clouds/contract/index.ts";
import type { CloudRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { getDescription, toAddForm } from "./add-form.ts";
import { sayDone } from "./answer.ts";
import { askProvider } from "./ask.ts";
import type { Deps } from "./deps.ts";
import { readAddForm, type Entered } from "./entered.ts";
import { checkRoom, getTeam } from "./find.ts";
import type { AddData } from "./form.ts";
import { byActor } from "../../core/doer.ts";
import { recordCloud } from "./history.ts";
import { noteWorking } from "./verified.ts";
import { toSoonJob } from "./verify-job.ts";
import { sayCloud, toCardSentence } from "./words.ts";

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
    const content = toAddForm(turn, description, { form: data.form, note, typed: data });
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
  { name: provider, needsCredentials }: CloudDescription,
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
  const whose = needsCredentials ? `, account ${escapeMarkdown(asked.accountName)}` : "";
  return sayDone(form, {
    text: `✅ Added ${which}: ${provider}${whose}.`,
    notes: asked.notes,
    hint: "Say **server create** to make servers there.",
  });
}
