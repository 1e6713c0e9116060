import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { sayGiven } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { checkRoom, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { recordCloud } from "./history.ts";
import { toNowJob } from "./verify-job.ts";
import { sayCloud, stateWords } from "./words.ts";

/** `cloud restore <name>`: the cloud of that name that was removed last. Its provider is asked again by itself. */
export function restoreCloud(turn: Turn<{ readonly cloud: string }>, deps: Deps): Promise<Reply> {
  const team = getTeam(turn.actor);
  return deps.store.transaction(async (tx) => {
    const [cloud] = await tx.clouds.listDeletedByName(team.id, turn.args.cloud);
    if (cloud === undefined)
      throw faults.CLOUD_NOT_REMOVED({ given: sayGiven(turn.args.cloud), team: team.name });
    await checkRoom(cloud.name, team.id, tx);
    const outcome = await tx.clouds.restore(cloud.id);
    if (outcome === "taken") throw faults.CLOUD_NAME_TAKEN({ name: escapeMarkdown(cloud.name) });
    if (outcome === "gone") throw faults.CLOUD_CHANGED();
    await recordCloud(tx, cloud, byActor(turn), { verb: "restored" });
    if (cloud.hasCredentials) await tx.jobs.create(toNowJob(cloud, deps.clock.now()));
    const asked = cloud.hasCredentials ? " Its provider is asked again by itself." : "";
    const text = `✅ Restored ${sayCloud(cloud)} of team **${team.name}**: ${stateWords(cloud)}.${asked}`;
    return deps.record(tx, turn, reply.text(text));
  });
}
