/** How many words an argument takes. */
export type Arity = "one" | "optional" | "some" | "rest";

/** One kind of argument: how it is shown, described when missing, and read. */
export interface ArgumentKind<T> {
  readonly arity: Arity;
  /** Inside the angle brackets of the usage line. */
  readonly label: string;
  /** Completes "Tell me …". */
  readonly what: string;
  /** Reads the words given; none for an absent optional or rest. Throws a fault with an example. */
  readonly parse: (words: readonly string[]) => T;
}

export type ArgumentKinds = Readonly<Record<string, ArgumentKind<unknown>>>;

export type ArgumentValues<Kinds> = {
  readonly [Name in keyof Kinds]: Kinds[Name] extends ArgumentKind<infer T> ? T : never;
};

/** One word, kept as it is typed. */
export function word(label: string, what: string): ArgumentKind<string> {
  return { arity: "one", label, what, parse: (words) => words[0] ?? "" };
}

/** One word that may be left out. */
export function optionalWord(label: string, what: string): ArgumentKind<string | undefined> {
  return { arity: "optional", label, what, parse: (words) => words[0] };
}

/** All remaining words. */
export function restWords(label: string, what: string): ArgumentKind<readonly string[]> {
  return { arity: "rest", label, what, parse: (words) => words };
}

/** All remaining words, one at least. */
export function someWords(label: string, what: string): ArgumentKind<readonly string[]> {
  return { arity: "some", label, what, parse: (words) => words };
}

/** All remaining words, read as something. */
export function rest<T>(
  label: string,
  what: string,
  parse: (words: readonly string[]) => T,
): ArgumentKind<T> {
  return { arity: "rest", label, what, parse };
}
