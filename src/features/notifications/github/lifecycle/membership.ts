import { z } from "zod";
import { defineLifecycleEvent } from "../../../../core/event.ts";
import { NumericId } from "../schemas.ts";
import type { LifecycleDeps } from "./deps.ts";

const Member = z.object({ id: NumericId });

/** Somebody became, or is no longer, a repository's collaborator. */
export const memberEvent = defineLifecycleEvent({
  on: "member",
  schema: z.object({ repository: z.object({ id: NumericId }) }),
  apply: async ({ repository }, deps: LifecycleDeps) => {
    deps.forgetAccess(repository.id);
    return Promise.resolve();
  },
});

/** Somebody joined or left a team. */
export const membershipEvent = defineLifecycleEvent({
  on: "membership",
  schema: z.object({ member: Member }),
  apply: ({ member }, deps: LifecycleDeps) => deps.forgetAccessOf(member.id),
});

/** Somebody joined or left an organization; what else is told of it has no membership. */
export const organizationEvent = defineLifecycleEvent({
  on: "organization",
  schema: z.object({ membership: z.object({ user: Member.nullish() }).nullish() }),
  apply: async ({ membership }, deps: LifecycleDeps) => {
    if (membership?.user) await deps.forgetAccessOf(membership.user.id);
  },
});
