import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { AlertState, Severity } from "../parts/alert.ts";
import { alertHappening, toAlertState, toWords } from "./alert-facts.ts";
import { Envelope, LooseText, Time, Url } from "./schemas.ts";

const Instance = z.object({
  state: LooseText,
  location: z.object({ path: LooseText, start_line: z.number().optional() }).nullish().catch(undefined),
});

const Alert = z.object({
  number: z.number().int().positive(),
  /** Null once no branch has it any more. */
  state: z.string().nullish(),
  html_url: Url,
  created_at: Time,
  updated_at: Time.nullish(),
  fixed_at: Time.nullish().catch(undefined),
  dismissed_at: Time.nullish(),
  dismissed_reason: LooseText,
  dismissed_comment: LooseText,
  most_recent_instance: Instance.nullish().catch(undefined),
  rule: z.object({
    id: LooseText,
    description: LooseText,
    severity: LooseText,
    security_severity_level: LooseText,
  }),
  tool: z.object({ name: LooseText }).nullish(),
});
type Alert = z.infer<typeof Alert>;

const Payload = z.object({ ...Envelope, alert: Alert });

const WORDS = {
  fixed: { icon: "✅", verb: "Fixed" },
  closed_by_user: { icon: "⚪", verb: "Dismissed" },
  reopened: { icon: "🔴", verb: "Came back" },
  reopened_by_user: { icon: "🔴", verb: "Reopened" },
};

export const codeScanningAlertEvent = defineEvent({
  on: "code_scanning_alert",
  schema: Payload,
  happenings: ({ action, alert, repository, sender }) => {
    const tool = alert.tool?.name ?? "";
    return [
      alertHappening({
        action,
        repository,
        sender,
        at: newest([alert.updated_at, alert.fixed_at, alert.dismissed_at]) ?? alert.created_at,
        words: WORDS,
        comment: action === "closed_by_user" ? alert.dismissed_comment : "",
        alert: {
          kind: "code-scanning",
          number: alert.number,
          title: alert.rule.description === "" ? alert.rule.id : alert.rule.description,
          url: alert.html_url,
          state: toState(alert, action),
          severity: toSeverity(alert.rule),
          tool: tool === "" ? "Code scanning" : tool,
          about: alert.rule.id,
          place: toPlace(alert.most_recent_instance?.location),
          advisory: "",
          fixedIn: "",
          resolution: toWords(alert.dismissed_reason),
          createdAt: alert.created_at,
        },
      }),
    ];
  },
});

function toState(alert: Alert, action: string): AlertState {
  if (action === "fixed") return "fixed";
  if (action === "closed_by_user") return "dismissed";
  return toAlertState(alert.state ?? alert.most_recent_instance?.state);
}

function newest(times: readonly (string | null | undefined)[]): string | undefined {
  return times
    .filter((time) => time !== null && time !== undefined)
    .sort()
    .at(-1);
}

/** Security rules have a level like advisories; others only say how much a warning it is. */
function toSeverity(rule: Alert["rule"]): Severity {
  switch (rule.security_severity_level === "" ? rule.severity : rule.security_severity_level) {
    case "critical":
      return "critical";
    case "high":
    case "error":
      return "high";
    case "medium":
    case "warning":
      return "medium";
    case "low":
    case "note":
      return "low";
    default:
      return "unknown";
  }
}

function toPlace(location: z.infer<typeof Instance>["location"]): string {
  if (location === null || location === undefined) return "";
  const { path, start_line: line } = location;
  return line === undefined || line === 0 || path === "" ? path : `${path}, line ${String(line)}`;
}
