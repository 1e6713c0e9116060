import assert from "node:assert/strict";
import { listAppGaps } from "../../../src/features/admin/app-gaps.ts";
import {
  APP_EVENTS,
  APP_PERMISSIONS,
  isReachableFromGitHub,
  LONGEST_APP_NAME,
  suggestAppName,
  toAppManifest,
} from "../../../src/features/admin/github-app.ts";

const manifest = toAppManifest({ publicUrl: "https://ployst.example.com/base", name: "Ployst" });
const everything = { permissions: manifest.default_permissions, events: manifest.default_events };

function without(permission: string): Record<string, string> {
  return Object.fromEntries(Object.entries(everything.permissions).filter(([name]) => name !== permission));
}

describe("the GitHub App's declaration", () => {
  it("asks for the permission of every event, or GitHub refuses the manifest", () => {
    const asked = new Set(APP_PERMISSIONS.map(({ name }) => name));

    assert.deepEqual(
      APP_EVENTS.filter(({ permission }) => !asked.has(permission)),
      [],
    );
  });

  it("needs no event whose permission it can do without", () => {
    const optional = new Set(
      APP_PERMISSIONS.filter(({ needs }) => needs === undefined).map(({ name }) => name),
    );

    assert.deepEqual(
      APP_EVENTS.filter(({ isNeeded, permission }) => isNeeded && optional.has(permission)),
      [],
    );
  });

  it("names nothing twice, and no event that can't be subscribed", () => {
    const events = APP_EVENTS.map(({ name }) => name);
    const permissions = APP_PERMISSIONS.map(({ name }) => name);

    assert.equal(new Set(events).size, events.length);
    assert.equal(new Set(permissions).size, permissions.length);
    for (const name of ["installation", "installation_repositories", "github_app_authorization"])
      assert.ok(!events.includes(name), name);
  });

  it("becomes a manifest with our addresses", () => {
    assert.deepEqual(
      { ...manifest, default_permissions: undefined, default_events: undefined },
      {
        name: "Ployst",
        description: "GitHub in Microsoft Teams, by Ployst",
        url: "https://ployst.example.com/base",
        hook_attributes: { url: "https://ployst.example.com/base/github/webhooks", active: true },
        redirect_url: "https://ployst.example.com/base/setup/github/callback",
        callback_urls: ["https://ployst.example.com/base/auth/github/callback"],
        setup_url: "https://ployst.example.com/base/github/setup",
        setup_on_update: true,
        public: false,
        request_oauth_on_install: false,
        default_permissions: undefined,
        default_events: undefined,
      },
    );
    assert.equal(manifest.default_permissions["issues"], "write");
    assert.ok(manifest.default_events.includes("pull_request"));
  });

  it("suggests a name that GitHub takes", () => {
    const name = suggestAppName("https://a-rather-long-host-name.of-a-company.example.com:8443");

    assert.ok(name.length <= LONGEST_APP_NAME);
    assert.match(name, /^Ployst a-rather-long/);
  });

  const places: readonly (readonly [string, string, boolean])[] = [
    ["https://ployst.example.com", "https://github.com", true],
    ["http://localhost:3978", "https://github.com", false],
    ["http://127.0.0.1:3978", "https://github.com", false],
    ["http://[::1]:3978", "https://github.com", false],
    ["http://localhost:3978", "http://127.0.0.1:4000", true],
  ];
  for (const [ours, theirs, expected] of places) {
    it(`${expected ? "is" : "is not"} reachable at ${ours} from ${theirs}`, () => {
      assert.equal(isReachableFromGitHub(ours, theirs), expected);
    });
  }
});

describe("what an App lacks", () => {
  it("is nothing when it has what the manifest asks for, or more", () => {
    assert.deepEqual(listAppGaps(everything), []);
    const permissions = { ...everything.permissions, checks: "write", administration: "admin" };
    assert.deepEqual(listAppGaps({ permissions, events: [...everything.events, "star"] }), []);
  });

  const cases: readonly {
    readonly name: string;
    readonly permissions: Record<string, string>;
    readonly what: string;
    readonly isNeeded: boolean;
  }[] = [
    {
      name: "a needed permission that is missing",
      permissions: without("checks"),
      what: "permission Checks: read (checks)",
      isNeeded: true,
    },
    {
      name: "a permission that is too low for chat, but enough for channels",
      permissions: { ...everything.permissions, issues: "read" },
      what: "permission Issues: write (issues)",
      isNeeded: false,
    },
    {
      name: "an optional permission",
      permissions: without("merge_queues"),
      what: "permission Merge queues: read (merge_queues)",
      isNeeded: false,
    },
    {
      name: "an access of an unknown kind",
      permissions: { ...everything.permissions, contents: "none" },
      what: "permission Contents: read (contents)",
      isNeeded: true,
    },
  ];
  for (const { name, permissions, what, isNeeded } of cases) {
    it(`names ${name}`, () => {
      const gaps = listAppGaps({ ...everything, permissions });

      assert.deepEqual(
        gaps.map((gap) => [gap.what, gap.isNeeded]),
        [[what, isNeeded]],
      );
    });
  }

  it("names events", () => {
    const events = everything.events.filter((name) => name !== "push" && name !== "merge_group");

    assert.deepEqual(
      listAppGaps({ ...everything, events }).map((gap) => [gap.what, gap.isNeeded]),
      [
        ["event push", true],
        ["event merge_group", false],
      ],
    );
  });
});
