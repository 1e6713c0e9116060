import assert from "node:assert/strict";

import { toInbound } from "../../../src/adapters/msteams/inbound.ts";
import type { InboundActivity } from "../../../src/core/inbound.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const CHANNEL = "19:general@thread.tacv2";

function activity(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: "message",
    id: "1700000000001",
    channelId: "msteams",
    serviceUrl: "https://smba.trafficmanager.net/emea/",
    from: { id: "29:ann", name: "Ann", aadObjectId: "ann-object" },
    recipient: { id: "28:bot", name: "GitHub" },
    conversation: {
      id: `${CHANNEL};messageid=77`,
      conversationType: "channel",
      isGroup: true,
      tenantId: TENANT,
    },
    channelData: {
      tenant: { id: TENANT },
      team: { id: "19:team@thread.tacv2", name: "Fabrikam" },
      channel: { id: CHANNEL, name: "General" },
    },
    text: "<at>GitHub</at> help",
    textFormat: "plain",
    attachments: [{ contentType: "text/html", content: "<div><at>GitHub</at> help</div>" }],
    entities: [
      { type: "mention", mentioned: { id: "28:bot", name: "GitHub" }, text: "<at>GitHub</at>" },
      { type: "clientInfo", locale: "en-US" },
      null,
      "odd",
    ],
    ...overrides,
  };
}

function read(overrides: Readonly<Record<string, unknown>> = {}): InboundActivity {
  const verdict = toInbound(activity(overrides), "local");
  assert.equal(verdict.kind, "activity");
  return verdict.activity;
}

function invoke(
  name: string,
  value: unknown,
  overrides: Readonly<Record<string, unknown>> = {},
): InboundActivity {
  return read({ type: "invoke", name, value, text: undefined, ...overrides });
}

