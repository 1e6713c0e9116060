import { z } from "zod";
import { defineLifecycleEvent } from "../../../../core/event.ts";
import type { LifecycleDeps } from "./deps.ts";
import { Sender } from "./installation-schema.ts";

const Payload = z.object({ action: z.string(), sender: Sender });
type Payload = z.infer<typeof Payload>;

/** Somebody withdrew the App's authorization on GitHub: their sign-in here is over. */
export const gitHubAppAuthorizationEvent = defineLifecycleEvent({
  on: "github_app_authorization",
  schema: Payload,
  apply: async ({ action, sender }: Payload, deps: LifecycleDeps) => {
    if (action === "revoked") await deps.onAuthorizationRevoked(sender.id);
  },
});
