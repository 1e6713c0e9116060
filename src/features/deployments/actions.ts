import { z } from "zod";
import type {
  ApprovalDecision,
  DeploymentGroupRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { decideOn } from "./approve.ts";
import { cancelGroup } from "./cancel.ts";
import type { Deps, DeploymentDeps } from "./deps.ts";
import { getTeam } from "./find.ts";

const data = z.object({ id: z.string().max(64) });

type Pressed = ActionTurn<z.infer<typeof data>>;

/** The buttons of a deployment's card. */
export const deploymentActions: readonly ActionSpec<DeploymentDeps>[] = [
  defineAction({
    verb: "deployment.approve",
    summary: "Approve a deployment",
    data,
    needs: { permission: "deploy.approve" },
    run: (turn, { deployments }: DeploymentDeps) => press(turn, "approved", deployments),
  }),
  defineAction({
    verb: "deployment.deny",
    summary: "Deny a deployment",
    data,
    needs: { permission: "deploy.approve" },
    run: (turn, { deployments }: DeploymentDeps) => press(turn, "denied", deployments),
  }),
  defineAction({
    verb: "deployment.cancel",
    summary: "Cancel a deployment",
    data,
    needs: { permission: "deploy.run" },
    run: (turn, { deployments: deps }: DeploymentDeps) =>
      deps.store.transaction(async (tx) => {
        const group = await getPressed(tx, turn);
        return deps.record(tx, turn, toPresser(await cancelGroup(tx, turn, group, deps)));
      }),
  }),
];

function press(turn: Pressed, decision: ApprovalDecision, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const group = await getPressed(tx, turn);
    const text = await decideOn(tx, turn, group, { decision, reason: "" }, deps);
    return deps.record(tx, turn, toPresser(text));
  });
}

/** The card tells everybody else. */
function toPresser(text: string): Reply {
  return reply.toAsker({ text });
}

/** A card's button names the deployment of any team: only the presser's counts. */
async function getPressed(tx: Transaction, { data: { id }, actor }: Pressed): Promise<DeploymentGroupRecord> {
  const team = getTeam(actor);
  const group = await tx.deployments.findGroup(id);
  if (group?.teamId !== team.id) throw faults.DEPLOYMENT_UNKNOWN({ number: "", team: team.name });
  return group;
}
