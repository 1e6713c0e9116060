import { z } from "zod";
import type { ProjectRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { JsonObject } from "../../core/json.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn, TurnContext } from "../../core/turn.ts";
import type { DeployOrder } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { refuseLocked } from "./locked.ts";
import { makePlan, mostly, type Order, type Plan } from "./plan.ts";
import { sayPlan, toPlanCard } from "./plan-card.ts";
import { requestDeployment } from "./request.ts";
import { sayCommit, sayKind, sayName, shortSha } from "./words.ts";

/** What a plan is bound to. Everything else about it may change until somebody agrees. */
const Target = z.object({
  project: z.string(),
  version: z.number(),
  ref: z.string(),
  sha: z.string(),
  /** `<id> <commit that is there>`, in the order of deploying. */
  servers: z.array(z.string()).min(1),
  noop: z.boolean(),
  rollbackOf: z.string(),
});
type Target = z.infer<typeof Target>;

type DeployTurn = Turn<{ readonly what: DeployOrder }>;

/** Shows the plan. Changes nothing. */
export function askDeploy(turn: DeployTurn, deps: Deps): Promise<ConfirmationRequest> {
  return askFor({ ...turn.args.what, rollbackOf: "" }, turn, turn.text, deps);
}

/** The question for a plan; throws what stands in the way, and DEPLOY_REF_MOVED when something else was agreed to. */
export async function askFor(
  order: Order,
  turn: TurnContext,
  command: string,
  deps: Deps,
): Promise<ConfirmationRequest> {
  const plan = await makePlan(order, turn, deps);
  refuseMoved(plan, turn.confirmed, command);
  const label = order.noop ? "Try" : order.rollbackOf === "" ? "Deploy" : "Roll back";
  return { question: sayPlan(plan), label, target: toTarget(plan), card: toPlanCard(plan) };
}

/** Writes down what was agreed to; it begins as soon as it can. */
export function begin(turn: TurnContext, deps: Deps): Promise<Reply> {
  const target = Target.parse(turn.confirmed);
  return deps.store.transaction(async (tx) => {
    const project = await holdProject(tx, target);
    await refuseLocked(project, tx, deps.clock.now());
    const { ref, sha, noop, rollbackOf } = target;
    const servers = target.servers.map(toServer);
    await refuseOthers(tx, project, servers);
    const previousSha = mostly(servers.map(({ from }) => from));
    const agreed = { project, ref, sha, previousSha, servers, noop, rollbackOf, plan: { ...target } };
    const { group } = await requestDeployment(tx, turn, agreed, deps);
    const what = `${sayKind(group)} #${String(group.number)} of **${sayName(project.name)}** (${sayCommit(group)})`;
    const next =
      group.state === "pending_approval"
        ? "waits for approval"
        : (await isBehind(tx, project.id, group.number))
          ? "is queued, and begins when what is before it has ended"
          : "begins";
    const text = `✅ ${what} ${next}. Its card tells how it goes.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

function toTarget(plan: Plan): JsonObject & Target {
  const { project, resolved, servers, noop, rollbackOf } = plan;
  return {
    ...{ project: project.id, version: project.version, ref: resolved.ref, sha: resolved.sha },
    servers: servers.map(({ server, from }) => `${server.id} ${from}`),
    ...{ noop, rollbackOf },
  };
}

function toServer(text: string): { readonly id: string; readonly from: string } {
  const [id = "", from = ""] = text.split(" ");
  return { id, from };
}

/** Somebody agreed to one commit, and the name means another by now. */
function refuseMoved({ resolved }: Plan, confirmed: JsonObject | undefined, command: string): void {
  const agreed = Target.safeParse(confirmed).data;
  if (agreed === undefined || agreed.ref !== resolved.ref || agreed.sha === resolved.sha) return;
  throw faults.DEPLOY_REF_MOVED({
    ref: sayName(resolved.ref),
    from: shortSha(agreed.sha),
    to: shortSha(resolved.sha),
    command: escapeMarkdown(command),
  });
}

async function holdProject(tx: Transaction, { project: id, version }: Target): Promise<ProjectRecord> {
  const isThere = await tx.projects.hold(id);
  const project = isThere ? await tx.projects.find(id) : undefined;
  if (project?.version !== version) throw faults.DEPLOY_CHANGED();
  return project;
}

/** Between the plan and this the project may have lost a server. */
async function refuseOthers(
  tx: Transaction,
  project: ProjectRecord,
  servers: readonly { readonly id: string }[],
): Promise<void> {
  const ids = new Set(await tx.projects.listServerIds(project.id));
  if (servers.some(({ id }) => !ids.has(id))) throw faults.DEPLOY_CHANGED();
}

async function isBehind(tx: Transaction, projectId: string, number: number): Promise<boolean> {
  const before = await tx.deployments.listGroupsInState(projectId, ["queued", "executing", "cancelling"]);
  return before.some((group) => group.number < number);
}
