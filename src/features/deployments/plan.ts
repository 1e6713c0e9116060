import type {
  DeploymentGroupRecord,
  ProjectRecord,
  Reads,
  ServerRecord,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText } from "../../core/plain-text.ts";
import { toProjectSettings, type ProjectSettings } from "../../core/project-settings.ts";
import type { ResolvedRef, SourceChecks, SourceRange } from "../../core/source.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getProject, getServers, toSourceProject } from "./find.ts";
import { refuseLocked } from "./locked.ts";
import { sayName, shortSha } from "./words.ts";

/** What is asked for, from whichever command. */
export interface Order {
  readonly project: string;
  readonly ref: string;
  readonly servers: readonly string[];
  readonly noop: boolean;
  /** deployment_groups.id of the one that is undone; `''` for none. */
  readonly rollbackOf: string;
}

export interface PlannedServer {
  readonly server: ServerRecord;
  /** What it has now; `''` for nothing. */
  readonly from: string;
}

/** All that somebody should see before they agree. */
export interface Plan {
  readonly project: ProjectRecord;
  readonly settings: ProjectSettings;
  readonly resolved: ResolvedRef;
  readonly servers: readonly PlannedServer[];
  readonly range: SourceRange;
  readonly checks: SourceChecks | undefined;
  /** What is before it: executing, waiting, or not approved yet. */
  readonly ahead: readonly DeploymentGroupRecord[];
  readonly noop: boolean;
  readonly rollbackOf: string;
}

const MOST_COMMITS = 10;
const MOST_CHECKS = 10;

/** What of a plan the database tells. */
export type Known = Pick<Plan, "project" | "settings" | "servers" | "ahead">;

/** Throws what stands in the way of a deployment, except for what its source says. */
export async function readKnown(
  order: Order,
  actor: TurnContext["actor"],
  reads: Reads,
  now: Date,
): Promise<Known> {
  const project = await getProject(order.project, actor, reads);
  await refuseLocked(project, reads, now);
  const servers = await getServers(project, order.servers, reads);
  for (const { name, status } of servers)
    if (status !== "online" && status !== "deploying")
      throw faults.DEPLOY_SERVER_NOT_ONLINE({ server: escapeMarkdown(name), status });
  const ids = servers.map(({ id }) => id);
  const current = await reads.deployments.listCurrent(project.id, ids);
  return {
    project,
    settings: toProjectSettings(project.settings),
    servers: servers.map((server) => ({ server, from: current.get(server.id) ?? "" })),
    ahead: await reads.deployments.listGroupsInState(project.id, ["queued", "executing", "cancelling"]),
  };
}

/** Makes the plan. Changes nothing; throws what stands in the way. */
export async function makePlan(order: Order, turn: TurnContext, deps: Deps): Promise<Plan> {
  const { store, source, clock } = deps;
  const known = await store.read((reads) => readKnown(order, turn.actor, reads, clock.now()));
  const project = toSourceProject(known.project);
  const { signal } = turn;
  const resolved = await source.resolve(project, order.ref, signal);
  const { requiredChecks } = known.settings;
  const from = mostly(known.servers.map((server) => server.from));
  const [range, checks] = await Promise.all([
    source.compare(project, { from, to: resolved.sha, most: MOST_COMMITS }, signal),
    source.findChecks(project, resolved.sha, requiredChecks, signal),
  ]);
  refuseUnchecked(known.project, resolved, requiredChecks, checks);
  return { ...known, resolved, range, checks, noop: order.noop, rollbackOf: order.rollbackOf };
}

function refuseUnchecked(
  { name: project }: Pick<ProjectRecord, "name">,
  { ref, sha }: ResolvedRef,
  required: readonly string[],
  found: SourceChecks | undefined,
): void {
  if (required.length === 0) return;
  // Nobody reports them there, so that waiting for them would never end.
  if (found === undefined) {
    const checks = required.slice(0, MOST_CHECKS).map((check) => toCardText(check, 80));
    throw faults.DEPLOY_CHECKS_UNSEEN({ project: sayName(project), checks: checks.join(", ") });
  }
  const states = new Map(found.checks.map(({ name, state }) => [name, state]));
  const missing = required.filter((name) => states.get(name) !== "passed");
  if (missing.length === 0) return;
  const checks = missing
    .slice(0, MOST_CHECKS)
    .map((name) => `${toCardText(name, 80)} (${states.get(name) ?? "not reported"})`);
  throw faults.DEPLOY_CHECKS_MISSING({ ref: sayName(ref), sha: shortSha(sha), checks: checks.join(", ") });
}

/** Where most of the servers are; of equals the first. */
export function mostly(shas: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const sha of shas) counts.set(sha, (counts.get(sha) ?? 0) + 1);
  const [[first] = [""]] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first;
}
