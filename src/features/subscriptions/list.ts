import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { choiceList, toChoice } from "./feature-words.ts";
import { see, type Seen } from "./seen.ts";
import { pausedWords } from "./paused.ts";

/** Lines and characters in one message, well within the size of a Teams message. */
const LINES_A_MESSAGE = 80;
const LENGTH_OF_A_MESSAGE = 12_000;

interface Line {
  readonly name: string;
  readonly text: string;
  readonly type: "Repo" | "Account";
}

/** `subscribe list`: needs no sign-in; what the App can no longer reach is hidden, not deleted. */
export async function listSubscriptions(
  turn: Turn<unknown>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const { channelId, teamId } = turn.place.reference;
  const rows = await deps.store.read((reads) =>
    reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId),
  );
  const shown = (await see(rows, deps))
    .flatMap(toLine)
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const hidden = rows.length - shown.length;
  return {
    kind: "messages",
    audience: "everyone",
    messages: toMessages(shown, hidden, thisPlace(turn.place)),
  };
}

/** One, or none for what is hidden. */
function toLine(seen: Seen): readonly Line[] {
  if (seen.kind === "hidden") return [];
  const { row, name } = seen;
  const features = choiceList(toChoice(row.settings));
  const named = seen.kind === "shown" ? markdownLink(name, seen.htmlUrl) : escapeMarkdown(name);
  return [{ type: row.ghArtifactType, name, text: `${named}: ${features}${noteOf(seen)}` }];
}

function noteOf({ kind, row }: Seen): string {
  if (kind === "suspended") return " (paused: the GitHub App is suspended there)";
  if (kind === "unknown") return " (GitHub doesn't answer; name as last known)";
  return pausedWords(row);
}

function toMessages(
  lines: readonly Line[],
  hidden: number,
  place: string,
): readonly { readonly text: string }[] {
  const note = hiddenNote(hidden);
  if (lines.length === 0) {
    return [
      {
        text: `${place} isn't subscribed to any repository or account. Say for example \`subscribe octo/hello\`.${note}`,
      },
    ];
  }
  const repositories = lines.filter((line) => line.type === "Repo").map((line) => `- ${line.text}`);
  const accounts = lines.filter((line) => line.type === "Account").map((line) => `- ${line.text}`);
  const all = [
    ...(repositories.length === 0 ? [] : ["**Subscribed to these repositories**", ...repositories]),
    ...(accounts.length === 0 ? [] : ["**Subscribed to these accounts**", ...accounts]),
  ];
  const pages = toPages(all);
  return pages.map((text, index) => ({ text: index === pages.length - 1 ? `${text}${note}` : text }));
}

function toPages(lines: readonly string[]): readonly string[] {
  const pages: string[][] = [[]];
  let length = 0;
  for (const line of lines) {
    const page = pages.at(-1);
    if (page !== undefined && page.length < LINES_A_MESSAGE && length + line.length <= LENGTH_OF_A_MESSAGE) {
      page.push(line);
      length += line.length;
      continue;
    }
    pages.push([line]);
    length = line.length;
  }
  return pages.map((page) => page.join("\n"));
}

function hiddenNote(hidden: number): string {
  if (hidden === 0) return "";
  const what = hidden === 1 ? "One subscription is" : `${String(hidden)} subscriptions are`;
  return `\n\n${what} not shown: access to it was lost. It comes back when the GitHub App reaches it again and somebody with access subscribes anew.`;
}
