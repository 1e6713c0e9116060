import { createHash } from "node:crypto";
import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import { MINUTE, SECOND } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import { createMask } from "../../core/mask.ts";
import type { RunDeps } from "./deps.ts";
import { giveEnvironment, type Site } from "./environment.ts";
import { forget } from "./forget.ts";
import { addOutput } from "./output.ts";
import { pause } from "./pause.ts";

const TIMEOUT_SECONDS = (30 * MINUTE) / SECOND;
const INACTIVITY_SECONDS = (10 * MINUTE) / SECOND;
const PAUSE_MS = 500;
/** Of what git wrote where it failed. */
const TOLD_BYTES = 8 * 1024;

/**
 * Fetches one commit into its release's folder, with its submodules. Where the host doesn't give single commits away, all
 * branches and tags are fetched. The host's token comes as GIT_TOKEN, with GIT_USERNAME where the host asks for a name; git reads both from the
 * environment, so they stand in no argument and no file, and sends them to that host alone, wherever it is led to.
 */
const SCRIPT = `set -eu
cd -- "$PLOYST_DIRECTORY" 2>/dev/null || { mkdir -p -- "$PLOYST_DIRECTORY"; cd -- "$PLOYST_DIRECTORY"; }
mkdir -p releases
[ ! -d "releases/$PLOYST_SHA" ] || exit 0
part="releases/.$PLOYST_SHA.clone"
rm -rf -- "$part"
git init -q -- "$part"
git -C "$part" remote add origin "$PLOYST_REPOSITORY"
if [ -n "\${GIT_TOKEN-}" ]; then
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="credential.$PLOYST_REPOSITORY_HOST.helper"
  export GIT_CONFIG_VALUE_0='!f() { [ "$1" != get ] || printf "username=%s\\npassword=%s\\n" "\${GIT_USERNAME:-x-access-token}" "$GIT_TOKEN"; }; f'
fi
export GIT_TERMINAL_PROMPT=0
git -C "$part" fetch -q --depth 1 origin "$PLOYST_SHA" ||
  git -C "$part" fetch -q origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'
git -C "$part" checkout -q --detach "$PLOYST_SHA"
[ ! -e "$part/.gitmodules" ] || git -C "$part" submodule --quiet update --init --recursive
mv -- "$part" "releases/$PLOYST_SHA"
`;

/** The server clones by itself, by a run of its own: whoever comes back after a crash finds that run. */
export async function cloneOn(
  site: Site,
  host: RemoteHost,
  signal: AbortSignal,
  deps: RunDeps,
): Promise<void> {
  const { project, deployment, group } = site;
  const { variables, secrets } = await giveEnvironment(site, deps);
  const variable = deps.toTokenName(project.repositoryUrl);
  const { protocol, host: authority } = new URL(project.repositoryUrl);
  const id = toCloneId(deployment.id);
  await host.startRun({
    ...{ id, directory: "~", script: SCRIPT },
    environment: {
      ...variables,
      // Whatever a script of theirs calls so isn't meant for this host.
      GIT_TOKEN: (variables[variable] ?? "").trim(),
      PLOYST_DIRECTORY: project.directory.replace(/^~\/?/, "") || ".",
      PLOYST_REPOSITORY: project.repositoryUrl,
      PLOYST_REPOSITORY_HOST: `${protocol}//${authority}`,
      PLOYST_SHA: group.sha,
    },
    ...{ timeoutSeconds: TIMEOUT_SECONDS, inactivitySeconds: INACTIVITY_SECONDS },
  });
  let reading = await host.readRun(id, 0, 1);
  while (reading.state === "running") {
    try {
      await pause(PAUSE_MS, signal, deps.timers);
    } catch (error) {
      if (isFault(error, "DEPLOYMENT_CANCELLED")) await endClone(site, host, deps);
      throw error;
    }
    reading = await host.readRun(id, 0, 1);
  }
  if (reading.state === "ended" && reading.exitCode === 0) {
    await forget(id, host, deps);
    return;
  }
  const from = Math.max(0, reading.logBytes - TOLD_BYTES);
  const { chunk } = await host.readRun(id, from, TOLD_BYTES);
  const mask = createMask(secrets);
  const text = mask.push(chunk) + mask.flush();
  await deps.store.transaction((tx) => addOutput(tx, deployment, text));
  await forget(id, host, deps);
  throw faults.DEPLOY_CLONE_FAILED({ variable });
}

/** Ends the run that clones, wherever it is, and takes its folder away. To be called when it isn't wanted any more. */
export async function endClone(
  { project, deployment }: Site,
  host: RemoteHost,
  deps: Pick<RunDeps, "log">,
): Promise<void> {
  if (project.acquire !== "clone") return;
  const id = toCloneId(deployment.id);
  await host.cancelRun(id);
  await forget(id, host, deps);
}

/** A run's id for ever, made of the deployment's (RFC 9562, version 8). */
function toCloneId(deploymentId: string): string {
  const hex = createHash("sha256").update(`${deploymentId} clone`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
