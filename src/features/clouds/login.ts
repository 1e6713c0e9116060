import type { CloudDescription, VerifiedCloud } from "../../adapters/clouds/contract/index.ts";
import type { CloudRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn } from "../../core/turn.ts";
import { sayDone } from "./answer.ts";
import { askProvider } from "./ask.ts";
import type { Deps } from "./deps.ts";
import { getCloud, getCloudById, getTeam } from "./find.ts";
import { readLoginForm } from "./entered.ts";
import type { Inputs } from "./fields.ts";
import { toFormCard, toLoginInputs, type Form, type LoginData } from "./form.ts";
import { byActor } from "../../core/doer.ts";
import { recordCloud } from "./history.ts";
import { findDescription } from "./providers.ts";
import { readSettings } from "./settings.ts";
import { accountNameOf, noteWorking } from "./verified.ts";
import { toSoonJob } from "./verify-job.ts";
import { sayCloud, toCardSentence } from "./words.ts";

/** `cloud login <name>`: asks for other credentials, where nobody reads along. */
export async function askLogin(turn: Turn<{ readonly cloud: string }>, deps: Deps): Promise<Reply> {
  const cloud = await deps.store.read((reads) => getCloud(turn.args.cloud, turn.actor, reads));
  const description = getDescription(cloud, deps);
  if (turn.place.reference.type === "personal")
    return reply.toAsker(formCard(cloud, description, { form: "card", note: "", typed: {} }));
  return reply.toAsker({
    card: "clouds/login-offer",
    data: { title: `Log in to ${sayCloud(cloud)} again`, cloud: cloud.id },
    summary: `Log in to cloud ${cloud.name} again`,
  });
}

/** The button: the form as a dialog. */
export async function openLoginForm(
  turn: ActionTurn<{ readonly cloud: string }>,
  deps: Deps,
): Promise<Reply> {
  const cloud = await deps.store.read((reads) => getCloudById(turn.data.cloud, turn.actor, reads));
  const content = formCard(cloud, getDescription(cloud, deps), { form: "dialog", note: "", typed: {} });
  return reply.dialog(content.summary, content);
}

/** The form was sent. What the provider refuses is not kept: the credentials before stay as they are. */
export async function saveLogin(turn: ActionTurn<LoginData>, deps: Deps): Promise<Reply> {
  const { data, actor } = turn;
  const cloud = await deps.store.read((reads) => getCloudById(data.cloud, actor, reads));
  const description = getDescription(cloud, deps);
  try {
    const credentials = readLoginForm(data, description);
    const entered = { ...cloud, settings: readSettings(cloud), credentials };
    const asked = await askProvider(entered, description, deps);
    if (asked instanceof Fault && !asked.retryable) throw asked;
    return await keepLogin(turn, cloud, credentials, asked, deps);
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error;
    const note = `⚠️ ${toCardSentence(error.sentence)}`;
    const content = formCard(cloud, description, { form: data.form, note, typed: data });
    return data.form === "dialog"
      ? reply.dialog(content.summary, content)
      : reply.replaceCard(content.card, content.data, content.summary);
  }
}

function keepLogin(
  turn: ActionTurn<LoginData>,
  cloud: CloudRecord,
  credentials: Readonly<Record<string, string>>,
  asked: VerifiedCloud | Fault,
  deps: Deps,
): Promise<Reply> {
  const { name: provider } = getDescription(cloud, deps);
  return deps.store.transaction(async (tx) => {
    if (!(await tx.clouds.setCredentials(cloud.id, credentials)))
      throw faults.CLOUD_MOVED({ team: getTeam(turn.actor).name });
    const changed = await getCloudById(cloud.id, turn.actor, tx);
    await recordCloud(tx, changed, byActor(turn), { verb: "updated", data: { changed: "credentials" } });
    if (asked instanceof Fault) await tx.jobs.create(toSoonJob(changed, deps.clock.now()));
    else await noteWorking(tx, changed, asked, byActor(turn));
    const which = `${sayCloud(cloud)} of team **${getTeam(turn.actor).name}**`;
    const text =
      asked instanceof Fault
        ? `🟡 Saved the new credentials of ${which}. ${provider} doesn't answer at the moment; it is asked again by itself.`
        : `✅ ${provider} accepts the new credentials of ${which}.${sayOtherAccount(cloud, asked)}`;
    const notes = asked instanceof Fault ? [] : asked.notes;
    return deps.record(tx, turn, sayDone(turn.data.form, { text, notes, hint: "" }));
  });
}

/** Servers of one account are unknown in another. */
function sayOtherAccount(cloud: CloudRecord, { accountName }: VerifiedCloud): string {
  const before = accountNameOf(cloud);
  if (before === "" || before === accountName) return "";
  const [now, then] = [accountName, before].map((name) => escapeMarkdown(name));
  return ` ⚠️ They are of account ${now ?? ""}; those before were of ${then ?? ""}. Servers that were made there can't be reached from here: say **cloud verify ${escapeMarkdown(cloud.name)}** to see which.`;
}

function formCard(
  cloud: CloudRecord,
  description: CloudDescription,
  { form, note, typed }: { readonly form: Form; readonly note: string; readonly typed: Inputs },
): CardContent {
  const title = `New credentials of ${sayCloud(cloud)}`;
  const hidden = { provider: description.key, team: cloud.teamId, cloud: cloud.id };
  const inputs = toLoginInputs(description, typed);
  return toFormCard({ title, verb: "cloud.login.save", form, note, hidden, inputs }, description);
}

/** Throws CLOUD_WITHOUT_LOGIN for providers that ask nobody who they are. */
function getDescription(cloud: CloudRecord, { providers }: Pick<Deps, "providers">): CloudDescription {
  const description = findDescription(cloud.provider, providers);
  if (description?.needsCredentials === true) return description;
  throw faults.CLOUD_WITHOUT_LOGIN({ name: escapeMarkdown(cloud.name) });
}
