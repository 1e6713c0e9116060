import { escapeMarkdown } from "../../../core/markdown.ts";
import type { CardContent } from "../../../core/message.ts";
import { toLink } from "../../../core/plain-text.ts";
import { COMPACT_CARD, textOf } from "./compact.ts";

/** A note in its subject's thread: who did what, and a line of what they wrote. */
export function toCompactNote({ data, summary }: CardContent): CardContent {
  const url = textOf(data, "url");
  return {
    card: COMPACT_CARD,
    summary,
    data: {
      title: toDeed(data, toLink(textOf(data, "verb"), url)),
      line: "",
      detail: textOf(data, "excerpt"),
      excerpt: "",
      url,
      fallback: textOf(data, "fallback"),
    },
  };
}

/** A note that stands alone: `about` is the compact card of its subject, as far as that is known. */
export function toLooseNote({ data, summary }: CardContent, about: CardContent | undefined): CardContent {
  const url = textOf(data, "url");
  const deed = toDeed(data, toLink(textOf(data, "verb"), url));
  const where = about === undefined ? "" : ` · ${textOf(about.data, "repository")}`;
  return {
    card: COMPACT_CARD,
    summary,
    data: {
      title: about === undefined ? escapeMarkdown(summary) : textOf(about.data, "title"),
      line: `${deed}${where}`,
      detail: "",
      excerpt: textOf(data, "excerpt"),
      url,
      fallback: textOf(data, "fallback"),
    },
  };
}

/** `💬 Comment by @mona on README.md` */
function toDeed(data: CardContent["data"], verb: string): string {
  const about = textOf(data, "about");
  const deed = `${textOf(data, "icon")} ${verb} ${textOf(data, "how")} @${textOf(data, "login")}`;
  return about === "" ? deed : `${deed} ${about}`;
}
