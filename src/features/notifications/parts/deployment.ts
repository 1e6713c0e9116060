import { z } from "zod";

export const DeploymentPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  environment: z.string(),
  /** A branch, a tag or a commit, as the deployer gave it. */
  ref: z.string(),
  sha: z.string(),
  description: z.string(),
  author: z.string(),
  avatarUrl: z.string(),
  createdAt: z.string(),
});
export type DeploymentPart = z.infer<typeof DeploymentPart>;

/** In the order of a deployment's life: at one and the same time the later one is the truth. */
export const DEPLOYMENT_STATES = [
  "pending",
  "queued",
  "waiting",
  "in_progress",
  "success",
  "failure",
  "error",
  "inactive",
] as const;
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];

/** The newest status. */
export const DeploymentStatusPart = z.object({
  state: z.enum(DEPLOYMENT_STATES),
  description: z.string(),
  /** Where the environment can be visited; empty where nobody said. */
  environmentUrl: z.string(),
  logUrl: z.string(),
});
export type DeploymentStatusPart = z.infer<typeof DeploymentStatusPart>;
