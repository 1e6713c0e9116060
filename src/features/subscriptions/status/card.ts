import { MINUTE } from "../../../core/clock.ts";
import type { JsonObject } from "../../../core/json.ts";
import { escapeMarkdown, markdownLink } from "../../../core/markdown.ts";
import { toCardTime } from "./card-time.ts";
import type { Standing, Stopped } from "./read.ts";
import { listTroubles, type Remedy, type Trouble, type Visible, type Known } from "./trouble.ts";

/** What one card holds: a subscription counts one, each trouble of it three more. Well within what Teams takes. */
const CARD_HOLDS = 26;
const TROUBLE_COUNTS = 3;
/** Reasons for which subscriptions have stopped; more of them are counted. */
const MOST_STOPPED = 4;

export interface StatusPage {
  readonly data: JsonObject;
  readonly pages: number;
}

interface Line {
  readonly name: string;
  readonly text: string;
  readonly troubles: readonly Trouble[];
}

/** One page of the card (from 1; beyond the last, the last): what concerns all first, then what needs doing. Pure. */
export function toStatusPage(standing: Standing, wanted: number, now: Date, installUrl: string): StatusPage {
  const general = toGeneral(standing, now, installUrl);
  const lines = standing.visible.map(toLine).sort(byNeed);
  const pages = toPages(lines, TROUBLE_COUNTS * general.length);
  const page = Math.min(Math.max(wanted, 1), pages.length);
  const shown = pages[page - 1] ?? [];
  const withTrouble = lines.filter(({ troubles }) => troubles.length > 0).length;
  const isFine = withTrouble === 0 && general.length === 0;
  return {
    pages: pages.length,
    data: {
      summary: toSummary(lines.length, withTrouble, isFine),
      general: page === 1 ? general.map(toTroubleData) : [],
      rows: shown.map(({ text, troubles }) => ({ text, troubles: troubles.map(toTroubleData) })),
      page: pages.length === 1 ? "" : `Page ${String(page)} of ${String(pages.length)}.`,
      next: page < pages.length ? `For more say: status ${String(page + 1)}` : "",
    },
  };
}

function toSummary(count: number, withTrouble: number, isFine: boolean): string {
  if (count === 0 && isFine) return "Nothing is subscribed here. Say for example: subscribe octo/hello";
  const what = countOf(count);
  if (isFine) return `🟢 ${what}, all as it should be.`;
  if (withTrouble === 0) return `${what} shown, nothing wrong with ${count === 1 ? "it" : "them"}.`;
  if (count === 1) return "One subscription, and it needs a look.";
  return `${String(withTrouble)} of ${what} ${withTrouble === 1 ? "needs" : "need"} a look.`;
}

function toGeneral(
  { stopped, unreached, backlog }: Standing,
  now: Date,
  installUrl: string,
): readonly Trouble[] {
  const rest = stopped.slice(MOST_STOPPED).reduce((sum, { count }) => sum + count, 0);
  const waits = backlog.oldestCreatedAt;
  const isSlow = waits !== undefined && now.getTime() - waits.getTime() > MINUTE;
  return [
    ...(isSlow
      ? [
          {
            text: `⏳ Teams takes messages slowly here: ${String(backlog.waiting)} wait, the oldest since ${toCardTime(waits)}. They go out by themselves.`,
          },
        ]
      : []),
    ...stopped.slice(0, MOST_STOPPED).map(toStoppedTrouble),
    ...(rest > 0 ? [{ text: `⛔ ${countOf(rest)} more stopped.` }] : []),
    ...(unreached > 0
      ? [
          {
            text: `⛔ ${countOf(unreached)} can't be shown: our GitHub App doesn't reach what they are about.`,
            remedy: { kind: "open", title: "Configure App", url: installUrl } as const,
          },
        ]
      : []),
  ];
}

function toStoppedTrouble({ count, login, reason, creatorId }: Stopped): Trouble {
  const by = login === "" ? "" : ` of @${escapeMarkdown(login)}`;
  const text = `⛔ ${countOf(count)}${by} stopped. Why: ${escapeMarkdown(reason)}.`;
  return {
    text,
    remedy: { kind: "press", verb: "subscriptions.adopt", of: creatorId },
  };
}

function countOf(count: number): string {
  return count === 1 ? "One subscription" : `${String(count)} subscriptions`;
}

function toLine({ seen, known }: { readonly seen: Visible; readonly known: Known }): Line {
  const { row, name } = seen;
  const troubles = listTroubles(seen, known);
  const state = seen.kind === "suspended" || row.state === "paused" ? "⏸️ paused" : "🟢 active";
  const named = seen.kind === "shown" ? markdownLink(name, seen.htmlUrl) : escapeMarkdown(name);
  const last = known.health?.lastDeliveryAt;
  const told = last === undefined ? "nothing told yet" : `last told ${toCardTime(last)}`;
  return { name: name.toLowerCase(), text: `**${named}** · ${state} · ${told}`, troubles };
}

function byNeed(one: Line, other: Line): number {
  const need = Math.sign(other.troubles.length) - Math.sign(one.troubles.length);
  return need !== 0 ? need : one.name < other.name ? -1 : 1;
}

function toPages(lines: readonly Line[], taken: number): readonly (readonly Line[])[] {
  const pages: Line[][] = [[]];
  let held = taken;
  for (const line of lines) {
    const size = 1 + TROUBLE_COUNTS * line.troubles.length;
    if (held > 0 && held + size > CARD_HOLDS) {
      pages.push([]);
      held = 0;
    }
    pages.at(-1)?.push(line);
    held += size;
  }
  return pages;
}

const NO_REMEDY = { title: "", url: "", verb: "", id: "", creator: "" };

function toTroubleData({ text, remedy }: Trouble): JsonObject {
  return { ...NO_REMEDY, text, ...(remedy === undefined ? {} : toButton(remedy)) };
}

/** What an action needs to know is named after what it is. */
function toButton(remedy: Remedy): Partial<typeof NO_REMEDY> {
  if (remedy.kind === "open") return { title: remedy.title, url: remedy.url };
  const { verb, of = "" } = remedy;
  return verb === "subscriptions.adopt" ? { verb, creator: of } : { verb, id: of };
}
