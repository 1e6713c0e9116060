import type { Feature } from "../../core/features.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { featureList } from "./feature-words.ts";
import type { Silence } from "./silent.ts";

export interface Saved {
  readonly id: string;
  /** The answer's sentences, for a card: no code marks. */
  readonly text: string;
  readonly summary: string;
  readonly silence: Silence;
  /** The features that were just named, for who meant these alone; none when nothing else is on. */
  readonly onlyThese?: readonly Feature[];
}

/** What is now on, what of it stays silent, and the buttons to change it. */
export function savedCard({ id, text, summary, silence, onlyThese = [] }: Saved): CardContent {
  const data = {
    id,
    text,
    notes: silence.notes.map((note) => ({ note })),
    permissionsUrl: silence.permissionsUrl,
    features: onlyThese.join(" "),
    named: featureList(onlyThese, escapeMarkdown),
  };
  return { card: "subscriptions/saved", data, summary };
}
