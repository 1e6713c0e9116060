import type { ActionSpec } from "./action.ts";
import type { CommandSpec } from "./command.ts";
import { leadingKeywords, matchPattern, patternParts, toWords, type Match } from "./grammar.ts";
import { PERMISSIONS } from "./permission.ts";

/** Everything that can be typed or pressed. */
export interface Registry<Deps> {
  readonly commands: readonly CommandSpec<Deps>[];
  readonly actions: ReadonlyMap<string, ActionSpec<Deps>>;
}

export type Lookup<Deps> =
  | {
      readonly kind: "found";
      readonly command: CommandSpec<Deps>;
      readonly raw: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: "missing"; readonly command: CommandSpec<Deps>; readonly argument: string }
  | { readonly kind: "extra"; readonly command: CommandSpec<Deps>; readonly word: string }
  | { readonly kind: "unknown" };

/** Checks the whole list (see `registryProblems`) and freezes it; throws with every problem. */
export function createRegistry<Deps>(
  commands: readonly CommandSpec<Deps>[],
  actions: readonly ActionSpec<Deps>[],
): Registry<Deps> {
  const problems = registryProblems(commands, actions);
  if (problems.length > 0) throw new Error(`registry: ${problems.join("; ")}`);
  return Object.freeze({ commands, actions: new Map(actions.map((action) => [action.verb, action])) });
}

/** Which command a text means. Literals beat arguments: `subscribe list` is never an owner named list. */
export function lookUp<Deps>(commands: readonly CommandSpec<Deps>[], text: string): Lookup<Deps> {
  const words = toWords(text);
  const matches = commands.map((command) => ({
    command,
    match: matchPattern(command.pattern, command.args, words),
  }));
  const full = best(matches, "full");
  const missing = best(matches, "missing");
  // `subscribe pause` lacks what is to be paused; it names no repository that is called pause.
  const isCut = (missing?.match.literals ?? 0) > (full?.match.literals ?? 0);
  if (full?.match.kind === "full" && !isCut)
    return { kind: "found", command: full.command, raw: full.match.raw };
  if (missing?.match.kind === "missing")
    return { kind: "missing", command: missing.command, argument: missing.match.argument };
  const extra = best(matches, "extra");
  if (extra?.match.kind === "extra") return { kind: "extra", command: extra.command, word: extra.match.word };
  return { kind: "unknown" };
}

function best<Deps>(
  matches: readonly { command: CommandSpec<Deps>; match: Match }[],
  kind: Match["kind"],
): { command: CommandSpec<Deps>; match: Match } | undefined {
  return matches
    .filter(({ match }) => match.kind === kind)
    .sort((a, b) => b.match.literals - a.match.literals)[0];
}

/** What is wrong with a list of declarations; empty when nothing is. */
export function registryProblems<Deps>(
  commands: readonly CommandSpec<Deps>[],
  actions: readonly ActionSpec<Deps>[],
): readonly string[] {
  return [
    ...repeated(commands.map((command) => command.name)).map((name) => `command ${name} is declared twice`),
    ...repeated(commands.map((command) => command.pattern)).map(
      (pattern) => `two commands match "${pattern}"`,
    ),
    ...repeated(actions.map((action) => action.verb)).map((verb) => `action ${verb} is declared twice`),
    ...commands.flatMap((command) => commandProblems(command, commands)),
    ...actions
      .filter((action) => !isPermission(action.needs.permission))
      .map((action) => `action ${action.verb}: unknown permission`),
  ];
}

function commandProblems<Deps>(
  command: CommandSpec<Deps>,
  all: readonly CommandSpec<Deps>[],
): readonly string[] {
  const inPattern = patternParts(command.pattern)
    .filter((part) => part.startsWith(":"))
    .map((part) => part.slice(1));
  const declared = Object.keys(command.args);
  const problems = [
    ...inPattern.filter((name) => !declared.includes(name)).map((name) => `:${name} has no kind`),
    ...declared.filter((name) => !inPattern.includes(name)).map((name) => `${name} is not in the pattern`),
    ...command.examples.flatMap((example) => {
      const found = lookUp(all, example);
      return found.kind === "found" && found.command === command
        ? []
        : [`the example "${example}" is not it`];
    }),
  ];
  if (leadingKeywords(command.pattern) === "") problems.push("the pattern starts with an argument");
  const keywords = patternParts(command.pattern).filter((part) => !part.startsWith(":"));
  if (keywords.some((keyword) => keyword !== keyword.toLowerCase())) problems.push("keywords are lower case");
  const greedy = inPattern.findIndex((name) => command.args[name]?.arity === "rest");
  if (greedy !== -1 && !command.pattern.trim().endsWith(`:${inPattern[greedy] ?? ""}`))
    problems.push("an argument that takes the rest is not the last");
  if (!isPermission(command.needs.permission)) problems.push("unknown permission");
  if (command.scopes.length === 0) problems.push("works nowhere");
  return problems.map((problem) => `command ${command.name}: ${problem}`);
}

function isPermission(text: string): boolean {
  return PERMISSIONS.some((permission) => permission === text);
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
