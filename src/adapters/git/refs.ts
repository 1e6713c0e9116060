import { nearest } from "../../core/suggest.ts";

const MOST_CHARACTERS = 250;
const SHORTEST_SHA = 7;
const WHOLE_SHA = /^(?:[\da-f]{40}|[\da-f]{64})$/i;
// What git refuses in names (git check-ref-format), and a dash in front, which it could take for an option.
const REFUSED = /^[-/]|[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|(?:\.lock|\.)(?:\/|$)|\/$|^@$/u;

export type RefKind = "branch" | "tag" | "commit";

/** A way in which a name may be meant: what git is asked for, and how people call it. */
export interface RefMeaning {
  readonly kind: RefKind;
  readonly ref: string;
  /** An expression of git's: `refs/heads/main`, or a commit's id. */
  readonly expression: string;
}

/** Is it a name that git would let somebody give? Anything else is none of its names, and no expression of it either. */
export function isRefName(name: string): boolean {
  return name !== "" && name.length <= MOST_CHARACTERS && !REFUSED.test(name);
}

/**
 * What a name may mean, the likeliest first. A branch comes before a tag of its name, which may be pushed past the rules
 * that protect the branch; a whole id is never a name.
 */
export function listMeanings(name: string): readonly RefMeaning[] {
  const commit = { kind: "commit", ref: name.toLowerCase(), expression: name.toLowerCase() } as const;
  if (WHOLE_SHA.test(name)) return [commit];
  const [, folder, rest = ""] = /^(?:refs\/)?(heads|tags)\/(.+)$/.exec(name) ?? [];
  const isShort = name.length >= SHORTEST_SHA && /^[\da-f]+$/i.test(name);
  return [
    toNamed("heads", name),
    toNamed("tags", name),
    ...(folder === "heads" || folder === "tags" ? [toNamed(folder, rest)] : []),
    ...(isShort ? [commit] : []),
  ];
}

/** The name of a branch or tag that somebody may have meant; `''` for none. */
export function suggestRef(name: string, known: readonly string[]): string {
  return nearest(name, known) ?? "";
}

function toNamed(folder: "heads" | "tags", ref: string): RefMeaning {
  return { kind: folder === "heads" ? "branch" : "tag", ref, expression: `refs/${folder}/${ref}` };
}
