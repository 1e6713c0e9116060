import assert from "node:assert/strict";
import { silentLog } from "../../../src/core/log.ts";
import type { MentionText } from "../../../src/core/message.ts";
import { createFindMentioned, type MentionDeps } from "../../../src/features/people/mention.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { seedPerson } from "../alerts/seed.ts";

const MEMBER = { tenantId: "TENANT", isGuest: false };

describe("whom a message may mention", () => {
  let store: TestStore;
  let time: ManualTime;
  let asked: string[];
  let channelId: string;

  beforeEach(async () => {
    store = await openTestStore();
    time = new ManualTime();
    asked = [];
    channelId = await conversation("19:channel", "tenant");
    await seedPerson(store, "mona", "7");
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const conversation = (channel: string, tenantId: string): Promise<string> =>
    store.transaction(async (tx) => {
      const place = { tenantId, teamId: "team", channelId: channel, name: channel };
      const serviceUrl = "https://smba.example.com/";
      return (await tx.conversations.ensure({ ...place, serviceUrl, type: "channel" })).id;
    });
  const map = (ghLogin: string, displayName: string): Promise<unknown> =>
    store.transaction((tx) =>
      tx.people.map({
        tenantId: "tenant",
        ghLogin,
        teamsUserId: `29:${ghLogin}`,
        displayName,
        mappedBy: "u",
      }),
    );
  const finder = (findMember: MentionDeps["findMember"] = () => Promise.resolve(MEMBER)) =>
    createFindMentioned({
      store,
      clientAppId: "app",
      findMember: (place, id) => {
        asked.push(id);
        return findMember(place, id);
      },
      clock: time,
      log: silentLog,
    });
  const find = async (
    logins: readonly string[],
    findMentioned = finder(),
  ): Promise<readonly MentionText[]> => {
    const accounts = logins.map((login) => ({ login }));
    return (await findMentioned(accounts, [channelId])).get(channelId) ?? [];
  };

  it("is who signed in, rather than who was mapped to the login", async () => {
    await map("mona", "Somebody else");

    assert.deepEqual(await find(["Mona"]), [{ id: "29:mona", name: "mona" }]);
  });

  it("is not who took over a login that another account had", async () => {
    const found = await finder()([{ id: "99", login: "mona" }], [channelId]);

    assert.deepEqual([...found], []);
  });

  it("is no guest, no stranger and nobody of another organization", async () => {
    const abroad = await conversation("19:abroad", "another");

    assert.deepEqual(
      await find(
        ["mona"],
        finder(() => Promise.resolve({ ...MEMBER, isGuest: true })),
      ),
      [],
    );
    assert.deepEqual(
      await find(
        ["mona"],
        finder(() => Promise.resolve(undefined)),
      ),
      [],
    );
    assert.deepEqual(
      await find(
        ["mona"],
        finder(() => Promise.resolve({ ...MEMBER, tenantId: "x" })),
      ),
      [],
    );
    assert.equal((await finder()([{ login: "mona" }], [abroad])).size, 0);
  });

  it("is five people at most", async () => {
    const logins = ["a", "b", "c", "d", "e", "f", "g"];
    for (const login of logins) await map(login, login);

    assert.deepEqual(
      (await find(logins)).map(({ name }) => name),
      ["a", "b", "c", "d", "e"],
    );
  });

  it("has a name without a meaning to Markdown or HTML", async () => {
    await map("evil", "<at>**Boss**</at> [x](y)\u202e & Söhne");
    await map("blank", "***");

    assert.deepEqual(await find(["evil", "blank"]), [
      { id: "29:evil", name: "at Boss at x (y) Söhne" },
      { id: "29:blank", name: "blank" },
    ]);
  });

  it("is asked of Teams once an hour, and not for a minute after it didn't answer", async () => {
    let isDown = true;
    const findMentioned = finder(() =>
      isDown ? Promise.reject(new Error("down")) : Promise.resolve(MEMBER),
    );

    assert.deepEqual(await find(["mona"], findMentioned), []);
    isDown = false;
    assert.deepEqual(await find(["mona"], findMentioned), []);
    assert.equal(asked.length, 1);
    await time.advance(60_000);
    assert.equal((await find(["mona"], findMentioned)).length, 1);
    assert.equal((await find(["mona"], findMentioned)).length, 1);
    assert.equal(asked.length, 2);
  });
});
