import type { z } from "zod";
import type { Happening } from "./happening.ts";

/** A GitHub event that conversations hear of: `happenings` is pure. */
export interface NotificationEventSpec {
  readonly kind: "notification";
  /** GitHub's event name (X-GitHub-Event). */
  readonly on: string;
  /** What the payload means; an empty list is a deliberate nothing. Throws only for payloads that break GitHub's schema. */
  readonly happenings: (payload: unknown) => readonly Happening[];
}

/** A GitHub event that changes what we know (installations, names, authorizations): always stored and run. */
export interface LifecycleEventSpec<Deps> {
  readonly kind: "lifecycle";
  readonly on: string;
  readonly apply: (payload: unknown, deps: Deps) => Promise<void>;
}

export type GitHubEventSpec<Deps> = NotificationEventSpec | LifecycleEventSpec<Deps>;

/** Declares a notification event; only the fields named in `schema` are read, everything else in the payload may be absent. */
export function defineEvent<S extends z.ZodType>(spec: {
  readonly on: string;
  readonly schema: S;
  readonly happenings: (payload: z.infer<S>) => readonly Happening[];
}): NotificationEventSpec {
  return Object.freeze({
    kind: "notification",
    on: spec.on,
    happenings: (payload: unknown) => spec.happenings(spec.schema.parse(payload)),
  });
}

/** Declares a lifecycle event. `apply` runs at least once for each delivery. */
export function defineLifecycleEvent<S extends z.ZodType, Deps>(spec: {
  readonly on: string;
  readonly schema: S;
  readonly apply: (payload: z.infer<S>, deps: Deps) => Promise<void>;
}): LifecycleEventSpec<Deps> {
  return Object.freeze({
    kind: "lifecycle",
    on: spec.on,
    apply: async (payload: unknown, deps: Deps) => spec.apply(spec.schema.parse(payload), deps),
  });
}
