import type { MailboxMetrics } from "./adapters/msteams/mailbox/contract.ts";
import type { JobMetrics } from "./adapters/queue/contract.ts";
import type { CommandMetrics } from "./bot/bot.ts";
import type { Metrics } from "./core/metrics.ts";
import type { IntakeDeps } from "./features/notifications/intake.ts";
import type { SweepRunDeps } from "./features/notifications/sweep-run.ts";

// What each part counts, in the names that the operator sees.

export function mailboxMeasures(metrics: Metrics): MailboxMetrics {
  return {
    counted: (kind, outcome) => {
      metrics.count("ployst_outbox_sends_total", { kind, outcome });
    },
    aged: (lane, seconds) => {
      metrics.observe("ployst_outbox_age_seconds", { lane }, seconds);
    },
  };
}

export function jobMeasures(metrics: Metrics): JobMetrics {
  return {
    ran: (kind, outcome, seconds) => {
      metrics.count("ployst_jobs_total", { kind, outcome });
      metrics.observe("ployst_job_seconds", { kind }, seconds);
    },
  };
}

export function intakeMeasures(metrics: Metrics): NonNullable<IntakeDeps["metrics"]> {
  return {
    countWebhook: (event, outcome) => {
      metrics.count("ployst_webhooks_total", { source: "github", event, outcome });
    },
  };
}

export function sweepMeasures(metrics: Metrics): NonNullable<SweepRunDeps["metrics"]> {
  return {
    countSwept: (event) => {
      metrics.count("ployst_webhooks_total", { source: "github", event, outcome: "swept" });
    },
  };
}

export function commandMeasures(metrics: Metrics): CommandMetrics {
  return {
    ran: (command, outcome, seconds) => {
      metrics.count("ployst_commands_total", { command, outcome });
      metrics.observe("ployst_command_seconds", { command }, seconds);
    },
  };
}
