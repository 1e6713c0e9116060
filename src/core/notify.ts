import type { ArgumentKinds, ArgumentValues } from "./arguments.ts";
import { defineCommand, type CommandSpec } from "./command.ts";
import type { JsonObject } from "./json.ts";
import type { Permission } from "./permission.ts";
import type { Reply } from "./reply.ts";
import type { Turn, TurnContext } from "./turn.ts";

/** Names what a conversation is told of, as it is kept: `jira` and `PROJ`. */
export interface NotifyKey {
  readonly source: string;
  readonly sourceKey: string;
  /** Of Ployst; `''` where it is no team's. */
  readonly teamId: string;
}

/** Something that a conversation asks to be told of. */
export interface NotifyTopic extends NotifyKey {
  /** What its news are matched by, besides. */
  readonly settings: JsonObject;
  /** What it is called: "jira:PROJ", "servers of team Platform". */
  readonly what: string;
  /** What the asker should know, Markdown; `''` for nothing. */
  readonly note: string;
  /** One that the conversation has brings nothing any more: this takes its place. */
  readonly takesOver: boolean;
}

/** What a conversation is to be told of no longer. */
export interface NotifyEnd {
  readonly keys: readonly NotifyKey[];
  /** What all of it is called. */
  readonly what: string;
}

/** What the commands that begin with `notify` work with. */
export interface NotifyDeps {
  readonly notify: {
    /** Tells the turn's conversation of the topic from now on. */
    follow(turn: TurnContext, topic: NotifyTopic): Promise<Reply>;
    /** No longer. */
    end(turn: TurnContext, end: NotifyEnd): Promise<Reply>;
  };
}

/** One kind of thing that a conversation can be told of, as it is declared. */
export interface NotifyKind<Kinds extends ArgumentKinds, Deps> {
  /** Behind `notify` and `notify off`: keywords and `:arguments`. */
  readonly pattern: string;
  readonly args: Kinds;
  /** Completes "Tell this conversation …" and "Tell this conversation no more of …". */
  readonly summary: { readonly follow: string; readonly end: string };
  /** What may stand in the place of `pattern`. */
  readonly examples: readonly [string, ...string[]];
  readonly details?: readonly string[];
  /** Whoever may ask for it; anybody in the conversation may end it. */
  readonly permission: Permission;
  /** Throws where the asker can't be told of it. */
  readonly find: (turn: Turn<ArgumentValues<Kinds>>, deps: Deps) => Promise<NotifyTopic>;
  readonly findEnd: (turn: Turn<ArgumentValues<Kinds>>, deps: Deps) => Promise<NotifyEnd>;
}

const scopes = ["personal", "group", "channel"] as const;

/** Declares a kind once; `notify …` and `notify off …` are derived from it. */
export function defineNotify<Kinds extends ArgumentKinds, Deps extends NotifyDeps>(
  kind: NotifyKind<Kinds, Deps>,
): readonly CommandSpec<Deps>[] {
  const { pattern, args, summary, examples, details, permission } = kind;
  const word = pattern.startsWith(":") ? "" : ` ${pattern.replace(/ *:.*$/, "")}`;
  const [first] = examples;
  return [
    defineCommand({
      name: `notify${word}`,
      pattern: `notify ${pattern}`,
      args,
      summary: `Tell this conversation ${summary.follow}`,
      examples: [`notify ${first}`, ...examples.slice(1).map((example) => `notify ${example}`)],
      ...(details !== undefined && { details }),
      scopes,
      needs: { permission },
      run: async (turn, deps: Deps) => deps.notify.follow(turn, await kind.find(turn, deps)),
    }),
    defineCommand({
      name: `notify off${word}`,
      pattern: `notify off ${pattern}`,
      args,
      summary: `Tell this conversation no more of ${summary.end}`,
      examples: [`notify off ${first}`],
      scopes,
      needs: { permission: "member" },
      run: async (turn, deps: Deps) => deps.notify.end(turn, await kind.findEnd(turn, deps)),
    }),
  ];
}
