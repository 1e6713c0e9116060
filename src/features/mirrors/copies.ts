import { z } from "zod";
import type { GitProgress } from "../../adapters/git/contract/index.ts";
import { toSizeText } from "../../core/bytes.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";

/** How one copy stands. `again`: it went wrong, and is tried again by itself. */
const Copy = z.object({
  url: z.string(),
  /** `octo/hello` */
  name: z.string(),
  state: z.enum(["queued", "copying", "again", "ready", "failed"]),
  phase: z.string(),
  percent: z.number(),
  /** What came so far; of a copy that is ready, what it takes. 0 if unknown. */
  bytes: z.number(),
  /** Why it isn't there; `''` for nothing to say. */
  note: z.string(),
});
export type Copy = z.infer<typeof Copy>;

/** What the row of a card about copies keeps. */
export const Copies = z.object({
  /** Card text: what was done that these are made. */
  title: z.string(),
  /** Card text, a line each. */
  notes: z.array(z.string()),
  copies: z.array(Copy),
});
export type Copies = z.infer<typeof Copies>;

/** What changes in one of them. */
export type CopyChange = Partial<Pick<Copy, "state" | "phase" | "percent" | "bytes" | "note">>;

const MOST_SHOWN = 12;

/** git's own words, which a server writes some of, as we say them. */
const PHASES: Readonly<Record<string, string>> = {
  "Enumerating objects": "Counting",
  "Counting objects": "Counting",
  "Compressing objects": "Packing",
  "Receiving objects": "Receiving",
  "Resolving deltas": "Unpacking",
};

export function toQueued(url: string, name: string): Copy {
  return { url, name, state: "queued", phase: "", percent: 0, bytes: 0, note: "" };
}

export function toCopying({ phase, percent, bytes = 0 }: GitProgress): CopyChange {
  return { state: "copying", phase: PHASES[phase] ?? "Copying", percent, bytes, note: "" };
}

/** The same with one copy changed. */
export function withCopy(known: Copies, url: string, change: CopyChange): Copies {
  return {
    ...known,
    copies: known.copies.map((copy) => (copy.url === url ? { ...copy, ...change } : copy)),
  };
}

export function copiesCard({ title, notes, copies }: Copies): CardContent {
  const shown = copies.slice(0, MOST_SHOWN);
  const left = copies.slice(MOST_SHOWN);
  const isOver = (copy: Copy): boolean => copy.state === "ready" || copy.state === "failed";
  const done = left.filter(isOver).length;
  return {
    card: "mirrors/copies",
    summary: toSummary(copies),
    data: {
      title,
      copies: shown.map((copy) => ({
        name: toCardText(copy.name, 150),
        state: toState(copy),
        // Cards know no code marks.
        note: copy.note.replace(/`/g, '"'),
      })),
      more: left.length === 0 ? "" : `and ${String(left.length)} more, ${String(done)} of them done`,
      notes: notes.map((text) => ({ text })),
    },
  };
}

function toState({ state, phase, percent, bytes }: Copy): string {
  const size = bytes === 0 ? "" : ` · ${toSizeText(bytes)}`;
  switch (state) {
    case "queued":
      return "⚪ Waits to be copied";
    case "copying":
      return `🔵 ${phase} ${String(percent)} %${size}`;
    case "again":
      return "🟡 Is tried again";
    case "ready":
      return `🟢 Copied${size}`;
    case "failed":
      return "🔴 Not copied";
  }
}

function toSummary(copies: readonly Copy[]): string {
  const ready = copies.filter(({ state }) => state === "ready").length;
  const [first] = copies;
  const what =
    copies.length === 1 && first !== undefined ? first.name : `${String(copies.length)} repositories`;
  return toLine(`Copying ${what}: ${String(ready)} of ${String(copies.length)} done`, 250);
}
