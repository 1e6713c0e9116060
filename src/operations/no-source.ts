import { faults } from "../core/errors.ts";
import type { Source } from "../core/source.ts";

const refuse = (): Promise<never> => Promise.reject(faults.DEPLOY_SOURCE_MISSING());

/** Where nothing reaches repositories, nothing is deployed. */
export const noSource: Source = {
  resolve: refuse,
  compare: refuse,
  withArchive: refuse,
  findChecks: refuse,
  createDeployment: refuse,
  setDeploymentStatus: refuse,
};
