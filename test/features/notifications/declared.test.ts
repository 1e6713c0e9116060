import assert from "node:assert/strict";
import { FEATURES } from "../../../src/core/features.ts";
import { APP_EVENTS } from "../../../src/features/admin/github-app.ts";
import { lifecycleEvents, notificationEvents } from "../../../src/features/notifications/events.ts";
import { listWebhookExamples } from "../../support/webhooks.ts";

/** GitHub sends these to every App; they can't be asked for. */
const ALWAYS_SENT: readonly string[] = [
  "installation",
  "installation_repositories",
  "github_app_authorization",
];

describe("the declared events", () => {
  it("are all asked for by our GitHub App", () => {
    const asked = [...APP_EVENTS.map(({ name }) => name), ...ALWAYS_SENT];
    const missing = [...notificationEvents, ...lifecycleEvents].filter(({ on }) => !asked.includes(on));
    assert.deepEqual(missing, []);
  });

  it("make every feature mean something that was recorded", () => {
    const told = new Set(
      listWebhookExamples().flatMap(({ event, payload }) =>
        notificationEvents
          .filter(({ on }) => on === event)
          .flatMap((spec) => spec.happenings(payload).map(({ feature }) => feature)),
      ),
    );
    // No push was recorded that brings commits to a default branch; events.test.ts makes one up.
    assert.deepEqual(
      FEATURES.filter((feature) => !told.has(feature)),
      ["commits"],
    );
  });
});
