import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { ServiceEvent, ServiceWebhook, WebhookVerdict } from "../contract/index.ts";
import { toItem } from "./item.ts";
import { JiraWebhook } from "./shapes.ts";

/**
 * `X-Hub-Signature: sha256=<hex>` over the raw body, as WebSub has it; administrators' webhooks with a secret are signed
 * (developer.atlassian.com/cloud/jira/platform/webhooks, "Secure admin webhooks").
 */
export function proveJiraWebhook({ headers, body }: ServiceWebhook, secret: string): WebhookVerdict {
  const given = Buffer.from(headers["x-hub-signature"] ?? "");
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  if (given.length === 0) return { kind: "refused", reason: "not signed: the webhook there has no secret" };
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { kind: "refused", reason: "signed with another secret" };
  // Unchanged across Jira's own repeats.
  const named = headers["x-atlassian-webhook-identifier"] ?? "";
  const deliveryId = named === "" ? createHash("sha256").update(body).digest("hex") : named;
  return { kind: "accepted", deliveryId, event: eventOf(body) };
}

function eventOf(body: Buffer): string {
  return read(body)?.webhookEvent ?? "unknown";
}

function read(body: Buffer): JiraWebhook | undefined {
  try {
    return JiraWebhook.safeParse(JSON.parse(body.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

type JiraWebhook = ReturnType<typeof JiraWebhook.parse>;

export function readJiraWebhook(body: Buffer, baseUrl: string): readonly ServiceEvent[] {
  const webhook = read(body);
  if (webhook?.issue === undefined) return [];
  const item = toItem(webhook.issue, baseUrl);
  const actor = webhook.user?.displayName ?? webhook.comment?.author?.displayName ?? "";
  const told = { item, actor };
  switch (webhook.webhookEvent) {
    case "jira:issue_created":
      return [{ ...told, opens: true }];
    case "jira:issue_updated": {
      const note = noteOf(webhook, actor);
      return [{ ...told, opens: false, ...(note !== undefined && { note }) }];
    }
    case "jira:issue_deleted":
      return [
        {
          ...told,
          item: { ...item, stateText: "Deleted", state: "done" },
          opens: false,
          isGone: true,
          note: `${actor} deleted it`,
        },
      ];
    case "comment_created":
      return [{ ...told, opens: false, note: `${actor} commented: ${webhook.comment?.body ?? ""}` }];
    default:
      return [];
  }
}

/** What everybody waits for is worth a line; the rest only changes the card. */
function noteOf({ changelog }: JiraWebhook, actor: string): string | undefined {
  const moved = changelog?.items.find(({ field }) => field === "status");
  const given = changelog?.items.find(({ field }) => field === "assignee");
  if (moved !== undefined)
    return `${actor} moved it from ${moved.fromString ?? "?"} to ${moved.toString ?? "?"}`;
  if (given === undefined) return undefined;
  const to = given.toString ?? "";
  return to === ""
    ? `${actor} took it from ${given.fromString ?? "somebody"}`
    : `${actor} assigned it to ${to}`;
}