describe("reading an activity", () => {
  it("reads a message in a thread", () => {
    assert.deepEqual(read(), {
      kind: "message",
      activityId: "1700000000001",
      text: "help",
      mentions: [],
      from: { tenantId: TENANT, teamsUserId: "29:ann", aadObjectId: "ann-object", displayName: "Ann" },
      conversation: {
        tenantId: TENANT,
        teamId: "19:team@thread.tacv2",
        channelId: CHANNEL,
        type: "channel",
        serviceUrl: "https://smba.trafficmanager.net/emea/",
        name: "General",
        threadRootId: "77",
      },
    });
  });

  it("reads the timezone of who wrote, where Teams tells it", () => {
    assert.equal(read({ localTimezone: "Europe/Berlin" }).from.timezone, "Europe/Berlin");
    assert.equal(read({ localTimezone: 7 }).from.timezone, undefined);
  });

  const places: [Record<string, unknown>, string][] = [
    [{ conversation: { id: "a:1", conversationType: "personal" }, channelData: undefined }, "personal"],
    [
      { conversation: { id: "19:x@thread.v2", conversationType: "groupChat" }, channelData: undefined },
      "group",
    ],
    [{ conversation: { id: "19:x@thread.v2", isGroup: true }, channelData: undefined }, "group"],
    [{ conversation: { id: CHANNEL, isGroup: true } }, "channel"],
    [{ conversation: { id: "a:1" }, channelData: undefined }, "personal"],
    [{ conversation: { id: "a:1" }, channelData: "odd" }, "personal"],
  ];
  for (const [overrides, type] of places) {
    it(`takes ${JSON.stringify(overrides)} for a ${type} conversation`, () => {
      const { conversation } = read(overrides);
      assert.equal(conversation.type, type);
      assert.equal(conversation.threadRootId, undefined);
    });
  }

  it("tells the host's tenant from the sender's", () => {
    const inbound = read({
      from: { id: "29:x", name: "Xi", aadObjectId: "x", tenantId: "other" },
      channelData: { tenant: { id: "other" } },
    });

    assert.equal(inbound.conversation.tenantId, TENANT);
    assert.equal(inbound.from.tenantId, "other");
  });

  it("uses the fallback tenant only where none is told", () => {
    const inbound = read({ conversation: { id: "a:1" }, channelData: undefined });
    assert.equal(inbound.conversation.tenantId, "local");
  });

  it("reads a message without text, as of a picture alone", () => {
    const inbound = read({ text: undefined });
    assert.equal(inbound.kind === "message" && inbound.text, "");
  });

  it("reads a button that was sent as a message (Action.Submit)", () => {
    const inbound = read({
      text: undefined,
      value: { verb: "issue.close", id: 7, msteams: {}, __proto__: undefined },
      replyToId: "55",
    });

    assert.equal(inbound.kind, "action");
    assert.deepEqual(pick(inbound, ["verb", "data", "messageId", "answerable"]), {
      verb: "issue.close",
      data: { id: 7 },
      messageId: "55",
      answerable: false,
    });
  });

  it("reads a button (Action.Execute)", () => {
    const inbound = invoke(
      "adaptiveCard/action",
      {
        action: { type: "Action.Execute", title: "Close", verb: "issue.close", data: { id: 7, why: "done" } },
      },
      { replyToId: "55" },
    );

    assert.deepEqual(pick(inbound, ["kind", "verb", "data", "messageId", "answerable"]), {
      kind: "action",
      verb: "issue.close",
      data: { id: 7, why: "done" },
      messageId: "55",
      answerable: true,
    });
  });

  it("reads dialogs being opened and sent", () => {
    const opened = invoke("task/fetch", {
      data: { verb: "issue.comment", id: 7, msteams: { type: "task/fetch" } },
    });
    const sent = invoke("task/submit", { data: { verb: "issue.comment", id: 7, text: "hello" } });

    assert.deepEqual(pick(opened, ["kind", "step", "verb", "data"]), {
      kind: "dialog",
      step: "open",
      verb: "issue.comment",
      data: { id: 7 },
    });
    assert.deepEqual(pick(sent, ["step", "data"]), { step: "submit", data: { id: 7, text: "hello" } });
  });

  it("reads the sign-in window's code", () => {
    const inbound = invoke("signin/verifyState", { state: " 123456 " });
    assert.deepEqual(pick(inbound, ["kind", "code"]), { kind: "signin-code", code: "123456" });
  });

  it("reads a link that somebody pastes", () => {
    const url = "https://github.com/octo/hello/pull/7";

    const inbound = invoke("composeExtension/queryLink", { url });

    assert.deepEqual(pick(inbound, ["kind", "url"]), { kind: "link", url });
  });

  for (const [name, value] of [
    ["composeExtension/queryLink", { url: 7 }],
    ["composeExtension/queryLink", { url: `https://github.com/${"x".repeat(2_048)}` }],
    ["composeExtension/anonymousQueryLink", { url: "https://github.com/octo/hello" }],
    ["adaptiveCard/action", undefined],
    ["adaptiveCard/action", { action: null }],
    ["adaptiveCard/action", { action: { verb: 7 } }],
    ["adaptiveCard/action", { action: { verb: "" } }],
    ["task/fetch", { data: "text" }],
    ["task/submit", { data: {} }],
    ["signin/verifyState", { state: { a: 1 } }],
    ["composeExtension/query", { commandId: "x" }],
    [undefined, undefined],
  ] as const) {
    it(`tolerates the invoke ${String(name)} with ${JSON.stringify(value)}`, () => {
      const inbound = invoke(name ?? "", value, name === undefined ? { name: undefined } : {});
      assert.deepEqual(pick(inbound, ["kind", "type"]), { kind: "other", type: `invoke:${name ?? ""}` });
    });
  }

  const lifecycle: [Record<string, unknown>, string | undefined][] = [
    [{ type: "installationUpdate", action: "add" }, "bot-added"],
    [{ type: "installationUpdate", action: "add-upgrade" }, "bot-added"],
    [{ type: "installationUpdate", action: "remove" }, "bot-removed"],
    [{ type: "installationUpdate", action: "remove-upgrade" }, undefined],
    [{ type: "installationUpdate", action: "constructor" }, undefined],
    [{ type: "conversationUpdate", membersAdded: [{ id: "28:bot" }] }, "bot-added"],
    [{ type: "conversationUpdate", membersAdded: [{ id: "29:bea" }] }, undefined],
    [{ type: "conversationUpdate", membersRemoved: [{ id: "28:bot" }] }, "bot-removed"],
    [
      {
        type: "conversationUpdate",
        membersAdded: [{ id: "28:bot" }],
        channelData: { eventType: "teamMemberAdded", team: { id: "19:t" } },
      },
      "bot-added",
    ],
    [
      {
        type: "conversationUpdate",
        membersAdded: [{ id: "28:bot" }],
        channelData: { eventType: "channelMemberAdded", channel: { id: "19:c", type: "shared" } },
      },
      "bot-added-to-channel",
    ],
    [
      {
        type: "conversationUpdate",
        membersRemoved: [{ id: "28:bot" }],
        channelData: { eventType: "channelMemberRemoved", channel: { id: "19:c", type: "private" } },
      },
      "bot-removed-from-channel",
    ],
    [
      {
        type: "conversationUpdate",
        membersAdded: [{ id: "29:bea" }],
        channelData: { eventType: "channelMemberAdded", channel: { id: "19:c" } },
      },
      undefined,
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "channelUnshared", channel: { id: "19:c" } } },
      undefined,
    ],
    [
      {
        type: "conversationUpdate",
        channelData: { eventType: "channelRenamed", channel: { id: "19:c", name: "New" } },
      },
      "renamed",
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "channelDeleted", channel: { id: "19:c" } } },
      "deleted",
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "channelRestored", channel: { id: "19:c" } } },
      "restored",
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "teamDeleted", team: { id: "19:t" } } },
      "team-deleted",
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "teamHardDeleted", team: { id: "19:t" } } },
      "team-deleted",
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "teamRestored", team: { id: "19:t" } } },
      "team-restored",
    ],
    [
      { type: "conversationUpdate", channelData: { eventType: "teamRenamed", team: { id: "19:t" } } },
      undefined,
    ],
    [{ type: "messageReaction" }, undefined],
    [{ type: "typing" }, undefined],
    [{ type: "somethingNew" }, undefined],
  ];
  for (const [overrides, change] of lifecycle) {
    it(`takes ${JSON.stringify(overrides)} for ${change ?? "nothing to act on"}`, () => {
      // The system's own events name nobody of the directory.
      const inbound = read({ ...overrides, from: { id: "29:system" } });
      assert.equal(inbound.kind === "lifecycle" ? inbound.change : undefined, change);
    });
  }

  it("names the channel of a channel's event, not the team's General", () => {
    const { conversation } = read({
      type: "conversationUpdate",
      conversation: { id: "19:team@thread.tacv2", conversationType: "channel", tenantId: TENANT },
      channelData: {
        eventType: "channelRenamed",
        channel: { id: "19:c", name: "New" },
        team: { id: "19:team" },
      },
    });

    assert.equal(conversation.channelId, "19:c");
    assert.equal(conversation.name, "New");
  });

  it("does not listen to itself, nor to people without a directory id", () => {
    const verdictOf = (overrides: Record<string, unknown>): unknown =>
      pick(toInbound(activity(overrides), ""), ["kind", "status"]);
    const ignored = { kind: "ignored", status: 200 };

    assert.deepEqual(verdictOf({ from: { id: "28:bot", aadObjectId: "x" } }), ignored);
    assert.deepEqual(verdictOf({ from: { id: "28:other", role: "bot", aadObjectId: "x" } }), ignored);
    assert.deepEqual(verdictOf({ from: { id: "29:ann", name: "Ann" } }), ignored);
    assert.deepEqual(
      verdictOf({
        type: "invoke",
        name: "signin/verifyState",
        value: { state: "1" },
        from: { id: "29:ann" },
      }),
      ignored,
    );
  });

  const malformed: [string, unknown][] = [
    ["nothing", undefined],
    ["a list", []],
    ["no sender", activity({ from: undefined })],
    ["a sender without id", activity({ from: { name: "Ann" } })],
    ["no conversation", activity({ conversation: undefined })],
    ["an empty conversation id", activity({ conversation: { id: "" } })],
    ["a conversation id of another kind", activity({ conversation: { id: 7 } })],
    ["no type", activity({ type: undefined })],
    ["an endless id", activity({ conversation: { id: "x".repeat(5_000) } })],
  ];
  for (const [what, body] of malformed) {
    it(`answers 400 to ${what}`, () => {
      assert.deepEqual(pick(toInbound(body, "local"), ["kind", "status"]), { kind: "ignored", status: 400 });
    });
  }

  it("refuses data nested deeper than forms are, which would be too much for whoever writes it down", () => {
    const nested = (levels: number): unknown =>
      JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`) as unknown;
    const readNested = (levels: number) =>
      toInbound(
        activity({
          type: "invoke",
          name: "adaptiveCard/action",
          value: { action: { verb: "x", data: nested(levels) } },
        }),
        "local",
      );

    assert.equal(readNested(20).kind, "activity");
    for (const levels of [200, 20_000])
      assert.deepEqual(readNested(levels), { kind: "ignored", status: 400, reason: "malformed: value" });
  });

  it("drops __proto__ from a button's data", () => {
    const value = JSON.parse('{"action":{"verb":"x","data":{"__proto__":{"admin":true},"id":1}}}') as unknown;

    const inbound = invoke("adaptiveCard/action", value);

    assert.deepEqual(inbound.kind === "action" && Object.keys(inbound.data), ["id"]);
  });
});

function pick(value: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, Reflect.get(value, key)]));
}
