import { Template } from "adaptivecards-templating";
import { readCardFiles } from "../src/adapters/msteams/card-files.ts";
import { loadCards } from "../src/adapters/msteams/cards.ts";
import { DEFAULT_SETTINGS } from "../src/core/conversation-settings.ts";
import type { NotificationEventSpec } from "../src/core/event.ts";
import { mergeFacts } from "../src/core/facts.ts";
import type { Happening } from "../src/core/happening.ts";
import type { CardContent } from "../src/core/message.ts";
import { notificationEvents } from "../src/features/notifications/events.ts";
import { fromFacts, toFacts } from "../src/features/notifications/parts.ts";
import { toSubjectCard } from "../src/features/notifications/subjects.ts";
import { cardsFolder } from "../src/package-files.ts";
import { listWebhookExamples } from "../test/support/webhooks.ts";
import type { Benchmark, Finding } from "./support/finding.ts";
import { median, quantile } from "./support/statistics.ts";

const WARM_UP_ROUNDS = 5;
const ROUNDS = 15;
/** Compiling a template costs a hundred times what rendering does. */
const COMPILED_ROUNDS = 3;
const COMPACT = { ...DEFAULT_SETTINGS, style: "compact" } as const;

/** One card of one recorded webhook: the times of its rounds, in microseconds. */
interface Measured {
  readonly kind: string;
  /** Facts to data to rendered card to text. */
  readonly card: number[];
  /** The same card's text read and written: what any JSON of that size costs. */
  readonly json: number[];
  /** Rendered by a template that is compiled for it alone. */
  readonly compiled: number[];
}

interface Case {
  readonly spec: NotificationEventSpec;
  readonly text: string;
  readonly happenings: number[];
  readonly cards: Map<string, Measured>;
}

const cards = loadCards(cardsFolder);
const templates = new Map(readCardFiles(cardsFolder).map(({ name, template }) => [name, template]));

/** What each notification card costs, over every webhook that GitHub has recorded. */
export const cardRendering: Benchmark = {
  title: "Cards of GitHub's recorded webhooks, microseconds of one core",
  run: () => {
    const examples = listWebhookExamples();
    const cases = examples.flatMap(({ event, payload }) => {
      const spec = notificationEvents.find(({ on }) => on === event);
      if (spec === undefined) return [];
      return [{ spec, text: JSON.stringify(payload), happenings: [], cards: new Map<string, Measured>() }];
    });
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
      const counts = round >= WARM_UP_ROUNDS;
      const compiles = round >= WARM_UP_ROUNDS + ROUNDS - COMPILED_ROUNDS;
      for (const each of cases) measureCase(each, { counts, compiles });
    }
    return Promise.resolve(toFindings(examples.length, cases));
  },
};

interface Round {
  readonly counts: boolean;
  readonly compiles: boolean;
}

function measureCase({ spec, text, happenings, cards: known }: Case, round: Round): void {
  const [taken, found] = timed(() => spec.happenings(JSON.parse(text)));
  if (round.counts) happenings.push(taken);
  for (const [index, happening] of found.entries())
    for (const [way, toContent] of waysOf(happening))
      measureCard(known, `${String(index)} ${way}`, toContent, round);
}

/** What a conversation may see of it: the subject's card in both styles, and the note in its thread. */
function waysOf({
  subjectKey,
  facts,
  note,
}: Happening): readonly (readonly [string, () => CardContent | undefined])[] {
  const kept = fromFacts(facts);
  const merged = (): ReturnType<typeof mergeFacts> => mergeFacts(toFacts(kept), facts);
  return [
    ["full", () => toSubjectCard(subjectKey, merged())],
    ["compact", () => toSubjectCard(subjectKey, merged(), COMPACT)],
    ["note", () => note],
  ];
}

function measureCard(
  known: Case["cards"],
  name: string,
  toContent: () => CardContent | undefined,
  { counts, compiles }: Round,
): void {
  const [cardTime, made] = timed(() => {
    const content = toContent();
    return content && { content, text: JSON.stringify(cards.render(content)) };
  });
  if (made === undefined) return;
  const [jsonTime] = timed(() => JSON.stringify(JSON.parse(made.text)));
  if (!counts) return;
  const { card: kind, data } = made.content;
  const measured = known.get(name) ?? { kind, card: [], json: [], compiled: [] };
  known.set(name, measured);
  measured.card.push(cardTime);
  measured.json.push(jsonTime);
  if (!compiles) return;
  const [compiledTime] = timed(() =>
    JSON.stringify(new Template(templates.get(kind)).expand({ $root: data })),
  );
  measured.compiled.push(compiledTime);
}

function timed<T>(run: () => T): [microseconds: number, result: T] {
  const startedAt = performance.now();
  const result = run();
  return [(performance.now() - startedAt) * 1_000, result];
}

/** Each card counts with the median of its rounds, so that what interrupts one of them does not. */
function toFindings(examples: number, cases: readonly Case[]): readonly Finding[] {
  const measured = cases.flatMap((each) => [...each.cards.values()]);
  const kinds = [...new Set(measured.map(({ kind }) => kind))].sort();
  const perKind = kinds.flatMap((kind) =>
    distribution(
      kind,
      measured.filter((each) => each.kind === kind),
    ),
  );
  const whole = sum(measured, "card");
  const times = measured.map(({ card }) => median(card));
  return [
    { name: "recorded webhooks", value: examples, unit: "" },
    { name: "  cards made of them", value: measured.length, unit: "" },
    ...spread(
      "webhook to happenings",
      cases.map(({ happenings }) => median(happenings)),
    ),
    ...perKind,
    ...distribution("all cards", measured),
    {
      name: "slowest card : median card",
      value: Math.max(...times) / median(times),
      unit: "×",
    },
    { name: "cards a second and core", value: (measured.length / whole) * 1_000_000, unit: "/s" },
    { name: "card : JSON.parse and stringify of it", value: whole / sum(measured, "json"), unit: "×" },
    { name: "card : template compiled for it", value: whole / sum(measured, "compiled"), unit: "×" },
  ];
}

function distribution(name: string, measured: readonly Measured[]): readonly Finding[] {
  return spread(
    name,
    measured.map(({ card }) => median(card)),
  );
}

function spread(name: string, times: readonly number[]): readonly Finding[] {
  return [
    { name: `${name}, p50`, value: median(times), unit: "µs" },
    { name: "  p95", value: quantile(times, 0.95), unit: "µs" },
  ];
}

function sum(measured: readonly Measured[], what: "card" | "json" | "compiled"): number {
  return measured.reduce((total, each) => total + median(each[what]), 0);
}
