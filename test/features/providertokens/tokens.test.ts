import assert from "node:assert/strict";
import type { ProviderTokenRecord, TeamMemberRecord } from "../../../src/adapters/store/contract/index.ts";
import { addMilliseconds, HOUR } from "../../../src/core/clock.ts";
import {
  expireDueTokens,
  expireToken,
  expireTokensOf,
  findToken,
  keepToken,
} from "../../../src/features/providertokens/tokens.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const WHO = { actorType: "user", actorId: "mira", tenantId: "t" } as const;
const CLOUD = { cloudId: "cloud", key: "x-auth" };

describe("tokens that clouds gave to members", () => {
  let time: ManualTime;
  let store: TestStore;
  let member: TeamMemberRecord;
  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
    member = await store.transaction(async (tx) => {
      const person = { tenantId: "t", teamsUserId: "29:m", aadObjectId: "m", displayName: "Mira" };
      const { id: userId } = await tx.users.ensure(person);
      const team = await tx.teams.create({ tenantId: "t", name: "Platform", ownerId: userId });
      const owner = { userId, role: "owner", permissions: [], state: "active" } as const;
      const made = await tx.teamMembers.create({ ...owner, teamId: team?.id ?? "" });
      if (made === undefined) throw new Error("no member");
      return made;
    });
  });
  afterEach(() => store.cleanup());

  const keep = (value: string, cloudId = "cloud"): Promise<ProviderTokenRecord> => {
    const expiresAt = addMilliseconds(time.now(), HOUR);
    return store.transaction((tx) => keepToken(tx, member, { ...CLOUD, cloudId, value, expiresAt }, WHO));
  };
  const find = (): Promise<string | undefined> => store.read((reads) => findToken(reads, member, CLOUD));
  const events = async (): Promise<readonly string[]> => {
    const all = await store.read((reads) => reads.events.listByTeam(member.teamId, { limit: 50 }));
    assert.doesNotMatch(JSON.stringify(all), /hunter/);
    return all
      .filter(({ entityType }) => entityType === "provider_token")
      .map(({ verb }) => verb)
      .toReversed();
  };

  it("are issued once and refreshed then, and the team hears of it without the value", async () => {
    await keep("hunter1");
    await keep("hunter2");

    assert.equal(await find(), "hunter2");
    assert.deepEqual(await events(), ["issued", "refreshed"]);
  });

  it("are found for that cloud and that field only", async () => {
    await keep("hunter1", "another cloud");

    assert.equal(await find(), undefined);
  });

  it("are worth nothing after their time, even before anybody noticed", async () => {
    await keep("hunter1");

    await time.advance(HOUR);

    assert.equal(await find(), undefined);
    assert.deepEqual(await events(), ["issued"]);
  });

  it("are ended when their time is over, once", async () => {
    await keep("hunter1");
    await keep("hunter2", "another cloud");
    await time.advance(HOUR);
    const expire = (): Promise<number> => store.transaction((tx) => expireDueTokens(tx, time.now(), 10));

    assert.deepEqual([await expire(), await expire()], [2, 0]);
    const [last] = await store.read((reads) => reads.events.listByTenant("t", { limit: 1 }));
    assert.equal(last?.verb, "expired");
    assert.deepEqual(await events(), ["issued", "issued", "expired", "expired"]);
  });

  it("can be ended early, once, and be issued again", async () => {
    const token = await keep("hunter1");
    const expire = (): Promise<boolean> =>
      store.transaction((tx) => expireToken(tx, token, member.teamId, WHO));

    assert.deepEqual([await expire(), await expire()], [true, false]);
    assert.equal(await find(), undefined);
    await keep("hunter2");
    assert.deepEqual(await events(), ["issued", "expired", "issued"]);
  });

  it("end with the membership", async () => {
    await keep("hunter1");
    await keep("hunter2", "another cloud");

    await store.transaction((tx) => expireTokensOf(tx, member));

    assert.equal(await find(), undefined);
    assert.deepEqual(await events(), ["issued", "issued", "expired", "expired"]);
  });
});
