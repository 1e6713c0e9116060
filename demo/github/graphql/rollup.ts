import type { Call } from "../http/call.ts";
import { repositoryPage } from "../shapes/repository.ts";
import type { CheckRunRecord, RepositoryRecord } from "../world.ts";

/** All checks of a commit together, as GitHub sums them up; null where there are none. */
export function toRollup(call: Call, repository: RepositoryRecord, sha: string): object | null {
  const runs = repository.suites.filter(({ headSha }) => headSha === sha).flatMap((suite) => suite.runs);
  if (runs.length === 0) return null;
  const nodes = runs.map(({ id, name, conclusion }) => ({
    name,
    conclusion: conclusion?.toUpperCase() ?? null,
    detailsUrl: `${repositoryPage(call.world, repository)}/runs/${String(id)}`,
  }));
  return { state: stateOf(runs), contexts: { nodes } };
}

function stateOf(runs: readonly CheckRunRecord[]): string {
  const isBad = ({ conclusion }: CheckRunRecord): boolean =>
    conclusion !== null && !["success", "neutral", "skipped"].includes(conclusion);
  if (runs.some(isBad)) return "FAILURE";
  return runs.every(({ status }) => status === "completed") ? "SUCCESS" : "PENDING";
}
