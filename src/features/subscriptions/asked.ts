import type { Choice } from "../../core/filters/read.ts";
import type { LinkedGitHub, Turn } from "../../core/turn.ts";
import type { Named } from "./pattern.ts";
import type { Reach } from "./reach.ts";
import type { Silence } from "./silent.ts";

export interface SubscribeArguments {
  readonly target: string;
  readonly choice: Choice;
}

export type SubscribeTurn = Turn<SubscribeArguments>;

/** A subscribe that may be carried out: what GitHub said of it, asked before the transaction. */
export interface Asked extends Named {
  readonly github: LinkedGitHub;
  readonly found: Extract<Reach, { kind: "reached" }>;
  /** What was said, with the pattern as a filter. */
  readonly choice: Choice;
  readonly silence: Silence;
}
