import { z } from "zod";
import type { Facts } from "../../../core/facts.ts";
import { toFact } from "../parts.ts";
import type { DeploymentPart } from "../parts/deployment.ts";
import { shorten, toLine } from "../../../core/plain-text.ts";
import { Account, LooseText, Time, toRepositoryFields, type Repository, Sha } from "./schemas.ts";

export const Deployment = z.object({
  id: z.number().int().positive(),
  environment: z.string(),
  ref: z.string(),
  sha: Sha,
  description: LooseText,
  creator: Account,
  created_at: Time,
});
export type Deployment = z.infer<typeof Deployment>;

export function deploymentKey(repository: Repository, { id }: Deployment): string {
  return `deployment:${repository.id}#${String(id)}`;
}

/** Nothing of a deployment itself ever changes: its statuses do. */
export function deploymentFacts(deployment: Deployment, repository: Repository): Facts {
  const part: DeploymentPart = {
    ...toRepositoryFields(repository),
    environment: shorten(deployment.environment, 100),
    ref: shorten(deployment.ref, 150),
    sha: deployment.sha,
    description: toLine(deployment.description, 200),
    author: deployment.creator.login,
    avatarUrl: deployment.creator.avatar_url,
    createdAt: deployment.created_at,
  };
  return { deployment: toFact({ at: deployment.created_at, rank: 0, attempt: 0 }, part) };
}
