import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { Deployment, deploymentFacts, deploymentKey } from "./deployment-facts.ts";
import { Envelope, toHappeningRepository } from "./schemas.ts";

const Payload = z.object({ ...Envelope, deployment: Deployment });

export const deploymentEvent = defineEvent({
  on: "deployment",
  schema: Payload,
  happenings: ({ action, deployment, repository, sender }) => {
    if (action !== "created") return [];
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: deploymentKey(repository, deployment),
        feature: "deployments",
        keptFor: ["deployments"],
        facts: deploymentFacts(deployment, repository),
        opens: true,
        actorLogin: sender.login,
      },
    ];
  },
});
