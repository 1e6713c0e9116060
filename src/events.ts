import type { GitHubEventSpec } from "./core/event.ts";
import { lifecycleEvents, notificationEvents } from "./features/notifications/events.ts";
import type { LifecycleDeps } from "./features/notifications/github/lifecycle/deps.ts";

export type { LifecycleDeps };

/** Every GitHub event that we act on. */
export const events: readonly GitHubEventSpec<LifecycleDeps>[] = [...lifecycleEvents, ...notificationEvents];
