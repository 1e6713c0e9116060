import type { FakeMessage } from "../teams/connector/index.ts";
import type { Teller } from "./teller.ts";

/** One thing that must be seen. */
export interface Step {
  readonly title: string;
  readonly play: (teller: Teller, memory: Memory) => Promise<void>;
}

export function step(title: string, play: Step["play"]): Step {
  return { title, play };
}

/** What later steps need of earlier ones. */
export interface Memory {
  /** By the name that a step gave it. */
  readonly messages: Map<string, FakeMessage>;
  /** What was read elsewhere: a link of a mail, what a page says to tell the bot. */
  readonly words: Map<string, string>;
}

/** Throws when no step has put it there: the steps are in the wrong order. */
export function recall(memory: Memory, name: string): FakeMessage {
  return get(memory.messages, name);
}

/** Throws as `recall` does. */
export function recallWords(memory: Memory, name: string): string {
  return get(memory.words, name);
}

function get<T>(kept: ReadonlyMap<string, T>, name: string): T {
  const found = kept.get(name);
  if (found === undefined) throw new Error(`No step has kept "${name}"`);
  return found;
}
