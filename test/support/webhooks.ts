import { createRequire } from "node:module";
import { z } from "zod";

/** A webhook's payload as GitHub would send it; tests change what they are about. */
export type Payload = Readonly<Record<string, unknown>>;

const Definitions = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }),
);

const definitions = Definitions.parse(createRequire(import.meta.url)("@octokit/webhooks-examples"));

/** Every recorded payload of github.com, by event. */
export function listWebhookExamples(): readonly { readonly event: string; readonly payload: Payload }[] {
  return definitions.flatMap(({ name, examples }) =>
    examples.map((payload) => ({ event: name, payload: structuredClone(payload) })),
  );
}

/**
 * `webhook("issues.closed", { issue: { state: "closed" } })`: the recorded payload of that event and action (or, without
 * one, the event's first with that action set), with these fields replaced. Objects are merged, lists replaced;
 * `undefined` removes a field.
 */
export function webhook(name: string, overrides: Payload = {}): Payload {
  const [event = "", action] = name.split(".");
  const examples = definitions.find((definition) => definition.name === event)?.examples ?? [];
  const found = examples.find((payload) => action === undefined || payload["action"] === action);
  const base = structuredClone(found ?? examples[0]);
  if (base === undefined) throw new Error(`no recorded webhook of the event ${event}`);
  return merge(action === undefined ? base : { ...base, action }, overrides);
}

function merge(base: Payload, overrides: Payload): Payload {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
