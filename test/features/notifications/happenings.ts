import assert from "node:assert/strict";
import type { Happening } from "../../../src/core/happening.ts";
import { notificationEvents } from "../../../src/features/notifications/events.ts";
import { webhook, type Payload } from "../../support/webhooks.ts";

/** What the event of `webhook(name, overrides)` means. */
export function happeningsOf(name: string, overrides: Payload = {}): readonly Happening[] {
  const spec = notificationEvents.find(({ on }) => on === name.split(".")[0]);
  assert.ok(spec, `${name} is declared`);
  return spec.happenings(webhook(name, overrides));
}

/** The only happening of it. */
export function happeningOf(name: string, overrides: Payload = {}): Happening {
  const [happening, ...more] = happeningsOf(name, overrides);
  assert.ok(happening, `${name} means something`);
  assert.deepEqual(more, []);
  return happening;
}
