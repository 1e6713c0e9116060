import type { DeploymentRecord, OutputChunk, Store } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { HttpHandler, HttpRequest } from "../../core/http.ts";
import { escapeHtml, page } from "../../core/page.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import { withoutColors } from "./ansi.ts";
import { isEnded } from "./words.ts";

export interface LogPageDeps {
  readonly store: Pick<Store, "read">;
  readonly clock: Clock;
  readonly signer: {
    sign(purpose: string, value: string): string;
    verify(purpose: string, value: string, signature: string): boolean;
  };
  readonly publicUrl: string;
}

export const LOG_PATH = "/deployments/:id/log";
const PURPOSE = "deployment log";
const LINK_MS = 15 * MINUTE;
/** Of at most 64 KiB each. */
const CHUNKS_A_PAGE = 16;

/** An address for whoever has it, until its time is up. */
export function createLogUrl({
  signer,
  clock,
  publicUrl,
}: LogPageDeps): (deployment: Pick<DeploymentRecord, "id">) => string {
  return ({ id }) => {
    const until = String(addMilliseconds(clock.now(), LINK_MS).getTime());
    const query = new URLSearchParams({ until, signature: signer.sign(PURPOSE, `${id}/${until}`) });
    return `${publicUrl}/deployments/${id}/log?${query.toString()}`;
  };
}

/** A page of a deployment's output, as it was kept: masked. */
export function showLogPage(deps: LogPageDeps): HttpHandler {
  return async (request) => {
    const id = getSigned(request, deps);
    const after = Number(/^\d{1,9}$/.exec(request.query.get("after") ?? "")?.[0] ?? "-1");
    const found = await deps.store.read(async (reads) => {
      const deployment = await reads.deployments.find(id);
      const group =
        deployment === undefined ? undefined : await reads.deployments.findGroup(deployment.groupId);
      if (deployment === undefined || group === undefined) return undefined;
      const [project, server] = [
        await reads.projects.find(group.projectId),
        await reads.servers.find(deployment.serverId),
      ];
      // One more than a page tells whether there is another.
      const chunks = await reads.deployments.listOutput(id, after, CHUNKS_A_PAGE + 1);
      const title = `Deployment #${String(group.number)} of ${project?.name ?? ""} on ${server?.name ?? ""}`;
      return { deployment, chunks, title };
    });
    if (found === undefined) throw faults.DEPLOYMENT_LOG_GONE();
    const { deployment, chunks, title } = found;
    return page({ status: 200, title, body: toBody(deployment, chunks, after, request) });
  };
}

function getSigned({ params, query }: HttpRequest, { signer, clock }: LogPageDeps): string {
  const { id = "" } = params;
  const until = query.get("until") ?? "";
  const isOurs = signer.verify(PURPOSE, `${id}/${until}`, query.get("signature") ?? "");
  if (!isOurs || Number(until) < clock.now().getTime()) throw faults.DEPLOYMENT_LOG_GONE();
  return id;
}

function toBody(
  deployment: DeploymentRecord,
  chunks: readonly OutputChunk[],
  after: number,
  { path, query }: HttpRequest,
): string {
  const shown = chunks.slice(0, CHUNKS_A_PAGE);
  const last = shown.at(-1)?.seq;
  const toLink = (seq: number | undefined, words: string): string => {
    const address = new URLSearchParams(query);
    address.delete("after");
    if (seq !== undefined) address.set("after", String(seq));
    return `<p><a href="${escapeHtml(`${path}?${address.toString()}`)}">${words}</a></p>`;
  };
  const text = withoutColors(shown.map(({ chunk }) => chunk).join(""));
  const state = `<p>${escapeHtml(DEPLOYMENT_STATE_WORDS[deployment.state])}${isEnded(deployment) ? "" : ". Load the page again for more."}</p>`;
  const nothing = after < 0 ? "<p>Nothing was written, or it was kept too long ago.</p>" : "";
  return [
    state,
    after < 0 ? "" : toLink(undefined, "From the beginning"),
    text === "" ? nothing : `<pre class="log">${escapeHtml(text)}</pre>`,
    chunks.length > shown.length ? toLink(last, "Go on") : "",
  ].join("\n");
}
