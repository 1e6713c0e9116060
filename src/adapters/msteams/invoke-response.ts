import { Fault, type FaultKind } from "../../core/fault.ts";
import type { InboundActivity } from "../../core/inbound.ts";
import type { JsonObject } from "../../core/json.ts";
import { type CardContent, type CardRenderer, isCard, type Message } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import { ADAPTIVE_CARD } from "./activity.ts";
import { toPlainText } from "./plain-text.ts";

const TOAST = "application/vnd.microsoft.activity.message";
const THUMBNAIL = "application/vnd.microsoft.card.thumbnail";
const FAILURE = "application/vnd.microsoft.error";

const STATUS: Readonly<Record<FaultKind, number>> = {
  input: 400,
  signin: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  unavailable: 500,
  configuration: 500,
};

/**
 * The body that answers an invoke (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards).
 * The HTTP status outside is always 200: Teams shows nothing of an error that has another. Undefined: no body.
 */
export function toInvokeResponse(
  invoke: InboundActivity,
  reply: Reply | Fault | undefined,
  cards: CardRenderer,
): JsonObject | undefined {
  const outcome = reply instanceof Fault || reply?.kind !== "failure" ? reply : reply.fault;
  if (invoke.kind === "action") return toActionResponse(outcome, cards);
  if (invoke.kind === "dialog") return toTaskResponse(outcome, cards);
  if (invoke.kind === "link") return toLinkResponse(outcome, cards);
  return {};
}

type Outcome = Exclude<Reply, { kind: "failure" }> | Fault | undefined;

function toActionResponse(outcome: Outcome, cards: CardRenderer): JsonObject {
  if (outcome === undefined) return toast("Done.");
  if (outcome instanceof Fault) {
    const status = STATUS[outcome.kind];
    // 401 means "show a sign-in" to Teams, with a body of its own kind.
    return failure(status === 401 ? 403 : status, outcome.code, outcome.sentence);
  }
  if (outcome.kind === "replace-card") {
    return { statusCode: 200, type: ADAPTIVE_CARD, value: cards.render(outcome.content) };
  }
  if (outcome.kind === "dialog")
    return failure(400, "DIALOG_UNAVAILABLE", "This button cannot open a dialog.");
  return toast(toText(outcome));
}

function toTaskResponse(outcome: Outcome, cards: CardRenderer): JsonObject | undefined {
  if (outcome === undefined) return undefined;
  if (outcome instanceof Fault) return taskMessage(outcome.sentence);
  if (outcome.kind === "recorded") return undefined;
  if (outcome.kind === "dialog") return taskCard(outcome.title, outcome.content, cards);
  return taskMessage(toText(outcome));
}

function toText(outcome: Exclude<Reply, { kind: "dialog" | "failure" }>): string {
  if (outcome.kind === "recorded") return "Done.";
  if (outcome.kind === "replace-card") return outcome.content.summary;
  if (outcome.kind === "pending") return messageText(outcome.message);
  const first = outcome.messages[0];
  return first === undefined ? "Done." : messageText(first);
}

function messageText(message: Message): string {
  return toPlainText(isCard(message) ? message.summary : message.text);
}

function toast(text: string): JsonObject {
  return { statusCode: 200, type: TOAST, value: text };
}

function failure(statusCode: number, code: string, sentence: string): JsonObject {
  return { statusCode, type: FAILURE, value: { code, message: toPlainText(sentence) } };
}

function taskMessage(text: string): JsonObject {
  return { task: { type: "message", value: toPlainText(text) } };
}

function taskCard(title: string, content: CardContent, cards: CardRenderer): JsonObject {
  const card = { contentType: ADAPTIVE_CARD, content: cards.render(content) };
  return { task: { type: "continue", value: { title, height: "medium", width: "medium", card } } };
}

/**
 * The preview of a link, or none. Teams would keep an answer for half an hour; a closed issue isn't open that long, nor may
 * everybody keep reading what they read once. Its previews know cards up to 1.3, and ours use nothing newer
 * (https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/link-unfurling).
 */
function toLinkResponse(outcome: Outcome, cards: CardRenderer): JsonObject {
  const noCache = { title: "default", type: "setCachePolicy", value: '{"type":"no-cache"}' };
  const attachments = outcome !== undefined && "messages" in outcome ? outcome.messages.filter(isCard) : [];
  return {
    composeExtension: {
      type: "result",
      attachmentLayout: "list",
      attachments: attachments.map((content) => ({
        contentType: ADAPTIVE_CARD,
        content: { ...cards.render(content), version: "1.3" },
        preview: { contentType: THUMBNAIL, content: { title: content.summary } },
      })),
      suggestedActions: { actions: [noCache] },
    },
  };
}
