import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { alertHappening, toAlertState, toWords } from "./alert-facts.ts";
import { Envelope, LooseText, Time, Url } from "./schemas.ts";

/** The payload's `secret` is the secret itself: it is not read at all. */
const Alert = z.object({
  number: z.number().int().positive(),
  state: z.string().nullish(),
  html_url: Url,
  created_at: Time,
  updated_at: Time.nullish(),
  resolved_at: Time.nullish(),
  resolution: LooseText,
  secret_type: LooseText,
  secret_type_display_name: LooseText,
  push_protection_bypassed: z.boolean().nullish(),
  publicly_leaked: z.boolean().nullish(),
});
type Alert = z.infer<typeof Alert>;

const Payload = z.object({ ...Envelope, alert: Alert });

const WORDS = {
  resolved: { icon: "✅", verb: "Resolved" },
  revoked: { icon: "✅", verb: "Revoked" },
  reopened: { icon: "🔴", verb: "Reopened" },
  publicly_leaked: { icon: "🚨", verb: "Leaked in public" },
};

export const secretScanningAlertEvent = defineEvent({
  on: "secret_scanning_alert",
  schema: Payload,
  happenings: ({ action, alert, repository, sender }) => {
    const type = alert.secret_type_display_name || toWords(alert.secret_type) || "secret";
    return [
      alertHappening({
        action,
        repository,
        sender,
        at: alert.updated_at ?? alert.resolved_at ?? alert.created_at,
        words: WORDS,
        // What people write about a secret may quote it.
        comment: "",
        alert: {
          kind: "secret-scanning",
          number: alert.number,
          title: `${type} found in the code`,
          url: alert.html_url,
          state: isResolved(alert, action) ? "fixed" : toAlertState(alert.state),
          severity: "critical",
          tool: "Secret scanning",
          about: [type, ...toWarnings(alert)].join(" · "),
          place: "",
          advisory: "",
          fixedIn: "",
          resolution: toWords(alert.resolution),
          createdAt: alert.created_at,
        },
      }),
    ];
  },
});

/** Payloads of earlier servers have no state. */
function isResolved(alert: Alert, action: string): boolean {
  const hasEnd = alert.resolved_at !== null && alert.resolved_at !== undefined;
  return action === "resolved" || action === "revoked" || (alert.state === undefined && hasEnd);
}

function toWarnings(alert: Alert): string[] {
  return [
    ...(alert.push_protection_bypassed === true ? ["pushed past the protection"] : []),
    ...(alert.publicly_leaked === true ? ["leaked in public"] : []),
  ];
}
