import assert from "node:assert/strict";
import nock from "nock";
import { DAY, HOUR } from "../../../src/core/clock.ts";
import { createHookDeliveries } from "../../../src/adapters/github/hook-deliveries.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import { API, makeGitHub, MESSAGE, NOW, SELF, withoutNetwork } from "./make-github.ts";

const SINCE = new Date(NOW.getTime() - HOUR);
const PATH = "/app/hook/deliveries";

/** An attempt `minutesAgo`. */
function attempt(
  id: number,
  guid: string,
  statusCode: number,
  { minutesAgo = 10, redelivery = false } = {},
): object {
  return {
    id,
    guid,
    delivered_at: new Date(NOW.getTime() - minutesAgo * 60_000).toISOString(),
    redelivery,
    duration: 0.1,
    status: "whatever GitHub says",
    status_code: statusCode,
    event: "issues",
    action: "opened",
    installation_id: 1,
    repository_id: 2,
  };
}

describe("the App's deliveries", () => {
  withoutNetwork();

  const list = (since = SINCE): ReturnType<ReturnType<typeof makeGitHub>["hookDeliveries"]["listFailed"]> =>
    makeGitHub().hookDeliveries.listFailed(since);

  it("are those whose latest attempt failed, oldest first, with what is known of their attempts", async () => {
    nock(API)
      .get(PATH)
      .query({ per_page: 100 })
      .reply(200, [
        attempt(9, "mended", 202, { minutesAgo: 1, redelivery: true }),
        attempt(8, "again", 500, { minutesAgo: 2, redelivery: true }),
        attempt(7, "late", 504, { minutesAgo: 5 }),
        attempt(6, "fine", 204, { minutesAgo: 6 }),
        attempt(5, "moved", 302, { minutesAgo: 6 }),
        attempt(4, "mended", 502, { minutesAgo: 7 }),
        attempt(3, "again", 0, { minutesAgo: 8 }),
        attempt(2, "orphan", 401, { minutesAgo: 9, redelivery: true }),
      ]);

    const { failed, isComplete } = await list();

    assert.equal(isComplete, true);
    assert.deepEqual(
      failed.map(({ id, guid, attempts, hasOriginal, statusCode }) => [
        id,
        guid,
        attempts,
        hasOriginal,
        statusCode,
      ]),
      [
        ["2", "orphan", 1, false, 401],
        ["8", "again", 2, true, 500],
        ["7", "late", 1, true, 504],
      ],
    );
    const again = failed.find(({ guid }) => guid === "again");
    assert.equal(again?.firstAt.getTime(), NOW.getTime() - 8 * 60_000);
    assert.equal(again.lastAt.getTime(), NOW.getTime() - 2 * 60_000);
  });

  it("takes the later id for the later attempt within the same second", async () => {
    nock(API)
      .get(PATH)
      .query(true)
      .reply(200, [attempt(9, "a", 500), attempt(10, "a", 200, { redelivery: true })]);

    assert.deepEqual((await list()).failed, []);
  });

  it("are read page by page until the time asked about", async () => {
    const link = { link: `<${API}${PATH}?per_page=100&cursor=v1_88>; rel="next"` };
    nock(API)
      .get(PATH)
      .query({ per_page: 100 })
      .reply(200, [attempt(9, "a", 500)], link);
    nock(API)
      .get(PATH)
      .query({ per_page: 100, cursor: "v1_88" })
      .reply(200, [attempt(8, "b", 500, { minutesAgo: 59 }), attempt(7, "c", 500, { minutesAgo: 61 })], link);

    const { failed, isComplete } = await list();

    assert.equal(isComplete, true);
    assert.deepEqual(
      failed.map(({ guid }) => guid),
      ["b", "a"],
    );
  });

  it("are asked for no further back than GitHub remembers", async () => {
    const link = { link: `<${API}${PATH}?cursor=x>; rel="next"` };
    nock(API)
      .get(PATH)
      .query(true)
      .reply(200, [attempt(9, "old", 500, { minutesAgo: 3 * 24 * 60 + 1 })], link);

    assert.deepEqual((await list(new Date(NOW.getTime() - 30 * DAY))).failed, []);
  });

  it("says so when there are more than it reads", async () => {
    const headers = { link: `<${API}${PATH}?cursor=x>; rel="next"` };
    const { failed, isComplete } = await createHookDeliveries({
      credential: {
        identity: "app",
        send: () => Promise.resolve({ headers, data: [attempt(9, "a", 500)] }),
        refused: () => faults.GITHUB_APP_REFUSED(),
        forbidden: () => faults.GITHUB_APP_REFUSED(),
      },
      app: { getSelf: () => Promise.reject(faults.GITHUB_APP_REFUSED()) },
      clock: { now: () => NOW },
      log: silentLog,
    }).listFailed(SINCE);

    assert.deepEqual([failed.length, isComplete], [1, false]);
  });

  it("are none for an App without a webhook, but not for an App that GitHub doesn't know", async () => {
    nock(API).get(PATH).query(true).twice().reply(404, MESSAGE);
    nock(API).get("/app").reply(200, SELF);
    nock(API).get("/app").reply(404, MESSAGE);

    assert.deepEqual(await list(), { failed: [], isComplete: true });
    await assert.rejects(list(), (error) => isFault(error, "GITHUB_APP_REFUSED"));
  });

  it("is unreachable when GitHub fails or speaks another form", async () => {
    nock(API).get(PATH).query(true).times(3).reply(503, MESSAGE);
    nock(API)
      .get(PATH)
      .query(true)
      .reply(200, [{ id: "?" }]);

    await assert.rejects(list(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    await assert.rejects(list(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
  });

  it("are sent again by GitHub when asked, which is asked once", async () => {
    const { hookDeliveries } = makeGitHub();
    nock(API).post(`${PATH}/12/attempts`).reply(202, {});
    nock(API).post(`${PATH}/13/attempts`).reply(503, MESSAGE);

    assert.equal(await hookDeliveries.redeliver("12"), "accepted");
    await assert.rejects(hookDeliveries.redeliver("13"), (error) => isFault(error, "GITHUB_UNREACHABLE"));
  });

  const refusals = [
    ["no longer there", 404, {}, "refused"],
    ["not to be sent", 422, {}, "refused"],
    ["too many", 429, { "retry-after": "60" }, "GITHUB_RATE_LIMITED"],
    ["a secondary limit", 403, { "retry-after": "60" }, "GITHUB_RATE_LIMITED"],
    ["not our key", 401, {}, "GITHUB_APP_REFUSED"],
  ] as const;
  for (const [what, status, headers, expected] of refusals)
    it(`can be refused: ${what}`, async () => {
      nock(API)
        .post(`${PATH}/12/attempts`)
        .reply(status, MESSAGE, { ...headers });

      const asked = makeGitHub().hookDeliveries.redeliver("12");

      if (expected === "refused") assert.equal(await asked, expected);
      else await assert.rejects(asked, (error) => isFault(error, expected));
    });

  it("need an App", async () => {
    const { hookDeliveries } = makeGitHub({ appId: undefined });

    for (const asked of [hookDeliveries.listFailed(SINCE), hookDeliveries.redeliver("1")])
      await assert.rejects(asked, (error) => isFault(error, "GITHUB_NOT_CONFIGURED"));
  });
});
