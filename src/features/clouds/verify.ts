import type { VerifiedCloud } from "../../adapters/clouds/contract/index.ts";
import type { CloudRecord } from "../../adapters/store/contract/index.ts";
import { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { findDifferences, listServersOf, type Differences } from "./compare.ts";
import type { Deps } from "./deps.ts";
import { getCloud, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { noteRefused, noteWorking } from "./verified.ts";
import { titleOf, toCardSentence } from "./words.ts";

const MOST_NAMED = 10;
const NAME_LENGTH = 60;

/** `cloud verify <name>`: asks the provider now, and holds its servers against those that are kept. */
export async function verifyCloud(turn: Turn<{ readonly cloud: string }>, deps: Deps): Promise<Reply> {
  const cloud = await deps.store.read((reads) => getCloud(turn.args.cloud, turn.actor, reads));
  const { driver, account } = await deps.useCloud(cloud);
  const verified = await ask(() => driver.verify(account), turn, cloud, deps);
  // Nobody can be asked which hosts there are.
  const compared = driver.description.needsCredentials
    ? await tryComparing(() =>
        findDifferences({ driver, account }, deps.clock.now(), () =>
          deps.store.read((reads) => listServersOf(cloud.id, reads)),
        ),
      )
    : undefined;
  return deps.store.transaction(async (tx) => {
    await noteWorking(tx, cloud, verified, byActor(turn));
    return deps.record(tx, turn, answer(turn, cloud, verified, compared));
  });
}

/** A refusal is kept, and told as it is; what passes by itself says nothing of the credentials. */
async function ask(
  verify: () => Promise<VerifiedCloud>,
  turn: Turn<unknown>,
  cloud: CloudRecord,
  { store }: Deps,
): Promise<VerifiedCloud> {
  try {
    return await verify();
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error;
    await store.transaction((tx) => noteRefused(tx, cloud, error, byActor(turn)));
    throw error;
  }
}

/** It let us in: what it doesn't let us list is said beside that. */
async function tryComparing(compare: () => Promise<Differences>): Promise<Differences | Fault> {
  try {
    return await compare();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

function answer(
  { actor }: Turn<unknown>,
  cloud: CloudRecord,
  { accountName, notes }: VerifiedCloud,
  compared: Differences | Fault | undefined,
): Reply {
  const title = `✅ ${titleOf(cloud, getTeam(actor))} works`;
  return reply.toAsker({
    card: "clouds/verified",
    data: {
      title,
      account: `Account ${toCardText(accountName, NAME_LENGTH)}`,
      notes: notes.map((note) => ({ note: escapeMarkdown(note) })),
      findings: compared === undefined ? [] : sayFindings(compared).map((text) => ({ text })),
    },
    summary: toLine(`Cloud ${cloud.name} works`, 200),
  });
}

function sayFindings(compared: Differences | Fault): readonly string[] {
  if (compared instanceof Fault)
    return [`⚠️ I couldn't compare its servers. ${toCardSentence(compared.sentence)}`];
  const { strays, missing, untagged } = compared;
  const findings = [
    sayThose(
      strays.map(
        ({ name, providerId, region }) => `${name} (${[providerId, region].filter(Boolean).join(", ")})`,
      ),
      "There, and none of this cloud's servers",
      "Another cloud or another Ployst may have made them; if not, they cost money for nothing: delete them there.",
    ),
    sayThose(
      missing.map(({ name }) => name),
      "Kept here, and not there any more",
      "Somebody deleted them there. Say **server delete** to forget them.",
    ),
    sayThose(
      untagged.map(({ name }) => name),
      "There, but without the tag *ployst*",
      "Tag them again there, so that I find them.",
    ),
  ].filter((text) => text !== "");
  return findings.length === 0 ? ["Its servers are those that I know."] : findings;
}

function sayThose(names: readonly string[], what: string, next: string): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, MOST_NAMED).map((name) => `**${toCardText(name, NAME_LENGTH)}**`);
  const more = names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : "";
  return `⚠️ ${what}: ${shown.join(", ")}${more}. ${next}`;
}
