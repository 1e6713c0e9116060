import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { alertHappening, toAlertState, toWords } from "./alert-facts.ts";
import { SEVERITIES } from "../parts/alert.ts";
import { Envelope, LooseText, Time, Url } from "./schemas.ts";

const Alert = z.object({
  number: z.number().int().positive(),
  state: z.string(),
  html_url: Url,
  created_at: Time,
  updated_at: Time,
  dismissed_reason: LooseText,
  dismissed_comment: LooseText,
  dependency: z.object({
    package: z.object({ ecosystem: LooseText, name: z.string() }),
    manifest_path: LooseText,
  }),
  security_advisory: z.object({ ghsa_id: LooseText, cve_id: LooseText, summary: z.string() }),
  security_vulnerability: z.object({
    severity: z.string(),
    first_patched_version: z.object({ identifier: LooseText }).nullish(),
  }),
});

const Payload = z.object({ ...Envelope, alert: Alert });

const WORDS = {
  fixed: { icon: "✅", verb: "Fixed" },
  dismissed: { icon: "⚪", verb: "Dismissed" },
  auto_dismissed: { icon: "⚪", verb: "Dismissed by a rule" },
  reopened: { icon: "🔴", verb: "Reopened" },
  auto_reopened: { icon: "🔴", verb: "Reopened by a rule" },
  reintroduced: { icon: "🔴", verb: "Came back" },
};

export const dependabotAlertEvent = defineEvent({
  on: "dependabot_alert",
  schema: Payload,
  happenings: ({ action, alert, repository, sender }) => {
    const { dependency, security_advisory: advisory, security_vulnerability: vulnerability } = alert;
    return [
      alertHappening({
        action,
        repository,
        sender,
        at: alert.updated_at,
        words: WORDS,
        comment: action === "dismissed" ? alert.dismissed_comment : "",
        alert: {
          kind: "dependabot",
          number: alert.number,
          title: advisory.summary,
          url: alert.html_url,
          state: toAlertState(alert.state),
          severity: SEVERITIES.find((known) => known === vulnerability.severity) ?? "unknown",
          tool: "Dependabot",
          about: [dependency.package.name, dependency.package.ecosystem].filter(Boolean).join(" · "),
          place: dependency.manifest_path,
          advisory: [advisory.ghsa_id, advisory.cve_id].filter(Boolean).join(" · "),
          fixedIn: vulnerability.first_patched_version?.identifier ?? "",
          resolution: toWords(alert.dismissed_reason),
          createdAt: alert.created_at,
        },
      }),
    ];
  },
});
