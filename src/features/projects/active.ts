import type { ProjectRecord, Reads } from "../../adapters/store/contract/index.ts";
import { OPEN_DEPLOYMENT_STATES } from "../../core/deployment-states.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** Throws PROJECT_DEPLOYING while a deployment of the project runs or waits. */
export async function refuseActive(
  { id, name }: ProjectRecord,
  { deployments }: Pick<Reads, "deployments">,
): Promise<void> {
  const [active] = await deployments.listGroupsInState(id, OPEN_DEPLOYMENT_STATES);
  if (active === undefined) return;
  throw faults.PROJECT_DEPLOYING({ name: escapeMarkdown(name), number: active.number });
}
