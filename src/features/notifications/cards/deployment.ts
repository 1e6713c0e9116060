import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { DeploymentPart, DeploymentStatusPart, type DeploymentState } from "../parts/deployment.ts";
import { toCardText, toLine } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import { toRefLine } from "./commit-link.ts";
import type { StateBadge } from "./state-badge.ts";

const BADGES: Readonly<Record<DeploymentState, StateBadge>> = {
  pending: { text: "⏳ Pending", color: "Default" },
  queued: { text: "⏳ Queued", color: "Default" },
  waiting: { text: "✋ Waiting for approval", color: "Warning" },
  in_progress: { text: "🔵 Deploying", color: "Accent" },
  success: { text: "✅ Deployed", color: "Good" },
  failure: { text: "❌ Failed", color: "Attention" },
  error: { text: "❌ Broke off", color: "Attention" },
  inactive: { text: "⚪ No longer active", color: "Default" },
};

const NO_STATUS: DeploymentStatusPart = { state: "queued", description: "", environmentUrl: "", logUrl: "" };

export function toDeploymentCard(facts: Facts): CardContent | undefined {
  const deployment = readPart(facts, "deployment", DeploymentPart);
  if (deployment === undefined) return undefined;
  const status = readPart(facts, "status", DeploymentStatusPart) ?? NO_STATUS;
  const badge = BADGES[status.state];
  const { environment, repository, repositoryUrl } = deployment;
  const summary = toLine(`${badge.text}: ${repository} to ${environment}`, 250);
  const message = status.description === "" ? deployment.description : status.description;
  return {
    card: "notifications/deployment",
    summary,
    data: {
      ...toCardHeader(deployment, badge),
      title: `Deployment to ${toCardText(environment, 100)}`,
      createdAt: deployment.createdAt,
      ref: toRefLine(repositoryUrl, deployment.ref, deployment.sha),
      message: toCardText(message, 200),
      // Buttons are plain text: nothing in them is read as Markdown.
      environment: toLine(environment, 40),
      environmentUrl: status.environmentUrl,
      logUrl: status.logUrl,
      url: `${repositoryUrl}/deployments`,
      fallback: escapeMarkdown(summary),
    },
  };
}
