import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { toFact } from "../parts.ts";
import { DEPLOYMENT_STATES, type DeploymentState, type DeploymentStatusPart } from "../parts/deployment.ts";
import { toLine } from "../../../core/plain-text.ts";
import { Deployment, deploymentFacts, deploymentKey } from "./deployment-facts.ts";
import { Account, Envelope, LooseText, LooseUrl, Time, toHappeningRepository } from "./schemas.ts";

const Status = z.object({
  state: z.string(),
  description: LooseText,
  creator: Account,
  environment_url: LooseUrl,
  log_url: LooseUrl,
  target_url: LooseUrl,
  created_at: Time,
});
type Status = z.infer<typeof Status>;

const Payload = z.object({ ...Envelope, deployment: Deployment, deployment_status: Status });
type Payload = z.infer<typeof Payload>;

/** A status never opens a card: that is the deployment's own event, which may come after it. */
export const deploymentStatusEvent = defineEvent({
  on: "deployment_status",
  schema: Payload,
  happenings: (payload) => {
    const { action, deployment, deployment_status: status, repository, sender } = payload;
    const state = DEPLOYMENT_STATES.find((known) => known === status.state);
    if (action !== "created" || state === undefined) return [];
    const words = noteWords(state);
    const version = { at: status.created_at, rank: DEPLOYMENT_STATES.indexOf(state), attempt: 0 };
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: deploymentKey(repository, deployment),
        feature: "deployments",
        keptFor: ["deployments"],
        facts: {
          ...deploymentFacts(deployment, repository),
          status: toFact(version, toStatusPart(status, state)),
        },
        opens: false,
        actorLogin: sender.login,
        ...(words === undefined ? {} : { note: toStatusNote(payload, words), noteNeeds: "root" }),
      },
    ];
  },
});

function toStatusPart(status: Status, state: DeploymentState): DeploymentStatusPart {
  return {
    state,
    description: toLine(status.description, 200),
    environmentUrl: status.environment_url,
    logUrl: status.log_url === "" ? status.target_url : status.log_url,
  };
}

function toStatusNote(
  { deployment, deployment_status: status, repository }: Payload,
  words: Pick<NoteFacts, "icon" | "verb">,
): ReturnType<typeof toNote> {
  return toNote({
    ...words,
    by: status.creator,
    about: `to ${deployment.environment}`,
    url: status.log_url === "" ? `${repository.html_url}/deployments` : status.log_url,
    at: status.created_at,
    subject: repository.full_name,
  });
}

/** How it ended is news; what comes before is on the card. */
function noteWords(state: DeploymentState): Pick<NoteFacts, "icon" | "verb"> | undefined {
  switch (state) {
    case "success":
      return { icon: "✅", verb: "Deployed" };
    case "failure":
      return { icon: "❌", verb: "Deployment failed" };
    case "error":
      return { icon: "❌", verb: "Deployment broke off" };
    default:
      return undefined;
  }
}
