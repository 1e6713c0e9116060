import { collectPatterns } from "./mask-patterns.ts";

const STARS = "***";

/** Takes text in pieces, and gives it back without the secrets in it. */
export interface Mask {
  /** What is certain of the text so far; the rest comes with the next piece, or with `flush`. */
  push(chunk: Uint8Array): string;
  /** What was held back until the end. The mask is as new afterwards. */
  flush(): string;
  /**
   * How many of the bytes that came are not in what was answered. Who reads a file and dies goes on at the last byte
   * read minus these, with a new mask.
   */
  readonly heldBytes: number;
}

/**
 * Makes a mask that puts `***` for each secret, wherever pieces are cut, in time linear to the text and memory that
 * doesn't grow with it. Where secrets overlap, all they cover is masked. Also masked are a secret's quoted forms (POSIX
 * shell, JSON, URL), its base64 alone or within more, and each line of at least eight characters of one of several
 * lines. Secrets count without blanks at their ends; of less than four characters they are ignored, because masking
 * `1` or `yes` would leave nothing to read. Bytes that are no UTF-8 come out as U+FFFD.
 */
export function createMask(secrets: readonly string[]): Mask {
  const automaton = buildAutomaton(collectPatterns(secrets));
  return new StreamMask(automaton);
}

/** Aho and Corasick, "Efficient string matching" (1975). State 0 is where nothing of a secret has come. */
interface Automaton {
  /** The state after a byte, by state * 256 + byte; what is missing is asked of the state's fallback. */
  readonly edges: ReadonlyMap<number, number>;
  /** The same for state 0, for speed. */
  readonly first: Uint32Array;
  readonly fallback: Uint32Array;
  /** How many bytes of a secret have come. */
  readonly depth: Uint32Array;
  /** The longest secret that ends here; 0 for none. */
  readonly ends: Uint32Array;
}

function buildAutomaton(patterns: readonly Buffer[]): Automaton {
  const edges = new Map<number, number>();
  const depth = [0];
  const ends = [0];
  for (const pattern of patterns) {
    let state = 0;
    for (const byte of pattern) {
      const key = state * 256 + byte;
      let next = edges.get(key);
      if (next === undefined) {
        next = depth.length;
        edges.set(key, next);
        depth.push((depth[state] ?? 0) + 1);
        ends.push(0);
      }
      state = next;
    }
    ends[state] = pattern.length;
  }
  const first = new Uint32Array(256).map((_, byte) => edges.get(byte) ?? 0);
  const built = { edges, first, depth: Uint32Array.from(depth), ends: Uint32Array.from(ends) };
  return { ...built, fallback: linkFallbacks(built) };
}

/** From the shallow to the deep, so that what an edge falls back to is known before it is asked for. */
function linkFallbacks(built: Omit<Automaton, "fallback">): Uint32Array {
  const { edges, depth, ends } = built;
  const fallback = new Uint32Array(depth.length);
  const byDepth = [...edges].toSorted(([, a], [, b]) => (depth[a] ?? 0) - (depth[b] ?? 0));
  for (const [key, state] of byDepth) {
    const parent = Math.floor(key / 256);
    if (parent !== 0) fallback[state] = step({ ...built, fallback }, fallback[parent] ?? 0, key % 256);
    const inherited = ends[fallback[state] ?? 0] ?? 0;
    ends[state] = Math.max(ends[state] ?? 0, inherited);
  }
  return fallback;
}

function step({ edges, first, fallback }: Automaton, from: number, byte: number): number {
  let state = from;
  while (state !== 0) {
    const next = edges.get(state * 256 + byte);
    if (next !== undefined) return next;
    state = fallback[state] ?? 0;
  }
  return first[byte] ?? 0;
}

/** Bytes that are masked, by their places in the bytes at hand. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  /** It began before these bytes, and its stars were answered. */
  readonly isStarred: boolean;
}

class StreamMask implements Mask {
  readonly #automaton: Automaton;
  #state = 0;
  #held: Buffer = Buffer.alloc(0);
  /** Within what is held, in order, none overlapping another. */
  #stretches: Stretch[] = [];

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  get heldBytes(): number {
    return this.#held.length;
  }

  push(chunk: Uint8Array): string {
    const bytes = Buffer.concat([this.#held, chunk]);
    this.#scan(bytes, this.#held.length);
    // Nothing that is still to come can begin before what the state remembers.
    const certain = bytes.length - (this.#automaton.depth[this.#state] ?? 0);
    return this.#answer(bytes, beforeCutCharacter(bytes, certain));
  }

  flush(): string {
    const text = this.#answer(this.#held, this.#held.length);
    this.#state = 0;
    return text;
  }

  #scan(bytes: Buffer, from: number): void {
    const { first, ends } = this.#automaton;
    let state = this.#state;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      state = state === 0 ? (first[byte] ?? 0) : step(this.#automaton, state, byte);
      const length = state === 0 ? 0 : (ends[state] ?? 0);
      if (length > 0) addStretch(this.#stretches, at + 1 - length, at + 1);
    }
    this.#state = state;
  }

  /** The text before `until`. A stretch that reaches beyond gets its stars now, and none when it goes on. */
  #answer(bytes: Buffer, until: number): string {
    const left: Stretch[] = [];
    let text = "";
    let at = 0;
    for (const { start, end, isStarred } of this.#stretches) {
      if (start >= until) {
        left.push({ start: start - until, end: end - until, isStarred });
        continue;
      }
      text += bytes.toString("utf8", at, start);
      if (!isStarred) text += STARS;
      at = end;
      if (end > until) left.push({ start: 0, end: end - until, isStarred: true });
    }
    if (at < until) text += bytes.toString("utf8", at, until);
    // A copy, so that a few held bytes keep no large chunk alive.
    this.#held = Buffer.from(bytes.subarray(until));
    this.#stretches = left;
    return text;
  }
}

/** Ends come in order; what overlaps becomes one. */
function addStretch(stretches: Stretch[], from: number, end: number): void {
  let start = from;
  let isStarred = false;
  for (let last = stretches.at(-1); last !== undefined && last.end > start; last = stretches.at(-1)) {
    start = Math.min(start, last.start);
    isStarred ||= last.isStarred;
    stretches.pop();
  }
  stretches.push({ start, end, isStarred });
}

/** Where the bytes before `end` stop being whole characters (RFC 3629, section 3). */
function beforeCutCharacter(bytes: Buffer, end: number): number {
  for (let back = 1; back <= Math.min(3, end); back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? end - back : end;
  }
  return end;
}
