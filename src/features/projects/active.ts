import type { DeploymentGroupState, ProjectRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

const ACTIVE: readonly DeploymentGroupState[] = ["pending_approval", "queued", "executing", "cancelling"];

/** Throws PROJECT_DEPLOYING while a deployment of the project runs or waits. */
export async function refuseActive(
  { id, name }: ProjectRecord,
  { deployments }: Pick<Reads, "deployments">,
): Promise<void> {
  const [active] = await deployments.listGroupsInState(id, ACTIVE);
  if (active === undefined) return;
  throw faults.PROJECT_DEPLOYING({ name: escapeMarkdown(name), number: active.number });
}
