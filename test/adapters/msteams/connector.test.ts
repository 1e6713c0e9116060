import assert from "node:assert/strict";

import type { FakeTeams, InjectedFault } from "../../../demo/teams/connector/index.ts";
import type { Teams } from "../../../src/adapters/msteams/index.ts";
import { ConnectorFailure, type ConnectorFailureKind } from "../../../src/core/connector.ts";
import { authenticatedTeams, localTeams, placeIn } from "./support/teams.ts";

const CARD = { type: "AdaptiveCard", version: "1.5", fallbackText: "x", body: [] };

async function failureOf(run: Promise<unknown>): Promise<ConnectorFailure> {
  const outcome = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof ConnectorFailure, `expected a ConnectorFailure, got ${String(outcome)}`);
  return outcome;
}

describe("the Teams connector", () => {
  let fake: FakeTeams;
  let teams: Teams;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ fake, teams, close } = await localTeams({ endpoints: { timeoutMs: 1_000 } }));
  });
  afterEach(() => close());

  it("opens a thread in a channel and gives its root's id", async () => {
    const channel = fake.channel("General");

    const posted = await teams.connector.createRoot(placeIn(fake, channel.id), {
      adaptiveCard: CARD,
      summary: "s",
    });

    assert.equal(posted.activityId, channel.threads[0]?.id);
    assert.deepEqual(channel.threads[0]?.card, CARD);
    assert.equal(channel.threads[0].summary, "s");
    assert.equal(fake.requests[0]?.path, "/v3/conversations");
  });

  it("replies in a thread, and plainly in a chat without threads", async () => {
    const channel = fake.channel("General");
    const chat = fake.personalChat(fake.person({ name: "Ann" }));
    const place = placeIn(fake, channel.id);
    const root = await teams.connector.createRoot(place, { text: "root" });

    const reply = await teams.connector.reply(place, root.activityId ?? "", { text: "**reply**" });
    await teams.connector.reply(placeIn(fake, chat.id, "personal"), "77", { text: "hello" });

    assert.equal(channel.threads[0]?.replies[0]?.id, reply.activityId);
    assert.equal(channel.threads[0]?.replies[0]?.text, "**reply**");
    assert.equal(chat.threads[0]?.text, "hello");
  });

  it("replaces a message of its own, root or reply", async () => {
    const channel = fake.channel("General");
    const place = placeIn(fake, channel.id);
    const root = await teams.connector.createRoot(place, { text: "one" });
    const reply = await teams.connector.reply(place, root.activityId ?? "", { text: "two" });

    await teams.connector.update(place, root.activityId ?? "", { text: "ONE" });
    await teams.connector.update(place, reply.activityId ?? "", { text: "TWO" });

    assert.equal(channel.threads[0]?.text, "ONE");
    assert.equal(channel.threads[0].updates, 1);
    assert.equal(channel.threads[0].replies[0]?.text, "TWO");
  });

  it("mentions people by entity", async () => {
    const channel = fake.channel("General");

    await teams.connector.createRoot(placeIn(fake, channel.id), {
      text: "<at>Ann</at> look",
      mentions: [{ id: "29:ann", name: "Ann" }],
    });

    assert.deepEqual(channel.threads[0]?.activity["entities"], [
      { type: "mention", text: "<at>Ann</at>", mentioned: { id: "29:ann", name: "Ann" } },
    ]);
  });

  it("takes an empty 202 as posted without an id", async () => {
    const channel = fake.channel("General");
    fake.failNext("202-empty", { times: 2 });

    const root = await teams.connector.createRoot(placeIn(fake, channel.id), { text: "a" });
    const reply = await teams.connector.reply(placeIn(fake, channel.id), "", { text: "b" });

    assert.deepEqual([root, reply], [{}, {}]);
    assert.equal(channel.threads.length, 2);
  });

  it("tells members from guests and strangers", async () => {
    const chat = fake.channel("General");
    const ann = fake.person({ name: "Ann" });
    const guest = fake.person({ name: "Gil", guest: true, tenantId: "22222222-2222-4222-8222-222222222222" });
    chat.members.add(ann).add(guest);
    const place = placeIn(fake, chat.id);

    assert.deepEqual(await teams.connector.findMember(place, ann.id), {
      tenantId: ann.tenantId,
      isGuest: false,
      aadObjectId: ann.aadObjectId,
      displayName: ann.name,
      email: "ann@example.com",
      surname: "Ann",
    });
    assert.deepEqual(await teams.connector.findMember(place, guest.id), {
      tenantId: guest.tenantId,
      isGuest: true,
      aadObjectId: guest.aadObjectId,
      displayName: guest.name,
      email: "gil@example.com",
      surname: "Gil",
    });
    assert.equal(await teams.connector.findMember(place, "29:nobody"), undefined);
    const gone = await failureOf(teams.connector.findMember(placeIn(fake, "19:none@thread.tacv2"), ann.id));
    assert.equal(gone.kind, "conversation-gone");
  });

  const failures: [InjectedFault, ConnectorFailureKind, number][] = [
    [{ status: 429, code: "Throttled", retryAfter: "3" }, "throttled", 429],
    [{ status: 429 }, "throttled", 429],
    [{ status: 412, code: "PreconditionFailed" }, "busy", 412],
    [{ status: 500, code: "ServiceError" }, "ambiguous", 500],
    [{ status: 502, html: true }, "ambiguous", 502],
    [{ status: 503, retryAfter: "1" }, "ambiguous", 503],
    [{ status: 504, code: "GatewayTimeout" }, "ambiguous", 504],
    ["reset", "ambiguous", 0],
    ["reset-after", "ambiguous", 0],
    ["hang", "ambiguous", 0],
    ["hang-after", "ambiguous", 0],
    [{ status: 403, code: "BotNotInConversationRoster" }, "conversation-gone", 403],
    [{ status: 403, code: "BotDisabledByAdmin" }, "conversation-gone", 403],
    [{ status: 403, code: "ConversationBlockedByUser" }, "conversation-gone", 403],
    [{ status: 404, code: "ConversationNotFound" }, "conversation-gone", 404],
    [{ status: 404, code: "ActivityNotFoundInConversation" }, "activity-gone", 404],
    [{ status: 404, html: true }, "refused", 404],
    [{ status: 413, html: true }, "too-big", 413],
    [{ status: 413, code: "MessageSizeTooBig" }, "too-big", 413],
    [{ status: 401, code: "BotNotRegistered" }, "unauthorized", 401],
    [{ status: 400, code: "BadSyntax" }, "refused", 400],
    [{ status: 403, code: "MessageWritesBlocked" }, "refused", 403],
    [{ status: 302 }, "refused", 302],
    [{ status: 501 }, "refused", 501],
  ];
  for (const [fault, kind, status] of failures) {
    it(`calls ${JSON.stringify(fault)} ${kind}, after one request`, async () => {
      const channel = fake.channel("General");
      fake.failNext(fault);

      const failure = await failureOf(teams.connector.createRoot(placeIn(fake, channel.id), { text: "x" }));

      assert.equal(failure.kind, kind);
      assert.equal(failure.status, status);
      assert.equal(fake.requests.length, 1);
    });
  }

  it("makes one request for each failed reply, update and member lookup too", async () => {
    const place = placeIn(fake, fake.channel("General").id);
    fake.failNext({ status: 503 }, { times: 3 });

    await failureOf(teams.connector.reply(place, "1", { text: "x" }));
    await failureOf(teams.connector.update(place, "1", { text: "x" }));
    await failureOf(teams.connector.findMember(place, "29:x"));

    assert.deepEqual(
      fake.requests.map((request) => request.method),
      ["POST", "PUT", "GET"],
    );
  });

  it("passes Retry-After on in milliseconds", async () => {
    fake.failNext({ status: 429, retryAfter: "17" });

    const failure = await failureOf(teams.connector.createRoot(placeIn(fake, "c"), { text: "x" }));

    assert.equal(failure.retryAfterMs, 17_000);
  });

  it("says that nothing was sent when no connection came about", async () => {
    const place = placeIn(fake, "c");
    await fake.close();

    const failure = await failureOf(teams.connector.createRoot(place, { text: "x" }));

    assert.equal(failure.kind, "throttled");
    assert.equal(failure.code, "ECONNREFUSED");
  });

  it("posts to this machine only in local mode", async () => {
    for (const serviceUrl of [
      "https://smba.trafficmanager.net/teams/",
      "http://10.0.0.1/",
      "http://127.0.0.1.evil.com/",
    ]) {
      const failure = await failureOf(
        teams.connector.createRoot({ ...placeIn(fake, "c"), serviceUrl }, { text: "x" }),
      );
      assert.equal(failure.code, "ServiceUrlNotAllowed");
    }
  });

  it("shortens what would be too big instead of losing it", async () => {
    const channel = fake.channel("General");

    await teams.connector.createRoot(placeIn(fake, channel.id), { text: "word ".repeat(30_000) });

    assert.match(channel.threads[0]?.text ?? "", /word…$/);
  });
});

