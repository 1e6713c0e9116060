import type { ReachedRepositories, ReachedRepository } from "../../adapters/github/contract/index.ts";
import type { TrackedRepositoryRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { PAGE_SIZE, type Ticks } from "./ticks.ts";

export interface Shown {
  readonly login: string;
  readonly reached: ReachedRepositories;
  readonly tracked: readonly TrackedRepositoryRecord[];
  readonly ticks: Ticks;
  readonly search: string;
  readonly page: number;
  /** Card text: what the last button did. */
  readonly news: readonly string[];
  readonly installUrl: string;
}

/** One page of what can be tracked. A page beyond the last is the last. */
export function toCard({ login, reached, tracked, ticks, news, installUrl, ...asked }: Shown): CardContent {
  const search = asked.search.trim().slice(0, 100).toWellFormed();
  const found = find(reached.repositories, search);
  const last = Math.max(0, Math.ceil(found.length / PAGE_SIZE) - 1);
  const page = Math.min(asked.page, last);
  const shown = found.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  const known = new Set(tracked.map(({ ghRepoId }) => ghRepoId));
  const shownTracked = shown.filter(({ id }) => known.has(id)).map(({ id }) => id);
  const ticked = shown.filter(
    ({ id }) => (known.has(id) && !ticks.dropped.includes(id)) || ticks.added.includes(id),
  );
  const title = `Your GitHub account **${escapeMarkdown(login)}** has been assimilated.`;
  return {
    card: "repositories/repositories",
    summary: "Your repositories on GitHub",
    data: {
      title,
      news: news.map((text) => ({ text })),
      notes: notesOf(reached, tracked, { search, found: found.length }).map((text) => ({ text })),
      hasAny: shown.length > 0,
      isSearchable: reached.repositories.length > PAGE_SIZE || search !== "",
      search,
      choices: shown.map(({ id, owner, name, isPrivate }) => ({
        title: `${owner}/${name}${isPrivate ? " · private" : ""}`,
        value: id,
      })),
      picked: ticked.map(({ id }) => id).join(","),
      range: `${String(page * PAGE_SIZE + 1)}–${String(page * PAGE_SIZE + shown.length)} of ${String(found.length)}`,
      changes: changesWords(ticks),
      page,
      shown: shown.map(({ id }) => id).join(","),
      tracked: shownTracked.join(","),
      added: ticks.added.join(","),
      dropped: ticks.dropped.join(","),
      hasPrevious: page > 0,
      hasNext: page < last,
      installUrl,
    },
  };
}

/** Whose names hold all the words. */
function find(repositories: readonly ReachedRepository[], search: string): readonly ReachedRepository[] {
  const words = search.toLowerCase().split(/\s+/);
  return repositories.filter(({ owner, name }) => {
    const fullName = `${owner}/${name}`.toLowerCase();
    return words.every((word) => fullName.includes(word));
  });
}

function notesOf(
  { repositories, refused, isComplete }: ReachedRepositories,
  tracked: readonly TrackedRepositoryRecord[],
  { search, found }: { readonly search: string; readonly found: number },
): readonly string[] {
  const reachable = new Set(repositories.map(({ id }) => id));
  const gone = tracked.filter(({ ghRepoId }) => !reachable.has(ghRepoId)).length;
  return [
    ...(repositories.length === 0
      ? ["There is no repository yet that both you and the GitHub App reach. Install the App on some first."]
      : []),
    ...(repositories.length > 0 && found === 0
      ? [`No repository's name holds "${escapeMarkdown(search)}".`]
      : []),
    ...(refused > 0
      ? [
          `⚠️ ${refused === 1 ? "One account" : `${String(refused)} accounts`} can't be shown now: the App is suspended there, or GitHub wants a single sign-on first.`,
        ]
      : []),
    ...(isComplete ? [] : ["There are more than I list here; say `repos track owner/repo` for the others."]),
    ...(isComplete && refused === 0 && gone > 0
      ? [
          `${gone === 1 ? "One that you track isn't" : `${String(gone)} that you track aren't`} in this list: say \`repos tracked\` to see all.`,
        ]
      : []),
  ];
}

function changesWords({ added, dropped }: Ticks): string {
  const count = added.length + dropped.length;
  if (count === 0) return "";
  return count === 1 ? "One change isn't saved yet." : `${String(count)} changes aren't saved yet.`;
}
