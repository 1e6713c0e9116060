import type { CheckState, GitHubChecks } from "../contract/deploying.ts";
import type { CallParameters } from "../http/client.ts";
import type { Reader } from "../http/reader.ts";
import type { Page, Resource } from "../http/resource.ts";
import type { DeployingResources, NamedCheck } from "./records.ts";

const PAGE_SIZE = 100;
const MOST_PAGES = 10;
const COMMIT = "GET /repos/{owner}/{repo}/commits/{sha}";
const WORST_FIRST: readonly CheckState[] = ["failed", "pending", "passed"];

/** Source: docs.github.com/rest, "Check runs" (of each suite the latest) and "Commit statuses" (of each context the latest). */
export async function readChecks(
  { forRuns, forStatuses }: { readonly forRuns: Reader; readonly forStatuses: Reader },
  { checkRuns, statuses }: Pick<DeployingResources, "checkRuns" | "statuses">,
  where: CallParameters,
): Promise<GitHubChecks | undefined> {
  const runs = await readPages(forRuns, checkRuns, `${COMMIT}/check-runs`, where);
  const told = runs && (await readPages(forStatuses, statuses, `${COMMIT}/status`, where));
  if (runs === undefined || told === undefined) return undefined;
  const isComplete = runs.isComplete && told.isComplete;
  return { checks: toWorst([...runs.items, ...told.items]), isComplete };
}

async function readPages<T>(
  reader: Reader,
  resource: Resource<Page<T>>,
  route: string,
  where: CallParameters,
): Promise<{ readonly items: readonly T[]; readonly isComplete: boolean } | undefined> {
  const items: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await reader.find(resource, route, { ...where, per_page: PAGE_SIZE, page });
    if (found === undefined) return undefined;
    items.push(...found.items);
    if (!found.hasNext) return { items, isComplete: true };
  }
  return { items, isComplete: false };
}

/** Of one name there may be several, of other Apps or triggers: it has passed when all of them have. */
function toWorst(all: readonly NamedCheck[]): readonly NamedCheck[] {
  return [...Map.groupBy(all, ({ name }) => name)].map(([name, same]) => ({
    name,
    state: WORST_FIRST.find((state) => same.some((check) => check.state === state)) ?? "pending",
  }));
}
