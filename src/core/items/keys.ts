import { listBeginnings, listEndings, type ItemPattern } from "./pattern.ts";

/** The services whose items branches and pull requests name. */
export const ITEM_SERVICES = ["jira", "rally", "targetprocess", "sprintly"] as const;

export type ItemService = (typeof ITEM_SERVICES)[number];

/** An item as a branch or a title names it. */
export interface ItemKey {
  readonly service: ItemService;
  /** As its service is asked for it: `PROJ-1`, `US123`, `1234`. */
  readonly key: string;
  /** As people know it: `PROJ-1`, `US123`, `#1234`. */
  readonly label: string;
}

/** A service that is asked, and where its keys stand; without a pattern, wherever they are spelled out. */
export interface KeyReading {
  readonly service: ItemService;
  readonly pattern?: ItemPattern;
}

export interface NamedTexts {
  readonly title: string;
  readonly branch: string;
}

interface Syntax {
  /** Where no pattern says where a key is, it must look like one. */
  readonly alone: string;
  /** Where a pattern says so, small letters and bare numbers are as good. */
  readonly placed: string;
  readonly toKey: (text: string) => Pick<ItemKey, "key" | "label">;
}

const NUMBER = "[1-9][0-9]{0,9}";
const asWritten = (text: string) => ({ key: text.toUpperCase(), label: text.toUpperCase() });
const asNumber = (text: string) => {
  const [key = ""] = /\d+$/.exec(text) ?? [];
  return { key, label: `#${key}` };
};

const SYNTAXES: Readonly<Record<ItemService, Syntax>> = {
  jira: {
    alone: `[A-Z][A-Z0-9]{1,49}-${NUMBER}`,
    placed: `[A-Za-z][A-Za-z0-9]{1,49}-${NUMBER}`,
    toKey: asWritten,
  },
  rally: {
    alone: `(?:US|DE|TA|F)${NUMBER}`,
    placed: `(?:[Uu][Ss]|[Dd][Ee]|[Tt][Aa]|[Ff])${NUMBER}`,
    toKey: asWritten,
  },
  targetprocess: {
    alone: `(?:#|TP-|id:)${NUMBER}`,
    placed: `(?:#|[Tt][Pp]-|[Ii][Dd]:)?${NUMBER}`,
    toKey: asNumber,
  },
  sprintly: {
    alone: `(?:#|item:)${NUMBER}`,
    placed: `(?:#|[Ii][Tt][Ee][Mm]:)?${NUMBER}`,
    toKey: asNumber,
  },
};

/** What is in a name beyond this is no key of anybody's. */
const LONGEST_TEXT = 300;
const MOST_IN_A_TEXT = 50;
/** A name was cut where its last character is this: what stands before it may be half a key. */
const CUT = "…";

/**
 * The items that a branch and a title name, each once, those of the title first; at most `most`. Without a pattern a key
 * stands between characters that are neither letters nor digits.
 */
export function findItemKeys(
  { title, branch }: NamedTexts,
  readings: readonly KeyReading[],
  most: number,
): readonly ItemKey[] {
  const found = new Map<string, ItemKey>();
  // `owner:branch` names the branch of a fork.
  for (const text of [title, branch.slice(branch.indexOf(":") + 1)])
    for (const reading of readings)
      for (const key of listKeys(text.slice(0, LONGEST_TEXT), reading))
        found.set(`${key.service}:${key.key}`, found.get(`${key.service}:${key.key}`) ?? key);
  return [...found.values()].slice(0, most);
}

/** The services in whose spelling a text as a whole is a key, as somebody types it: a bare number may be several's. */
export function readItemKeys(text: string): readonly ItemKey[] {
  return ITEM_SERVICES.flatMap((service) => {
    const { placed, toKey } = SYNTAXES[service];
    return new RegExp(`^${placed}$`).test(text) ? [{ service, ...toKey(text) }] : [];
  });
}

function listKeys(text: string, { service, pattern }: KeyReading): readonly ItemKey[] {
  const { alone, toKey } = SYNTAXES[service];
  const texts =
    pattern === undefined
      ? Array.from(
          text.matchAll(new RegExp(`(?<![A-Za-z0-9])${alone}(?![A-Za-z0-9${CUT}])`, "g")),
          ([key]) => key,
        )
      : pattern.flatMap((alternative) => listPlaced(text, service, alternative));
  return texts.map((key) => ({ service, ...toKey(key) }));
}

/** Keys where one alternative of a pattern has its mark. */
function listPlaced(
  text: string,
  service: ItemService,
  { before, after }: ItemPattern[number],
): readonly string[] {
  const endings = new Set(listEndings(after, text));
  const isOpen = before === "" || before.endsWith("*");
  const isOpenBehind = after === "" || after.startsWith("*");
  const key = new RegExp(`${SYNTAXES[service].placed}(?![0-9${isOpenBehind ? `A-Za-z${CUT}` : ""}])`, "y");
  return listBeginnings(before, text).flatMap((at) => {
    // Where any text may stand before it, a key doesn't begin in the middle of a word.
    if (isOpen && /[A-Za-z0-9]/.test(text.charAt(at - 1))) return [];
    key.lastIndex = at;
    const [found] = key.exec(text) ?? [];
    return found !== undefined && endings.has(at + found.length) ? [found] : [];
  });
}

/**
 * Does a branch or a title name this item? Asked about one item that a person named, letters may be small: `proj-1-warm` is a
 * branch of PROJ-1.
 */
export function isNamedIn(key: ItemKey, texts: NamedTexts, pattern?: ItemPattern): boolean {
  const { service } = key;
  const readings: readonly KeyReading[] = [
    { service },
    ...(pattern === undefined ? [] : [{ service, pattern }]),
  ];
  const found = readings.flatMap((reading) => findItemKeys(texts, [reading], MOST_IN_A_TEXT));
  if (found.some((one) => one.key === key.key)) return true;
  if (key.key !== key.label) return false;
  const loose = new RegExp(`(?<![A-Za-z0-9])${key.key}(?![A-Za-z0-9])`, "i");
  return [texts.title, texts.branch].some((text) => loose.test(text.slice(0, LONGEST_TEXT)));
}
