import assert from "node:assert/strict";
import { MINUTE } from "../../../src/core/clock.ts";
import {
  ACCOUNT_LIMITS,
  networkOf,
  Throttle,
  type ThrottleLimits,
} from "../../../src/features/accounts/sessions-throttle.ts";
import { ManualTime } from "../../support/manual-time.ts";

describe("who tries too often", () => {
  let time: ManualTime;
  beforeEach(() => {
    time = new ManualTime();
  });

  const throttle = (limits: Partial<ThrottleLimits> = {}) =>
    new Throttle(time, { ...ACCOUNT_LIMITS, ...limits });
  const waitOf = (counting: Throttle, key = "mira") =>
    ((counting.blockedUntil(key)?.getTime() ?? time.now().getTime()) - time.now().getTime()) / MINUTE;
  const countTimes = (counting: Throttle, times: number, key = "mira") => {
    for (let n = 0; n < times; n += 1) counting.count(key);
  };

  it("waits longer and longer, and never for good", async () => {
    const counting = throttle();
    const waits: number[] = [];

    countTimes(counting, 4);
    waits.push(waitOf(counting));
    for (let n = 0; n < 7; n += 1) {
      counting.count("mira");
      waits.push(waitOf(counting));
      await time.advance(waitOf(counting) * MINUTE);
    }

    assert.deepEqual(waits, [0, 1, 2, 4, 8, 15, 15, 15]);
    assert.equal(counting.blockedUntil("mira"), undefined);
  });

  it("is forgotten after a rest, and when a try went well", async () => {
    const counting = throttle();
    countTimes(counting, 5);
    await time.advance(16 * MINUTE);
    countTimes(counting, 4);
    assert.equal(waitOf(counting), 0);

    countTimes(counting, 1);
    assert.equal(waitOf(counting), 1);
    counting.forget("mira");

    assert.equal(waitOf(counting), 0);
  });

  it("gets back one try, not all, for one that went well", () => {
    const counting = throttle();
    countTimes(counting, 4);

    counting.count("mira");
    counting.giveBack("mira");
    counting.count("mira");

    assert.equal(waitOf(counting), 1);
  });

  it("is counted apart from others, and counted in bounded memory", () => {
    const counting = throttle({ mostKeys: 3 });
    countTimes(counting, 5, "a");
    countTimes(counting, 5, "b");
    counting.count("c");
    counting.count("a");

    counting.count("d");

    assert.equal(waitOf(counting, "a"), 2);
    assert.equal(waitOf(counting, "b"), 0);
    assert.equal(waitOf(counting, "d"), 0);
  });

  const networks: readonly (readonly [string, string])[] = [
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unknown", "unknown"],
    ["", ""],
  ];
  for (const [address, network] of networks)
    it(`comes with ${address === "" ? "no address" : address} from ${network}`, () => {
      assert.equal(networkOf(address), network);
    });
});
