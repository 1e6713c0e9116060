import type { Reads, ServerRecord } from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { toCardText } from "../../../core/plain-text.ts";
import { reply, type Reply } from "../../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../../core/turn.ts";
import type { Deps } from "../deps.ts";
import { getCloud, getServer, getTeam } from "../find.ts";
import { byActor } from "../../../core/doer.ts";
import { tellServer } from "../history.ts";
import { toPowerJob } from "../power-job.ts";
import { addressOf, NAME_LENGTH, sayServer, sayStatus, toFacts } from "../words.ts";
import { toDeleteJob } from "./kind.ts";
import { showEnd } from "./end-card.ts";

export type NamedTurn = Turn<{ readonly name: string }>;

const MOST_LISTED = 500;
const MOST_NAMED = 10;

/** Says what goes with it; its name has to be typed. */
export async function askDelete(turn: NamedTurn, deps: Deps): Promise<ConfirmationRequest> {
  const team = getTeam(turn.actor);
  const { server, cloud, realms, projects } = await deps.store.read(async (reads) => {
    const found = await getServer(turn.args.name, turn.actor, reads);
    refuseBusy(found);
    return { server: found, cloud: await getCloud(found, reads), ...(await listOn(found, reads)) };
  });
  const { description } = (await deps.useCloud(cloud)).driver;
  const minutes = String(Math.round(deps.graceMs / MINUTE));
  const isHost = description.key === "existing";
  const fate = isHost
    ? `In ${minutes} minutes I forget it. The host itself stays as it is, our keys on it, too.`
    : `It is switched off now and deleted in ${minutes} minutes, with its disk and all that is on it.`;
  return {
    question: `Delete ${sayServer(server, team)}? ${fate} Until then "server restore ${server.name}" takes it back.`,
    label: "Delete",
    typing: server.name,
    target: { server: server.id, realms: realms.length, projects: projects.length },
    facts: toFacts([
      ["Cloud", `${toCardText(cloud.name, NAME_LENGTH)} (${description.name})`],
      ["Address", toCardText(addressOf(server), NAME_LENGTH)],
      ["Status", sayStatus(server)],
      ["Realms on it, which go too", sayNames(realms)],
      ["Projects that deploy to it", sayNames(projects)],
    ]),
  };
}

async function listOn(
  { id }: ServerRecord,
  reads: Pick<Reads, "realms" | "projects">,
): Promise<Record<"realms" | "projects", readonly { readonly name: string }[]>> {
  const realms = await reads.realms.listByServer(id, { limit: MOST_LISTED });
  const projectIds = await reads.projects.listIdsByServer(id);
  return { realms, projects: await reads.projects.listByIds(projectIds.slice(0, MOST_LISTED)) };
}

function sayNames(things: readonly { readonly name: string }[]): string {
  const names = things.slice(0, MOST_NAMED).map(({ name }) => toCardText(name, NAME_LENGTH));
  const more = things.length - names.length;
  return [...names, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(", ");
}

function refuseBusy({ name, status }: ServerRecord): void {
  if (status === "deploying") throw faults.SERVER_BUSY({ name: escapeMarkdown(name) });
  if (status === "deleting") throw faults.SERVER_DELETING({ name: escapeMarkdown(name) });
}

/** `server delete <name>`, once its name was typed: switched off now, deleted later. */
export async function deleteServer(turn: NamedTurn, deps: Deps): Promise<Reply> {
  const team = getTeam(turn.actor);
  return deps.store.transaction(async (tx) => {
    const server = await getServer(turn.args.name, turn.actor, tx);
    // Between the question and this another one can have come by the name.
    if (turn.confirmed?.["server"] !== server.id) throw faults.SERVER_CHANGED();
    const now = deps.clock.now();
    const deleteAfter = addMilliseconds(now, deps.graceMs);
    const transition = await tx.servers.requestDelete(server.id, deleteAfter);
    if (transition === undefined) {
      refuseBusy(server);
      throw faults.SERVER_CHANGED();
    }
    const data = { deleteAfter: deleteAfter.toISOString() };
    const by = byActor(turn);
    const after = await tellServer(tx, server.id, by, { verb: "status_changed", transition, data }, deps);
    const { conversationId } = turn.place;
    const wish = { since: now.toISOString(), conversationId };
    const jobs = await tx.jobs.createMany([
      toPowerJob(server.id, "stop"),
      toDeleteJob(server.id, wish, deleteAfter),
    ]);
    await showEnd(tx, after ?? server, conversationId, deps);
    tx.afterCommit(() => {
      deps.wakeJobs(jobs.map(({ id }) => id));
    });
    const text = `🟠 To be deleted: ${sayServer(server, team)}. \`server restore ${server.name}\` takes it back for ${String(Math.round(deps.graceMs / MINUTE))} minutes.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
