import assert from "node:assert/strict";
import { faults } from "../../../src/core/errors.ts";
import { FEATURES, type Feature } from "../../../src/core/features.ts";
import type { RepositoryRole } from "../../../src/core/repository-role.ts";
import { APP_PERMISSIONS } from "../../../src/features/admin/github-app.ts";
import { listUngranted } from "../../../src/features/subscriptions/feature-permissions.ts";
import { findSilence, type Silence } from "../../../src/features/subscriptions/silent.ts";
import { INSTALLATION, openSubscriptionWorld, type SubscriptionWorld } from "./world.ts";

describe("what features need", () => {
  it("is known of every one, and named as the App asks for it", () => {
    const all = listUngranted(FEATURES, {});

    assert.deepEqual(new Set(all.map((one) => one.feature)), new Set(FEATURES));
    for (const { anyOf, title } of all) {
      const asked = APP_PERMISSIONS.filter(({ name }) => anyOf.includes(name));
      assert.equal(asked.length, anyOf.length);
      assert.ok(
        asked.some((one) => one.title === title),
        title,
      );
    }
  });

  it("is granted by one permission of several, and by no other", () => {
    assert.deepEqual(listUngranted(["comments"], { pull_requests: "read" }), []);
    assert.equal(listUngranted(["comments"], { contents: "write" }).length, 1);
    assert.deepEqual(
      listUngranted(["alerts"], { security_events: "read" }).map((one) => one.what),
      ["alerts of Dependabot", "alerts of secret scanning"],
    );
  });
});

describe("what stays silent", () => {
  let world: SubscriptionWorld;
  beforeEach(async () => {
    world = await openSubscriptionWorld();
  });
  afterEach(() => world.close());

  const everything = Object.fromEntries(APP_PERMISSIONS.map(({ name }) => [name, "read"]));
  const ask = (
    features: readonly Feature[],
    permissions: Readonly<Record<string, string>> = everything,
    role: RepositoryRole = "admin",
  ): Promise<Silence> => {
    world.github.role = role;
    return findSilence(
      {
        features,
        artifact: { type: "Repo", id: "31", name: "contoso/tools" },
        installation: { ...INSTALLATION, permissions },
        creatorId: "creator",
        askerId: "asker",
      },
      world.deps.subscriptions,
    );
  };
  const app = (getSelf: () => Promise<{ permissions: Record<string, string> }>): void => {
    Object.assign(world.deps.subscriptions.app, { getSelf });
  };

  it("is nothing where everything is granted, and GitHub isn't asked", async () => {
    assert.deepEqual(await ask(FEATURES), { notes: [], permissionsUrl: "" });
    assert.deepEqual(world.github.calls, []);
  });

  it("is told with the way there, or without where the App doesn't ask for it", async () => {
    app(async () => ({ permissions: { discussions: "read" } }));

    const silence = await ask(["discussions", "workflows"], { metadata: "read" });

    assert.equal(silence.permissionsUrl, `${INSTALLATION.htmlUrl}/permissions/update`);
    assert.match(
      silence.notes[0] ?? "",
      /an owner of contoso grants .*: discussions \(needs Discussions\)\.$/,
    );
    assert.match(silence.notes[1] ?? "", /App ask for more.*: workflows \(needs Actions\)\.$/);
  });

  it("is told all the same when GitHub doesn't say what the App asks for", async () => {
    app(() => Promise.reject(faults.GITHUB_UNREACHABLE()));

    const silence = await ask(["discussions"], {});

    assert.equal(silence.notes.length, 1);
    assert.notEqual(silence.permissionsUrl, "");
  });

  const roles: readonly (readonly [RepositoryRole, RegExp | undefined])[] = [
    ["none", /^⚠️ Alerts stay silent/],
    ["read", /^⚠️ Alerts stay silent/],
    ["write", /^⚠️ Alerts of secret scanning stay silent/],
    ["admin", undefined],
  ];
  for (const [role, note] of roles) {
    it(`of alerts is ${note === undefined ? "nothing" : "said"} where who subscribed has the role ${role}`, async () => {
      const { notes } = await ask(["alerts"], everything, role);

      if (note === undefined) assert.deepEqual(notes, []);
      else assert.match(notes.join(), note);
    });
  }

  it("of alerts is not guessed when GitHub doesn't answer", async () => {
    Object.assign(world.deps.subscriptions, { roleOf: () => Promise.reject(faults.GITHUB_UNREACHABLE()) });

    assert.deepEqual((await ask(["alerts"])).notes, []);
  });
});
