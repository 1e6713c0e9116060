import type { NamedBranch, NamedPull } from "../../adapters/github/contract/index.ts";
import type { ServiceItem } from "../../adapters/services/contract/index.ts";
import { ITEM_SERVICE_NAMES } from "../../core/items/fact.ts";
import type { ItemService } from "../../core/items/keys.ts";
import { ITEM_SIGNS } from "../../core/items/state.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { shorten, toCardText, toLine } from "../../core/plain-text.ts";
import { toLight, toOverallLight } from "./feature-light.ts";
import { nameOf, type Scopes } from "./feature-scopes.ts";
import type { FeatureWork } from "./feature-work.ts";

const MOST_SHOWN = 8;

/** An item as its service knows it, or that it couldn't be asked. */
export interface FeatureItem {
  readonly service: ItemService;
  readonly item: ServiceItem;
}

export interface Feature {
  /** As people know it: `PROJ-1`. */
  readonly label: string;
  readonly items: readonly FeatureItem[];
  readonly work: FeatureWork;
  readonly scopes: Scopes;
  /** What else there is to say of the item, Markdown. */
  readonly notes: readonly string[];
}

const PULL_STATES: Readonly<Record<NamedPull["state"], string>> = {
  open: "🟢 Open",
  draft: "⚪ Draft",
  merged: "🟣 Merged",
  closed: "🔴 Closed",
};

export function featureCard(feature: Feature): CardContent {
  const { label, items, work } = feature;
  const light = toOverallLight(work);
  const count = work.pulls.length + work.branches.length;
  const [first] = items;
  return {
    card: "items/feature",
    summary: toLine(`${label}${first === undefined ? "" : ` ${first.item.title}`} · ${light}`, 250),
    data: {
      label: escapeMarkdown(label),
      items: items.map(toItemRow),
      light: count === 0 ? "" : light,
      pulls: work.pulls.slice(0, MOST_SHOWN).map(toPullRow),
      morePulls: toMore(work.pulls.length, "pull requests"),
      branches: work.branches.slice(0, MOST_SHOWN).map(toBranchRow),
      moreBranches: toMore(work.branches.length, "branches"),
      notes: listNotes(feature).map((text) => ({ text })),
      links: items.map(({ service, item }) => ({
        title: `Open in ${ITEM_SERVICE_NAMES[service]}`,
        url: item.url,
      })),
    },
  };
}

function toItemRow({ service, item }: FeatureItem): JsonObject {
  const { key, title, url, stateText, state, type } = item;
  const name = title === "" || title === key ? key : `${key} ${title}`;
  return {
    about: escapeMarkdown(`${ITEM_SERVICE_NAMES[service]} · ${toLine(type, 40)}`),
    title: markdownLink(shorten(toLine(name, 256), 256), url),
    state: stateText === "" ? "" : `${ITEM_SIGNS[state]} ${toCardText(stateText, 60)}`,
  };
}

function toPullRow({ repository, number, title, htmlUrl, branch, state, checks }: NamedPull): JsonObject {
  return {
    title: `${PULL_STATES[state]} · ${markdownLink(`${repository}#${String(number)} ${toLine(title, 150)}`, htmlUrl)}`,
    detail: `${toCardText(branch, 100)} · ${toLight(checks)}`,
  };
}

function toBranchRow({ repository, name, htmlUrl, checks }: NamedBranch): JsonObject {
  return {
    title: markdownLink(toLine(name, 150), htmlUrl),
    detail: `${toCardText(repository, 150)} · ${toLight(checks)}`,
  };
}

function toMore(count: number, what: string): string {
  return count <= MOST_SHOWN ? "" : `and ${String(count - MOST_SHOWN)} more ${what}`;
}

/** What is missing in the answer: a part of it must not pass for the whole. */
function listNotes({ work, scopes, notes }: Feature): readonly string[] {
  const { pulls, branches, failed, missing, isComplete } = work;
  const names = failed.slice(0, 3).map((scope) => `**${escapeMarkdown(nameOf(scope))}**`);
  const more = failed.length - names.length;
  const isNothing = pulls.length + branches.length === 0;
  const owners = scopes.asked.some(({ kind }) => kind === "owner");
  return [
    ...notes,
    ...(scopes.asked.length === 0
      ? [
          "No repository is subscribed to here, so there is nothing on GitHub to look through. Say for example **subscribe octo/hello**.",
        ]
      : isNothing && failed.length === 0
        ? ["No branch and no pull request names it, as far as you can see."]
        : []),
    ...(failed.length > 0
      ? [
          `⚠️ GitHub didn't answer for ${[...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ")}. Ask again in a minute.`,
        ]
      : []),
    ...(missing > 0
      ? [
          `${missing === 1 ? "One repository here isn't" : `${String(missing)} repositories here aren't`} there for you.`,
        ]
      : []),
    ...(scopes.left > 0
      ? [
          `I looked through the first ${String(scopes.asked.length)}, and ${String(scopes.left)} more were left out.`,
        ]
      : []),
    ...(owners ? ["Of an owner's repositories I find pull requests by their titles, not branches."] : []),
    ...(isComplete ? [] : ["GitHub has more than I read."]),
  ];
}
