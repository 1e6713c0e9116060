import type { GitHubPerson, ReachedRepository } from "../../adapters/github/contract/index.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { changeTracked, MOST_TRACKED, namesOf, tellChanged, toPlace } from "./change.ts";
import type { Deps, RepositoryDeps } from "./deps.ts";
import { endKey } from "./last-one.ts";
import { isEmptyWithout } from "./save.ts";
import { gitHubOf, recordKey } from "./ssh-key.ts";

const MOST_NAMED = 20;
const AT_ONCE = 5;
/** Lines of `repos tracked`. */
const MOST_LISTED = 100;

type NamesTurn = Turn<{ readonly names: readonly string[] }>;
interface Named {
  readonly owner: string;
  readonly name: string;
}

/** `repos track owner/repo …` */
export async function trackNamed(turn: NamesTurn, { repositories: deps }: RepositoryDeps): Promise<Reply> {
  const named = readNames(turn.args.names, deps);
  const found = await deps.asConnected(gitHubOf(turn).id, (person) =>
    mapConcurrently(named, AT_ONCE, (one) => findReached(one, person, deps)),
  );
  const missing = named.filter((_, index) => found[index] === undefined);
  const add = found.filter((one) => one !== undefined).map(toPlace);
  if (add.length === 0) throw faults.REPOSITORIES_NOT_REACHED({ names: namesOf(missing) });
  return deps.store.transaction(async (tx) => {
    const notes =
      missing.length > 0 ? [faults.REPOSITORIES_NOT_REACHED({ names: namesOf(missing) }).sentence] : [];
    const { added } = await changeTracked(tx, turn, { add, drop: [], notes: notes.map(withoutCode) }, deps);
    // The card that shows how they are copied is the answer.
    if (added.length > 0) return deps.record(tx, turn, reply.toAsker());
    const text = [`You track ${namesOf(add)} already.`, ...notes].join("\n\n");
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** `repos untrack owner/repo …`: asks GitHub nothing, so that what is out of reach can go. */
export async function untrackNamed(turn: NamesTurn, { repositories: deps }: RepositoryDeps): Promise<Reply> {
  const named = readNames(turn.args.names, deps);
  const tracked = await deps.store.read((reads) =>
    reads.trackedRepositories.list(turn.actor.userId, { limit: MOST_TRACKED }),
  );
  const rows = named.map((one) => tracked.find((row) => keyOf(row) === keyOf(one)));
  const missing = named.filter((_, index) => rows[index] === undefined);
  const drop = rows.flatMap((row) => row?.ghRepoId ?? []);
  if (drop.length === 0) throw faults.REPOSITORIES_NOT_TRACKED({ names: namesOf(missing) });
  const end = await endKey(turn, { isLast: await isEmptyWithout(turn, drop, deps) }, deps);
  return deps.store.transaction(async (tx) => {
    const changed = await changeTracked(tx, turn, { add: [], drop }, deps);
    if (end.removed !== undefined) await recordKey(tx, turn, end.removed, gitHubOf(turn), "unregistered");
    const unknown =
      missing.length > 0 ? [faults.REPOSITORIES_NOT_TRACKED({ names: namesOf(missing) }).sentence] : [];
    const text = [...tellChanged(changed), ...end.told, ...unknown].join("\n\n");
    return deps.record(tx, turn, reply.toAsker({ text: text === "" ? "Nothing was changed." : text }));
  });
}

/** `repos tracked` */
export async function listTracked(
  { actor }: Turn<unknown>,
  { repositories: { store } }: RepositoryDeps,
): Promise<Reply> {
  const { tracked, count } = await store.read(async (reads) => ({
    tracked: await reads.trackedRepositories.list(actor.userId, { limit: MOST_LISTED }),
    count: await reads.trackedRepositories.count(actor.userId),
  }));
  if (count === 0)
    return reply.toAsker({ text: "You track no repositories yet. Say `repos` to choose some." });
  const lines = tracked.map(({ owner, name }) => `- ${escapeMarkdown(`${owner}/${name}`)}`);
  const more = count > tracked.length ? [`- and ${String(count - tracked.length)} more`] : [];
  return reply.toAsker({ text: ["**Tracked for you**", ...lines, ...more].join("\n") });
}

/** Cards know no code marks. */
function withoutCode(text: string): string {
  return text.replace(/`/g, '"');
}

function readNames(words: readonly string[], { parseTarget }: Pick<Deps, "parseTarget">): readonly Named[] {
  const given = words.flatMap((word) => word.split(",")).filter((word) => word !== "");
  if (given.length === 0) throw faults.REPOSITORIES_NONE_NAMED();
  if (given.length > MOST_NAMED) throw faults.REPOSITORIES_TOO_MANY_NAMED({ most: MOST_NAMED });
  const named = given.map((word) => {
    const target = parseTarget(word);
    if (target.kind === "owner") throw faults.REPOSITORIES_NONE_NAMED();
    return { owner: target.owner, name: target.name };
  });
  return [...new Map(named.map((one) => [keyOf(one), one])).values()];
}

/**
 * The asker is asked first: what they can't see ends there, so that neither the sentence nor the time it takes tells
 * whether the App knows it.
 */
async function findReached(
  { owner, name }: Named,
  person: GitHubPerson,
  { app }: Pick<Deps, "app">,
): Promise<ReachedRepository | undefined> {
  const seen = await person.findRepository(owner, name);
  if (seen === undefined) return undefined;
  const installation = await app.findRepositoryInstallation(owner, name);
  if (installation === undefined || installation.suspendedAt !== undefined) return undefined;
  const [, nameToday = name] = seen.fullName.split("/");
  const { id, ownerLogin, htmlUrl, isPrivate } = seen;
  return { id, owner: ownerLogin, name: nameToday, htmlUrl, isPrivate };
}

function keyOf({ owner, name }: Named): string {
  return `${owner}/${name}`.toLowerCase();
}
