import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { reply, type Reply } from "../../../core/reply.ts";
import { toCreateJob } from "../create/kind.ts";
import type { Deps } from "../deps.ts";
import { getServer, getTeam } from "../find.ts";
import { byActor } from "../../../core/doer.ts";
import { tellServer } from "../history.ts";
import { toPowerJob } from "../power-job.ts";
import { sayServer } from "../words.ts";
import type { NamedTurn } from "./delete.ts";
import { showEnd } from "./end-card.ts";

/** `server restore <name>`: it stays, and is switched on again. One that wasn't made yet goes on being made. */
export async function restoreServer(turn: NamedTurn, deps: Deps): Promise<Reply> {
  const team = getTeam(turn.actor);
  return deps.store.transaction(async (tx) => {
    const server = await getServer(turn.args.name, turn.actor, tx);
    const name = escapeMarkdown(server.name);
    if (server.status !== "deleting") throw faults.SERVER_NOT_DELETING({ name });
    const transition = await tx.servers.cancelDelete(server.id);
    if (transition === undefined) throw faults.SERVER_RESTORE_LATE({ name });
    const by = byActor(turn);
    const kept = await tellServer(tx, server.id, by, { verb: "status_changed", transition }, deps);
    await showEnd(tx, kept ?? server, turn.place.conversationId, deps);
    const isMade = server.providerId !== "";
    if (!isMade) {
      const again = await tx.servers.move(server.id, ["offline"], "provisioning");
      if (again !== undefined)
        await tellServer(tx, server.id, by, { verb: "status_changed", transition: again }, deps);
    }
    const told = { order: turn.jobId, serverIds: [server.id] };
    const job = await tx.jobs.create(isMade ? toPowerJob(server.id, "start") : toCreateJob(server.id, told));
    tx.afterCommit(() => {
      deps.wakeJobs([job.id]);
      deps.wakeChecks();
    });
    const next = isMade ? "It is switched on again" : "It goes on being made";
    const text = `✅ Stays: ${sayServer(server, team)}. ${next}; \`server show ${server.name}\` tells how it is.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
