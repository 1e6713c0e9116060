import assert from "node:assert/strict";

import { toInvokeResponse } from "../../../src/adapters/msteams/invoke-response.ts";
import { faults } from "../../../src/core/errors.ts";
import type { Fault } from "../../../src/core/fault.ts";
import type { InboundActivity } from "../../../src/core/inbound.ts";
import type { CardRenderer } from "../../../src/core/message.ts";
import { type Reply, reply } from "../../../src/core/reply.ts";

const cards: CardRenderer = { render: (content) => ({ type: "AdaptiveCard", rendered: content.card }) };
const base = {
  activityId: "1",
  conversation: { tenantId: "t", teamId: "", channelId: "c", type: "personal", serviceUrl: "u", name: "" },
  from: { tenantId: "t", teamsUserId: "29:a", aadObjectId: "a", displayName: "Ann" },
} as const;
const action: InboundActivity = {
  ...base,
  kind: "action",
  verb: "v",
  data: {},
  messageId: "2",
  answerable: true,
};
const dialog: InboundActivity = { ...base, kind: "dialog", step: "submit", verb: "v", data: {} };
const signIn: InboundActivity = { ...base, kind: "signin-code", code: "123456" };
const other: InboundActivity = { ...base, kind: "other", type: "invoke:x" };

const TOAST = "application/vnd.microsoft.activity.message";
const CARD = "application/vnd.microsoft.card.adaptive";
const ERROR = "application/vnd.microsoft.error";
const toast = (value: string): unknown => ({ statusCode: 200, type: TOAST, value });
const task = (value: string): unknown => ({ task: { type: "message", value } });
const continued = {
  task: {
    type: "continue",
    value: {
      title: "Comment",
      height: "medium",
      width: "medium",
      card: { contentType: CARD, content: { type: "AdaptiveCard", rendered: "form" } },
    },
  },
};
const form = { card: "form", data: {}, summary: "A form" };

describe("answering an invoke", () => {
  const table: [string, InboundActivity, Reply | Fault | undefined, unknown][] = [
    [
      "a button with a card",
      action,
      reply.replaceCard("done", {}, "s"),
      { statusCode: 200, type: CARD, value: { type: "AdaptiveCard", rendered: "done" } },
    ],
    [
      "a button with a text",
      action,
      reply.toAsker({ text: "**Closed** `a\\_b` &lt;x&gt; [#7](https://x.io/7)" }),
      toast("Closed a_b <x> #7"),
    ],
    ["a button with a card for all", action, reply.card("done", {}, "The summary"), toast("The summary")],
    [
      "a button with what waits",
      action,
      { kind: "pending", message: { text: "Sign in first" } },
      toast("Sign in first"),
    ],
    ["a button with what is recorded", action, reply.recorded(), toast("Done.")],
    ["a button with nothing", action, undefined, toast("Done.")],
    ["a button with no messages", action, reply.toAsker(), toast("Done.")],
    [
      "a button with a dialog",
      action,
      reply.dialog("T", form),
      {
        statusCode: 400,
        type: ERROR,
        value: { code: "DIALOG_UNAVAILABLE", message: "This button cannot open a dialog." },
      },
    ],
    ["a dialog with a dialog", dialog, reply.dialog("Comment", form), continued],
    ["a dialog with a text", dialog, reply.toAsker({ text: "Sent" }), task("Sent")],
    ["a dialog with a card", dialog, reply.replaceCard("done", {}, "The summary"), task("The summary")],
    ["a dialog with what is recorded", dialog, reply.recorded(), undefined],
    ["a dialog with nothing", dialog, undefined, undefined],
    ["a sign-in code", signIn, reply.toAsker({ text: "Welcome" }), {}],
    ["a sign-in code that failed", signIn, faults.COMMAND_EMPTY(), {}],
    ["what is unknown", other, undefined, {}],
  ];
  for (const [what, invoke, outcome, expected] of table) {
    it(`answers ${what}`, () => {
      assert.deepEqual(toInvokeResponse(invoke, outcome, cards), expected);
    });
  }

  it("answers a fault with its code and sentence, as plain text", () => {
    assert.deepEqual(toInvokeResponse(action, faults.CONFIRMATION_NOT_YOURS(), cards), {
      statusCode: 403,
      type: ERROR,
      value: {
        code: "CONFIRMATION_NOT_YOURS",
        message: "Only the person who ran the command can confirm it. Run the command yourself.",
      },
    });
    assert.deepEqual(
      toInvokeResponse(dialog, faults.COMMAND_EMPTY(), cards),
      task("Yes? Say help to see what I can do."),
    );
  });

  describe("to a pasted link", () => {
    const link: InboundActivity = { ...base, kind: "link", url: "https://github.com/octo/hello" };
    const answered = (attachments: readonly unknown[]): unknown => ({
      composeExtension: {
        type: "result",
        attachmentLayout: "list",
        attachments,
        suggestedActions: {
          actions: [{ title: "default", type: "setCachePolicy", value: '{"type":"no-cache"}' }],
        },
      },
    });

    it("is its card in the version that previews know, with the summary beside it", () => {
      const card = { card: "unfurl/link", data: {}, summary: "octo/hello" };

      assert.deepEqual(
        toInvokeResponse(link, reply.toAsker(card), cards),
        answered([
          {
            contentType: CARD,
            content: { type: "AdaptiveCard", rendered: "unfurl/link", version: "1.3" },
            preview: {
              contentType: "application/vnd.microsoft.card.thumbnail",
              content: { title: "octo/hello" },
            },
          },
        ]),
      );
    });

    it("is nothing where there is nothing to show, or something broke", () => {
      for (const outcome of [reply.toAsker(), undefined, faults.GITHUB_UNREACHABLE()])
        assert.deepEqual(toInvokeResponse(link, outcome, cards), answered([]));
    });
  });
});
