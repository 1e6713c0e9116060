import assert from "node:assert/strict";
import { addMilliseconds, HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import { createTokenKeeper, type TokenKeeper } from "../../../src/features/signin/token-keeper.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { until } from "../../support/until.ts";
import { connect, FakeRefresh } from "./connected.ts";

describe("the token keeper", () => {
  let time: ManualTime;
  let store: TestStore;
  let github: FakeRefresh;
  let keeper: TokenKeeper;
  let id: string;

  const onExpired = () => Promise.resolve();
  const newKeeper = (): TokenKeeper =>
    createTokenKeeper({ store, oauth: github, clock: time, timers: time, onExpired });
  const saved = () => store.read((reads) => reads.githubUsers.findTokens(id));
  const state = async () => (await store.read((reads) => reads.githubUsers.find(id)))?.state;
  const events = async () => {
    const all = await store.read((reads) =>
      reads.events.listByEntity("chatopsgithubuser", id, { limit: 10 }),
    );
    return all.map((event) => event.verb);
  };
  const again = (error: unknown): boolean => isFault(error, "SIGN_IN_AGAIN");

  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
    github = new FakeRefresh(faults.SIGN_IN_AGAIN, () => addMilliseconds(time.now(), 8 * HOUR));
    keeper = newKeeper();
    id = await connect(store, {
      accessToken: "access-0",
      expiresAt: addMilliseconds(time.now(), 8 * HOUR),
      refreshToken: "refresh-0",
    });
  });
  afterEach(() => store.cleanup());

  const expire = (): Promise<void> => time.advance(8 * HOUR - 4 * MINUTE);

  it("hands out a good token as it is", async () => {
    assert.equal(await keeper.accessToken(id), "access-0");
    assert.deepEqual(github.asked, []);
  });

  it("hands out a token without end as it is", async () => {
    const endless = await connect(store, { accessToken: "endless" }, { name: "jon" });
    await time.advance(1_000 * HOUR);

    assert.equal(await keeper.accessToken(endless), "endless");
  });

  it("refreshes a token that is near its end, and has saved both before it hands one out", async () => {
    await expire();

    assert.equal(await keeper.accessToken(id), "access-1");

    const tokens = await saved();
    assert.equal(tokens?.accessToken, "access-1");
    assert.equal(tokens.refreshToken, "refresh-1");
    assert.equal(await keeper.accessToken(id), "access-1");
    assert.deepEqual(github.asked, ["refresh-0"]);
  });

  it("refreshes once for all who ask in this process", async () => {
    await expire();

    const tokens = await Promise.all([1, 2, 3, 4].map(() => keeper.accessToken(id)));

    assert.deepEqual(new Set(tokens), new Set(["access-1"]));
    assert.equal(github.asked.length, 1);
  });

  it("refreshes once in the whole cluster: the others wait for who holds the lease", async () => {
    await expire();
    const gate = Promise.withResolvers<undefined>();
    github.before = async () => {
      await gate.promise;
    };

    const first = keeper.accessToken(id);
    await until(() => github.asked.length === 1);
    const second = newKeeper().accessToken(id);
    await time.advance(SECOND);
    gate.resolve(undefined);
    assert.equal(await first, "access-1");
    await until(async () => {
      await time.advance(200);
      return (await Promise.race([second, Promise.resolve("")])) !== "";
    });

    assert.equal(await second, "access-1");
    assert.deepEqual(github.asked, ["refresh-0"]);
  });

  it("asks for a new sign-in when GitHub refuses the refresh token, and says so once in the record", async () => {
    await expire();
    await github.refresh("refresh-0");

    await assert.rejects(keeper.accessToken(id), again);
    await assert.rejects(keeper.accessToken(id), again);

    assert.equal(await state(), "expired");
    assert.deepEqual(await events(), ["expired"]);
  });

  it("asks for a new sign-in where there is nothing to refresh with", async () => {
    const bare = await connect(store, { accessToken: "a", expiresAt: time.now() }, { name: "jon" });

    await assert.rejects(keeper.accessToken(bare), again);
  });

  it("keeps the tokens while GitHub is away, and tries again when asked", async () => {
    await expire();
    github.before = () => Promise.reject(faults.GITHUB_UNREACHABLE());

    await assert.rejects(keeper.accessToken(id), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    assert.equal(await state(), "connected");
    assert.equal((await saved())?.refreshToken, "refresh-0");
    github.before = async () => undefined;

    assert.equal(await keeper.accessToken(id), "access-1");
  });

  it("that dies between refresh and save is found out: the next asks for a new sign-in", async () => {
    await expire();
    await assert.rejects(
      createTokenKeeper({
        oauth: github,
        clock: time,
        timers: time,
        onExpired,
        store: {
          read: (work) => store.read(work),
          transaction: (work) =>
            github.asked.length === 0 ? store.transaction(work) : Promise.reject(new Error("killed")),
        },
      }).accessToken(id),
      /killed/,
    );

    // Its lease is still there, and ends by itself.
    const next = keeper.accessToken(id);
    const settled = next.then(
      () => true,
      () => true,
    );
    await until(async () => {
      await time.advance(SECOND);
      return Promise.race([settled, Promise.resolve(false)]);
    });

    await assert.rejects(next, again);
    assert.equal(await state(), "expired");
  });

  it("takes what a slow holder saved when its own refresh finds the token spent", async () => {
    await expire();
    const gate = Promise.withResolvers<undefined>();
    github.after = async () => {
      if (github.asked.length === 1) await gate.promise;
    };
    const slow = keeper.accessToken(id);
    await until(() => github.asked.length === 1);
    await time.advance(31 * SECOND);
    // The lease has run out, so another process tries the same refresh token, which is spent.
    github.before = async () => {
      gate.resolve(undefined);
      await slow;
    };

    assert.equal(await newKeeper().accessToken(id), "access-1");
    assert.equal(await state(), "connected");
  });

  it("doesn't bring tokens back to somebody who signed out meanwhile", async () => {
    await expire();
    github.after = () =>
      store.transaction(async (tx) => {
        await tx.githubUsers.setState(id, "revoked");
      });

    await keeper.accessToken(id);

    assert.equal(await saved(), undefined);
    assert.equal(await state(), "revoked");
    await assert.rejects(keeper.accessToken(id), again);
    assert.equal(await state(), "revoked");
  });

  it("knows nobody without tokens", async () => {
    await assert.rejects(keeper.accessToken("nobody"), again);
  });
});
