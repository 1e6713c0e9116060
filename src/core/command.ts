import type { ArgumentKinds, ArgumentValues } from "./arguments.ts";
import type { ConversationType } from "./conversation.ts";
import type { RawArguments } from "./grammar.ts";
import type { Permission } from "./permission.ts";
import type { Reply } from "./reply.ts";
import type { ConfirmationRequest, Turn } from "./turn.ts";

export interface CommandNeeds {
  /** A connected GitHub account; without one the pipeline asks for sign-in and resumes the command. */
  readonly account?: "github";
  /** The details of a POSIX account; where they are missing the pipeline asks for them and resumes the command. */
  readonly profile?: "posix";
  /** Required: a public command says `anyone`. */
  readonly permission: Permission;
}

interface CommandFace {
  /** Names it in the audit, in metrics and in docs. */
  readonly name: string;
  /** Keywords and `:arguments`. */
  readonly pattern: string;
  readonly summary: string;
  readonly examples: readonly [string, ...string[]];
  /** One line a rule, for `help <command>`. */
  readonly details?: readonly string[];
  readonly scopes: readonly ConversationType[];
  readonly needs: CommandNeeds;
  /** Listed in the Teams command menu. */
  readonly menu?: boolean;
}

/** A command as it is declared, with typed arguments. */
export interface CommandDeclaration<Kinds extends ArgumentKinds, Deps> extends CommandFace {
  readonly args: Kinds;
  /** Asked before `run`; undefined = nothing to confirm this time. Must not change anything. */
  readonly confirm?: (
    turn: Turn<ArgumentValues<Kinds>>,
    deps: Deps,
  ) => Promise<ConfirmationRequest | undefined>;
  readonly run: (turn: Turn<ArgumentValues<Kinds>>, deps: Deps) => Promise<Reply>;
}

/** A typed command: a turn whose arguments are still words. */
export type CommandTurn = Omit<Turn<never>, "args">;

/** A command whose arguments were read: what is left is to ask and to run. */
export interface PreparedCommand<Deps> {
  readonly confirm: (turn: CommandTurn, deps: Deps) => Promise<ConfirmationRequest | undefined>;
  readonly run: (turn: CommandTurn, deps: Deps) => Promise<Reply>;
}

/** A command as the registry keeps it: its argument types stay inside, so that one list can hold all. */
export interface CommandSpec<Deps> extends CommandFace {
  readonly args: ArgumentKinds;
  /** Reads the words; throws the argument's fault. */
  readonly prepare: (raw: RawArguments) => PreparedCommand<Deps>;
}

/** Declares a command once; parser, usage, help, checks, docs and menus are derived from it. */
export function defineCommand<Kinds extends ArgumentKinds, Deps>(
  declaration: CommandDeclaration<Kinds, Deps>,
): CommandSpec<Deps> {
  const { run, confirm, ...face } = declaration;
  const prepare = (raw: RawArguments): PreparedCommand<Deps> => {
    const args = readArguments(declaration.args, raw);
    return {
      confirm: (turn, deps) => confirm?.({ ...turn, args }, deps) ?? Promise.resolve(undefined),
      run: (turn, deps) => run({ ...turn, args }, deps),
    };
  };
  return Object.freeze({ ...face, prepare });
}

function readArguments<Kinds extends ArgumentKinds>(kinds: Kinds, raw: RawArguments): ArgumentValues<Kinds> {
  const values = Object.entries(kinds).map(([name, kind]) => [name, kind.parse(raw[name] ?? [])]);
  // A mapped type is beyond Object.fromEntries; the keys and values are made from `kinds` right here.
  return Object.fromEntries(values) as ArgumentValues<Kinds>;
}
