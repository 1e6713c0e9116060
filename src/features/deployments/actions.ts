import { z } from "zod";
import type { ApprovalDecision } from "../../adapters/store/contract/index.ts";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { decideOn } from "./approve.ts";
import { pressCancel } from "./cancel.ts";
import type { Deps, DeploymentDeps } from "./deps.ts";
import { getOwn } from "./find.ts";

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
    run: (turn, { deployments }: DeploymentDeps) => pressCancel(turn, turn.data.id, deployments),
  }),
];

/** The card tells everybody else. */
function press(turn: Pressed, decision: ApprovalDecision, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const group = await getOwn(turn.data.id, turn, tx);
    const text = await decideOn(tx, turn, group, { decision, reason: "" }, deps);
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}
