import type { NotifyDeps } from "../../core/notify.ts";
import type { ServiceDeps } from "./deps.ts";

/** What the commands about webhooks work with, besides. */
export interface WebhookDeps extends ServiceDeps, NotifyDeps {
  readonly serviceWebhooks: {
    /** Where services reach us. */
    readonly publicUrl: string;
  };
}
