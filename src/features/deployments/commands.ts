import { optionalWord } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { decide } from "./approve.ts";
import {
  decision,
  deployOrder,
  lockOrder,
  rollbackOrder,
  whichDeployment,
  whichProject,
} from "./arguments.ts";
import { askCancel, cancel } from "./cancel.ts";
import { askDeploy, begin } from "./deploy.ts";
import type { DeploymentDeps } from "./deps.ts";
import { listDeployments } from "./list.ts";
import { askUnlock, lock, unlock } from "./lock.ts";
import { showLog } from "./log.ts";
import { askRollback } from "./rollback.ts";
import { showOne } from "./show.ts";

const scopes = ["personal", "group", "channel"] as const;

export const deploymentCommands: readonly CommandSpec<DeploymentDeps>[] = [
  defineCommand({
    name: "deploy",
    pattern: "deploy :what",
    args: { what: deployOrder },
    summary: "Deploy a project to its servers",
    examples: ["deploy shop", "deploy shop@v1.2 to web-1,web-2", "deploy shop@main --noop"],
    details: [
      "Shows the plan first: which commit, what changes, where, and what waits before it. It begins when you agree, within 10 minutes.",
      "Behind @ stands a branch, a tag or a commit; without it the project's own branch counts.",
      "Servers are done one after the other, and the first that fails is the last. --noop connects and looks, and changes nothing.",
    ],
    scopes,
    needs: { permission: "deploy.run", profile: "posix" },
    confirm: (turn, { deployments }: DeploymentDeps) => askDeploy(turn, deployments),
    run: (turn, { deployments }: DeploymentDeps) => begin(turn, deployments),
  }),
  defineCommand({
    name: "rollback",
    pattern: "rollback :what",
    args: { what: rollbackOrder },
    summary: "Go back to what was deployed before",
    examples: ["rollback shop", "rollback shop to 1a2b3c4"],
    details: [
      "Deploys the commit that succeeded before the present one, or the one that you name, and then locks the project.",
      "Said again, it goes further back, not forward to what was undone.",
    ],
    scopes,
    needs: { permission: "deploy.run", profile: "posix" },
    confirm: (turn, { deployments }: DeploymentDeps) => askRollback(turn, deployments),
    run: (turn, { deployments }: DeploymentDeps) => begin(turn, deployments),
  }),
  defineCommand({
    name: "lock",
    pattern: "lock :what",
    args: { what: lockOrder },
    summary: "Keep a project from being deployed",
    examples: ["lock shop", "lock shop the sale runs"],
    details: ["It stays locked until somebody says unlock. What is being deployed goes on."],
    scopes,
    needs: { permission: "deploy.run" },
    run: (turn, { deployments }: DeploymentDeps) => lock(turn, deployments),
  }),
  defineCommand({
    name: "unlock",
    pattern: "unlock :project",
    args: { project: whichProject },
    summary: "Let a project be deployed again",
    examples: ["unlock shop"],
    details: ["Somebody else's lock is broken after a question, by whoever has lock.break in the team."],
    scopes,
    needs: { permission: "deploy.run" },
    confirm: (turn, { deployments }: DeploymentDeps) => askUnlock(turn, deployments),
    run: (turn, { deployments }: DeploymentDeps) => unlock(turn, deployments),
  }),
  defineCommand({
    name: "deployment list",
    pattern: "deployment list :project",
    args: { project: optionalWord("project", "of which project") },
    summary: "List what is being deployed, what waits, and what came last",
    examples: ["deployment list", "deployment list shop"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { deployments }: DeploymentDeps) => listDeployments(turn, deployments),
  }),
  defineCommand({
    name: "deployment show",
    pattern: "deployment show :which",
    args: { which: whichDeployment },
    summary: "Show how a deployment stands, server by server",
    examples: ["deployment show 12"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { deployments }: DeploymentDeps) => showOne(turn, deployments),
  }),
  defineCommand({
    name: "deployment log",
    pattern: "deployment log :which",
    args: { which: whichDeployment },
    summary: "Read all that a deployment's script wrote",
    examples: ["deployment log 12"],
    details: ["The values of the environment's variables are masked. Links work for 15 minutes."],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { deployments }: DeploymentDeps) => showLog(turn, deployments),
  }),
  defineCommand({
    name: "deployment cancel",
    pattern: "deployment cancel :which",
    args: { which: whichDeployment },
    summary: "Cancel a deployment that waits or is at work",
    examples: ["deployment cancel 12"],
    details: ["A script at work is ended with everything that it started, after a question."],
    scopes,
    needs: { permission: "deploy.run" },
    confirm: (turn, { deployments }: DeploymentDeps) => askCancel(turn, deployments),
    run: (turn, { deployments }: DeploymentDeps) => cancel(turn, deployments),
  }),
  defineCommand({
    name: "deployment approve",
    pattern: "deployment approve :what",
    args: { what: decision },
    summary: "Approve a deployment that waits for it",
    examples: ["deployment approve 12", "deployment approve 12 looks good"],
    details: ["Not your own, and each person counts once. After a day without enough approvals it ends."],
    scopes,
    needs: { permission: "deploy.approve" },
    run: (turn, { deployments }: DeploymentDeps) => decide(turn, "approved", deployments),
  }),
  defineCommand({
    name: "deployment deny",
    pattern: "deployment deny :what",
    args: { what: decision },
    summary: "Deny a deployment that waits for approval",
    examples: ["deployment deny 12 not before the sale"],
    details: ["One denial ends it."],
    scopes,
    needs: { permission: "deploy.approve" },
    run: (turn, { deployments }: DeploymentDeps) => decide(turn, "denied", deployments),
  }),
];
