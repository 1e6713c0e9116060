import { fault, faultWith } from "../fault.ts";

const EXAMPLE = "deploy shop@main to web-1,web-2";

/** What can go wrong with deployments; all texts are escaped. */
export const deploymentFaults = {
  DEPLOY_MALFORMED: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `${a.given === "" ? "" : `I can't read "${a.given}". `}Say what to deploy, then to which servers if not to all. For example: \`${EXAMPLE}\`.`,
    { given: "everywhere" },
  ),
  DEPLOY_PROJECT_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no project "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`project list\` shows them.`,
    { given: "shpo", team: "Platform", suggestion: "shop" },
  ),
  DEPLOY_SERVER_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly project: string; readonly suggestion: string }) =>
      `Project ${a.project} is deployed to no server "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`project show ${a.project}\` shows its servers.`,
    { given: "web1", project: "shop", suggestion: "web-1" },
  ),
  DEPLOY_SERVER_NOT_ONLINE: faultWith(
    "conflict",
    (a: { readonly server: string; readonly status: string }) =>
      `Server ${a.server} is ${a.status}, so nothing can be deployed to it. Nothing was changed. \`server list\` tells more; name other servers with \`to\`.`,
    { server: "web-1", status: "offline" },
  ),
  DEPLOY_NO_SERVERS: faultWith(
    "conflict",
    (a: { readonly project: string }) =>
      `Project ${a.project} has no servers. Say where it goes first: \`project servers ${a.project}\`.`,
    { project: "shop" },
  ),
  DEPLOY_LOCKED: faultWith(
    "conflict",
    (a: { readonly project: string; readonly by: string; readonly age: string; readonly reason: string }) =>
      `Project ${a.project} is locked by ${a.by} since ${a.age}${a.reason === "" ? "" : `: ${a.reason}`}. Nothing was deployed. Ask them, or release it with \`unlock ${a.project}\`.`,
    { project: "shop", by: "Mira Chen", age: "2 hours", reason: "the sale runs" },
  ),
  DEPLOY_REF_MOVED: faultWith(
    "conflict",
    (a: { readonly ref: string; readonly from: string; readonly to: string; readonly command: string }) =>
      `${a.ref} has moved from ${a.from} to ${a.to} since the plan was made, so nothing was deployed. Say \`${a.command}\` for a new plan.`,
    { ref: "main", from: "1a2b3c4", to: "5d6e7f8", command: "deploy shop" },
  ),
  DEPLOY_CHECKS_MISSING: faultWith(
    "conflict",
    (a: { readonly ref: string; readonly sha: string; readonly checks: string }) =>
      `These checks must have passed on ${a.ref} (${a.sha}) and haven't: ${a.checks}. Nothing was deployed. Wait for them, or mend what fails, and say it again.`,
    { ref: "main", sha: "1a2b3c4", checks: "build (failed), lint (pending)" },
  ),
  DEPLOY_CHECKS_UNSEEN: faultWith(
    "conflict",
    (a: { readonly project: string; readonly checks: string }) =>
      `Project ${a.project} requires checks (${a.checks}), and I can't see any: they are read where our GitHub App is installed on the repository. Nothing was deployed. Have it installed there, or take them out with \`project settings ${a.project}\`.`,
    { project: "shop", checks: "build, lint" },
  ),
  DEPLOY_CHANGED: fault(
    "conflict",
    "The project or its servers changed at the same moment, so nothing was deployed. Say it again for a new plan.",
  ),
  DEPLOYMENT_CANCELLED: fault("conflict", "It was cancelled. Say it again to deploy it after all."),
  DEPLOY_CLONE_FAILED: faultWith(
    "conflict",
    (a: { readonly variable: string }) =>
      `The server could not clone the repository. Say \`deployment log\` to read why; a private repository needs ${a.variable === "" ? "a key of the server's own" : `an access token: \`env set team ${a.variable}\``}.`,
    { variable: "GIT_TOKEN_GIT_EXAMPLE_COM" },
  ),
  DEPLOYMENT_NUMBER_INVALID: faultWith(
    "input",
    (a: { readonly given: string }) =>
      `"${a.given}" is no number of a deployment. For example: \`deployment show 12\`. \`deployment list\` shows them.`,
    { given: "last" },
  ),
  DEPLOYMENT_UNKNOWN: faultWith(
    "missing",
    (a: { readonly number: string; readonly team: string }) =>
      `Team ${a.team} has no deployment #${a.number}. \`deployment list\` shows them.`,
    { number: "99", team: "Platform" },
  ),
  DEPLOYMENT_ENDED: faultWith(
    "conflict",
    (a: { readonly number: string; readonly state: string }) =>
      `Deployment #${a.number} can't be cancelled: it ${a.state}. \`deployment show ${a.number}\` tells what became of it.`,
    { number: "12", state: "has succeeded" },
  ),
  DEPLOYMENT_NOT_WAITING: faultWith(
    "conflict",
    (a: { readonly number: string }) =>
      `Deployment #${a.number} waits for no approval. \`deployment show ${a.number}\` tells how it stands.`,
    { number: "12" },
  ),
  DEPLOYMENT_OWN: faultWith(
    "forbidden",
    (a: { readonly number: string }) =>
      `You asked for deployment #${a.number} yourself, so somebody else has to approve it. You can take it back with \`deployment cancel ${a.number}\`.`,
    { number: "12" },
  ),
  DEPLOYMENT_DECIDED: faultWith(
    "conflict",
    (a: { readonly number: string }) =>
      `You have decided on deployment #${a.number} already, and each person's word counts once. \`deployment show ${a.number}\` tells how it stands.`,
    { number: "12" },
  ),
  ROLLBACK_NOTHING: faultWith(
    "missing",
    (a: { readonly project: string }) =>
      `Nothing of project ${a.project} was deployed before what is there now, so there is nothing to go back to. Deploy an earlier commit: \`deploy ${a.project}@<commit>\`.`,
    { project: "shop" },
  ),
  ROLLBACK_UNKNOWN: faultWith(
    "missing",
    (a: { readonly project: string; readonly given: string }) =>
      `"${a.given}" is no commit that was deployed from project ${a.project} with success. \`deployment list ${a.project}\` shows them.`,
    { project: "shop", given: "1a2b3c4" },
  ),
  LOCK_TAKEN: faultWith(
    "conflict",
    (a: { readonly project: string; readonly by: string; readonly age: string; readonly reason: string }) =>
      `Project ${a.project} is locked already, by ${a.by} since ${a.age}${a.reason === "" ? "" : `: ${a.reason}`}. \`unlock ${a.project}\` releases it.`,
    { project: "shop", by: "Mira Chen", age: "2 hours", reason: "the sale runs" },
  ),
  LOCK_NONE: faultWith(
    "conflict",
    (a: { readonly project: string }) =>
      `Project ${a.project} isn't locked. \`deploy ${a.project}\` works as it is.`,
    { project: "shop" },
  ),
  LOCK_NOT_YOURS: faultWith(
    "forbidden",
    (a: { readonly project: string; readonly by: string }) =>
      `Project ${a.project} was locked by ${a.by}, and to break somebody else's lock you need \`lock.break\` in the team. Ask them, or an administrator of the team.`,
    { project: "shop", by: "Mira Chen" },
  ),
  LOCK_CHANGED: faultWith(
    "conflict",
    (a: { readonly project: string }) =>
      `The lock of project ${a.project} changed at the same moment, and nothing of yours was done. Say it again.`,
    { project: "shop" },
  ),
  DEPLOYMENT_LOG_GONE: fault(
    "missing",
    "This link shows no log any more: it works for 15 minutes. Say deployment log in Teams for a new one.",
  ),
};