describe("the Teams connector's token", () => {
  it("is fetched once for fifty messages at once, and sent with each", async () => {
    let asked = 0;
    let cached: string | undefined;
    const tokens = async (): Promise<string> => {
      if (cached !== undefined) return cached;
      asked += 1;
      await new Promise((resolve) => setImmediate(resolve));
      cached = `token-${String(asked)}`;
      return cached;
    };
    const { fake, teams, close } = await authenticatedTeams({ endpoints: { tokens } });
    fake.requireToken("token-1");
    const place = placeIn(fake, fake.channel("General").id);

    await Promise.all(Array.from({ length: 50 }, () => teams.connector.createRoot(place, { text: "x" })));

    assert.equal(asked, 1);
    assert.equal(fake.requests.length, 50);
    await close();
  });

  it("is fetched anew after Teams refused it", async () => {
    const asked: boolean[] = [];
    const tokens = (force: boolean): Promise<string> => {
      asked.push(force);
      return Promise.resolve(asked.includes(true) ? "new" : "old");
    };
    const { fake, teams, close } = await authenticatedTeams({ endpoints: { tokens } });
    fake.requireToken("new");
    const place = placeIn(fake, fake.channel("General").id);

    const failure = await failureOf(teams.connector.createRoot(place, { text: "x" }));
    await teams.connector.createRoot(place, { text: "x" });

    assert.equal(failure.kind, "unauthorized");
    assert.deepEqual(asked, [false, false, true]);
    await close();
  });

  it("is fetched before the first message by warmUp, which never throws", async () => {
    let asked = 0;
    const tokens = (): Promise<string> => {
      asked += 1;
      return Promise.reject(new Error("no network"));
    };
    const { fake, teams, close } = await authenticatedTeams({ endpoints: { tokens } });

    await teams.warmUp();
    const failure = await failureOf(teams.connector.createRoot(placeIn(fake, "c"), { text: "x" }));

    assert.equal(asked, 2);
    assert.deepEqual([failure.kind, failure.code], ["throttled", "token_unavailable"]);
    assert.equal(fake.requests.length, 0);
    await close();
  });

  it("tells a wrong registration from a network that is down", async () => {
    const tokens = (): Promise<string> =>
      Promise.reject(Object.assign(new Error("AADSTS7000215"), { errorCode: "invalid_client" }));
    const { fake, teams, close } = await authenticatedTeams({ endpoints: { tokens } });

    const failure = await failureOf(teams.connector.createRoot(placeIn(fake, "c"), { text: "x" }));

    assert.deepEqual([failure.kind, failure.code], ["unauthorized", "token_invalid_client"]);
    await close();
  });
});
