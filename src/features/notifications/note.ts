import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toExcerpt, toLine } from "../../core/plain-text.ts";

const EXCERPT_LENGTH = 400;

/** A message under a subject's root: who did what. */
export interface NoteFacts {
  readonly icon: string;
  /** In the past tense, bold on the card: "Commented", "Merged". */
  readonly verb: string;
  /** Between the deed and the person: "by", unless they only started what then happened. */
  readonly how?: string;
  readonly by: { readonly login: string; readonly avatar_url: string };
  /** More about the deed, as typed by people: a file's name. */
  readonly about?: string;
  readonly body?: string | null | undefined;
  /** Where it can be read on GitHub. */
  readonly url: string;
  readonly at: string;
  /** `octo/hello#7`: what it is about, where the thread is not in sight. */
  readonly subject: string;
}

export function toNote(note: NoteFacts): CardContent {
  const excerpt = toExcerpt(note.body, EXCERPT_LENGTH);
  const login = toLine(note.by.login, 60);
  const how = note.how ?? "by";
  const headline = `${note.verb} ${how} @${login} on ${toLine(note.subject, 150)}`;
  const summary = excerpt === "" ? headline : `${headline}: ${toLine(excerpt, 120)}`;
  return {
    card: "notifications/note",
    summary,
    data: {
      icon: note.icon,
      verb: note.verb,
      how,
      login: toCardText(login, 60),
      avatarUrl: note.by.avatar_url,
      avatarText: `Picture of ${login}`,
      about: toCardText(note.about ?? "", 120),
      excerpt: toCardText(excerpt, EXCERPT_LENGTH),
      url: note.url,
      at: note.at,
      fallback: escapeMarkdown(summary),
    },
  };
}
