import assert from "node:assert/strict";
import {
  DEFAULT_PROJECT_SETTINGS,
  projectSettingsSchema,
  toProjectSettings,
} from "../../src/core/project-settings.ts";

describe("a project's settings", () => {
  it("are the defaults while nobody chose", () => {
    assert.deepEqual(toProjectSettings({}), {
      approvals: 0,
      requiredChecks: [],
      timeoutSeconds: 1_800,
      inactivitySeconds: 600,
      keepReleases: 5,
    });
  });

  it("are each by itself: what can't be read takes no other with it", () => {
    const odd = { approvals: -1, requiredChecks: ["build", 7, ""], timeoutSeconds: "long", keepReleases: 3 };

    assert.deepEqual(toProjectSettings(odd), {
      ...DEFAULT_PROJECT_SETTINGS,
      requiredChecks: ["build"],
      keepReleases: 3,
    });
  });

  it("are held to their limits when they are given", () => {
    const given = { ...DEFAULT_PROJECT_SETTINGS, requiredChecks: [" build ", "build"] };

    assert.deepEqual(projectSettingsSchema.parse(given).requiredChecks, ["build"]);
    for (const wrong of [
      { approvals: 11 },
      { keepReleases: 0 },
      { timeoutSeconds: 1.5 },
      { requiredChecks: [" "] },
    ])
      assert.equal(projectSettingsSchema.safeParse({ ...given, ...wrong }).success, false);
  });
});
