import assert from "node:assert/strict";
import { createOutsiderCheck } from "../../src/bot/outsiders.ts";
import { HOUR } from "../../src/core/clock.ts";
import { ConnectorFailure } from "../../src/core/connector.ts";
import type { ChatPerson } from "../../src/core/conversation.ts";
import { isFault } from "../../src/core/errors.ts";
import { ManualTime } from "../support/manual-time.ts";
import { CHANNEL, JON, MIRA } from "./world.ts";

const GENERAL = { conversationId: "c1", reference: CHANNEL };
const OPS = { conversationId: "c2", reference: { ...CHANNEL, channelId: "19:ops" } };

type Member = { readonly tenantId: string; readonly isGuest: boolean } | undefined;

describe("who is an outsider", () => {
  let time: ManualTime;
  let asked: string[];
  let roster: (id: string) => Promise<Member>;
  const check = () =>
    createOutsiderCheck({
      clock: time,
      allowedTenants: new Set(["tenant"]),
      connector: {
        findMember: (_place, id) => {
          asked.push(id);
          return roster(id);
        },
      },
    });

  beforeEach(() => {
    time = new ManualTime();
    asked = [];
    roster = async () => ({ tenantId: "tenant", isGuest: false });
  });

  const cases: readonly (readonly [string, Member, boolean])[] = [
    ["a member of the organization", { tenantId: "tenant", isGuest: false }, false],
    ["a guest", { tenantId: "tenant", isGuest: true }, true],
    ["somebody who is in no roster", undefined, true],
    ["whom the roster knows from another tenant", { tenantId: "elsewhere", isGuest: false }, true],
  ];
  for (const [who, member, isOutsider] of cases) {
    it(`${isOutsider ? "is" : "is not"} ${who}`, async () => {
      roster = async () => member;

      assert.equal(await check()(GENERAL, MIRA), isOutsider);
    });
  }

  it("is everybody of a tenant that isn't ours, without asking Teams", async () => {
    const stranger: ChatPerson = { ...MIRA, tenantId: "elsewhere" };

    assert.equal(await check()(GENERAL, stranger), true);
    assert.deepEqual(asked, []);
  });

  it("knows tenants whatever their case", async () => {
    assert.equal(await check()(GENERAL, { ...MIRA, tenantId: "Tenant" }), false);
  });

  it("is nobody on a machine of one's own", async () => {
    const isOutsider = createOutsiderCheck({
      clock: time,
      allowedTenants: undefined,
      connector: { findMember: () => Promise.reject(new Error("not to be asked")) },
    });

    assert.equal(await isOutsider(GENERAL, MIRA), false);
  });

  it("is asked once an hour a person and conversation", async () => {
    const isOutsider = check();
    for (const [place, person] of [
      [GENERAL, MIRA],
      [GENERAL, MIRA],
      [OPS, MIRA],
      [GENERAL, JON],
    ] as const)
      await isOutsider(place, person);
    assert.equal(asked.length, 3);

    await time.advance(HOUR);
    roster = async () => undefined;

    assert.equal(await isOutsider(GENERAL, MIRA), true);
  });

  it("is an error, and not a yes or a no, while Teams doesn't answer; it is asked again", async () => {
    const isOutsider = check();
    roster = () => Promise.reject(new ConnectorFailure("throttled", { status: 429, code: "" }));
    await assert.rejects(isOutsider(GENERAL, MIRA), (error) => isFault(error, "TEAMS_UNREACHABLE"));

    roster = async () => ({ tenantId: "tenant", isGuest: false });

    assert.equal(await isOutsider(GENERAL, MIRA), false);
  });

  it("doesn't hide a defect behind Teams' name", async () => {
    roster = () => Promise.reject(new TypeError("a defect"));

    await assert.rejects(check()(GENERAL, MIRA), TypeError);
  });
});
