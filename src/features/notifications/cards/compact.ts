import type { JsonObject } from "../../../core/json.ts";
import type { CardContent } from "../../../core/message.ts";
import { toLink } from "../../../core/plain-text.ts";

export const COMPACT_CARD = "notifications/compact";

/** What of a full card is left, by the names of its data. */
interface Reduction {
  /** Words that the compact card makes a link of; else the title is one already. */
  readonly words?: string;
  /** Behind state and repository. */
  readonly line: readonly string[];
  /** A third line, where any of it is known. */
  readonly detail: readonly string[];
}

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  "notifications/alert": { line: ["kind", "finder"], detail: ["severity", "about"] },
  "notifications/deployment": { words: "title", line: ["author"], detail: ["ref", "message"] },
  "notifications/discussion": { line: ["author", "comments"], detail: ["category"] },
  "notifications/issue": { line: ["author", "comments"], detail: ["labels"] },
  "notifications/pull-request": {
    line: ["author", "comments"],
    detail: ["itemsBrief", "queue", "checks", "reviewers"],
  },
  "notifications/push": { words: "headline", line: ["pusher", "comments"], detail: ["latest"] },
  "notifications/release": { line: ["author"], detail: ["tag"] },
  "notifications/repository": { words: "title", line: ["author"], detail: [] },
  "notifications/workflow-run": { line: ["author", "duration"], detail: ["waiting", "jobs", "failed"] },
};

const LEAST: Reduction = { line: ["author"], detail: [] };

/** The same facts in one to three lines: title, then state, repository and person, then what there is to know of its progress. */
export function toCompactCard({ card, data, summary }: CardContent): CardContent {
  const { words, line, detail } = REDUCTIONS[card] ?? LEAST;
  const url = textOf(data, "url");
  const repository = `[${textOf(data, "repository")}](${textOf(data, "repositoryUrl")})`;
  return {
    card: COMPACT_CARD,
    summary,
    data: {
      repository,
      title: words === undefined ? textOf(data, "title") : toLink(textOf(data, words), url),
      line: join([textOf(data, "state"), repository, ...textsOf(data, line)]),
      detail: join(textsOf(data, detail)),
      excerpt: "",
      url,
      fallback: textOf(data, "fallback"),
    },
  };
}

/** A text of a card's data; empty where there is none. */
export function textOf(data: JsonObject, name: string): string {
  const value = data[name];
  return typeof value === "string" ? value : "";
}

function textsOf(data: JsonObject, names: readonly string[]): string[] {
  return names.map((name) => textOf(data, name));
}

function join(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(" · ");
}
