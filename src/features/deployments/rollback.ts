import type { DeploymentGroupRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { sayGiven, type RollbackOrder } from "./arguments.ts";
import { askFor } from "./deploy.ts";
import type { Deps } from "./deps.ts";
import { getProject } from "./find.ts";
import { sayName } from "./words.ts";

const MOST_LOOKED_AT = 100;

/** Shows the plan back to the commit before, or to the one that was named. */
export async function askRollback(
  turn: Turn<{ readonly what: RollbackOrder }>,
  deps: Deps,
): Promise<ConfirmationRequest> {
  const { project: name, to } = turn.args.what;
  const { latest, sha } = await deps.store.read(async (reads) => {
    const project = await getProject(name, turn.actor, reads);
    const succeeded = await reads.deployments.listSucceeded(project.id, MOST_LOOKED_AT);
    return choose(succeeded, to, sayName(project.name));
  });
  const order = { project: name, ref: sha, servers: [], noop: false, rollbackOf: latest.id };
  return askFor(order, turn, turn.text, deps);
}

/** What is undone, and where it goes back to. Throws ROLLBACK_NOTHING, ROLLBACK_UNKNOWN. */
function choose(
  succeeded: readonly DeploymentGroupRecord[],
  to: string,
  project: string,
): { readonly latest: DeploymentGroupRecord; readonly sha: string } {
  const [latest] = succeeded;
  if (latest === undefined) throw faults.ROLLBACK_NOTHING({ project });
  if (to !== "") {
    const named = succeeded.find(({ sha }) => sha.startsWith(to));
    if (named === undefined) throw faults.ROLLBACK_UNKNOWN({ project, given: sayGiven(to) });
    return { latest, sha: named.sha };
  }
  const before = findBefore(succeeded);
  if (before === undefined) throw faults.ROLLBACK_NOTHING({ project });
  return { latest, sha: before };
}

type Deployed = Pick<DeploymentGroupRecord, "sha" | "rollbackOf">;

/**
 * The commit that was there before the one that is there now came the first way, by a deployment: after a rollback the
 * next one goes further back, not forward again to what was undone. `succeeded` is newest first; undefined for none.
 */
export function findBefore(succeeded: readonly Deployed[]): string | undefined {
  const [latest] = succeeded;
  if (latest === undefined) return undefined;
  const came = succeeded.findIndex(({ sha, rollbackOf }) => sha === latest.sha && rollbackOf === "");
  if (came < 0) return undefined;
  return succeeded.slice(came).find(({ sha }) => sha !== latest.sha)?.sha;
}
