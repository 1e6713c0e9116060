import type { ProviderId, Verified } from "../../adapters/services/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import type { Owner } from "../../core/owner.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { recordService } from "./connection.ts";
import type { Deps } from "./deps.ts";
import { findWebhookSecret } from "./webhook-address.ts";
import { formCard, readForm, shownTexts, type Entered, type FormData } from "./form.ts";
import { toSoonJob } from "./verify-job.ts";

/**
 * The form was sent: the service is asked first, and only what it accepts is kept. While it is away the entries are
 * kept as unverified, and it is asked again by itself.
 */
export async function saveForm(
  turn: ActionTurn<FormData>,
  id: ProviderId,
  owner: Owner,
  deps: Deps,
): Promise<Reply> {
  const read = tryReading(turn.data, id, deps);
  if (read instanceof Fault) return showAgain(turn.data, id, owner, read, deps);
  const asked = await ask(read, id, deps);
  if (asked instanceof Fault && !asked.retryable) return showAgain(turn.data, id, owner, asked, deps);
  return deps.store.transaction(async (tx) => {
    const isVerified = !(asked instanceof Fault);
    const webhookSecret = await findWebhookSecret(tx, await tx.serviceConnections.findByOwner(owner.key, id));
    const saved = await tx.serviceConnections.save({
      ...owner.key,
      provider: id,
      baseUrl: read.baseUrl,
      // Whoever changes a token doesn't mean to enter the webhook anew.
      credentials: { ...read.credentials, ...webhookSecret },
      settings: isVerified ? { ...asked.settings, accountName: asked.accountName } : {},
    });
    await recordService(tx, turn, owner, saved, { verb: "enabled", toState: "unverified" });
    if (!isVerified) await tx.jobs.create(toSoonJob(saved, deps.clock.now()));
    if (isVerified) {
      const moved = await tx.serviceConnections.markEnabled(saved);
      if (moved !== undefined) await recordService(tx, turn, owner, saved, { verb: "verified", ...moved });
    }
    return deps.record(tx, turn, answer(id, owner, isVerified ? asked : undefined, deps));
  });
}

function tryReading(data: FormData, id: ProviderId, deps: Deps): Entered | Fault {
  try {
    return readForm(data, id, deps);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** What the service says of the entries; a fault that passes when it is away. */
async function ask(entered: Entered, id: ProviderId, deps: Deps): Promise<Verified | Fault> {
  const { name } = deps.providers[id].description;
  try {
    return await deps.providers[id].verify(entered);
  } catch (error) {
    if (isFault(error, "SERVICE_CREDENTIALS_REFUSED") || isFault(error, "SERVICE_FORBIDDEN"))
      return faults.SERVICE_ENTRIES_REFUSED({ service: name });
    if (error instanceof Fault) return error;
    throw error;
  }
}

function showAgain(data: FormData, id: ProviderId, owner: Owner, { sentence }: Fault, deps: Deps): Reply {
  // Cards know no code marks.
  const note = `⚠️ ${sentence.replace(/`/g, '"')}`;
  const content = formCard(id, owner, { form: data.form, note, texts: shownTexts(data, id, deps) }, deps);
  return data.form === "dialog"
    ? reply.dialog(content.summary, content)
    : reply.replaceCard(content.card, content.data, content.summary);
}

function answer(id: ProviderId, owner: Owner, verified: Verified | undefined, deps: Deps): Reply {
  const { name, notifyExample } = deps.providers[id].description;
  const text =
    verified === undefined
      ? `🟡 ${name} ${owner.of} is saved. ${name} doesn't answer at the moment; it is asked again by itself.`
      : `✅ ${name} ${owner.of} is enabled.`;
  const hint =
    verified === undefined ? "" : `${HINTS[id]} · For its webhook: service rotate${owner.word} ${id}`;
  return reply.replaceCard("services/done", { text, hint, notifyExample }, text);
}

const HINTS: Readonly<Record<ProviderId, string>> = {
  jira: "Say for example: jira PROJ-1",
  sprintly: "Say for example: sprintly 12",
  rally: "Say for example: rally US123",
  targetprocess: "Say for example: tp 1234",
  jenkins: "Say for example: jenkins folder/job",
  travis: "Say for example: travis owner/repo",
};
