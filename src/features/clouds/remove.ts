import type { CloudRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getCloud, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { recordCloud } from "./history.ts";
import { nameOfProvider } from "./providers.ts";
import { sayCloud } from "./words.ts";

type RemoveTurn = Turn<{ readonly cloud: string }>;

const MOST_NAMED = 5;

/** Refused while it has servers: nobody could reach or delete them any more. */
export async function askRemove(turn: RemoveTurn, deps: Deps): Promise<ConfirmationRequest> {
  const cloud = await deps.store.read(async (reads) => {
    const found = await getCloud(turn.args.cloud, turn.actor, reads);
    await refuseServers(found, reads);
    return found;
  });
  const provider = escapeMarkdown(nameOfProvider(cloud, deps.providers));
  return {
    question: `Remove ${sayCloud(cloud)} (${provider})? At the provider nothing changes. Its credentials are kept sealed, so that "cloud restore ${escapeMarkdown(cloud.name)}" can bring it back.`,
    label: "Remove",
    target: { cloud: cloud.id },
  };
}

/** `cloud remove <name>`, once it was confirmed. */
export function removeCloud(turn: RemoveTurn, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const cloud = await getCloud(turn.args.cloud, turn.actor, tx);
    const changed = faults.CLOUD_CHANGED();
    // Between the question and this another one can have come by the name.
    if (turn.confirmed?.["cloud"] !== cloud.id) throw changed;
    // From here to the commit nobody makes a server in it.
    if (!(await tx.clouds.hold(cloud.id))) throw changed;
    await refuseServers(cloud, tx);
    if (!(await tx.clouds.delete(cloud.id))) throw changed;
    await recordCloud(tx, cloud, byActor(turn), { verb: "deleted" });
    const text = `✅ Removed ${sayCloud(cloud)} of team **${getTeam(turn.actor).name}**.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** Throws CLOUD_HAS_SERVERS. */
async function refuseServers(cloud: CloudRecord, { servers }: Pick<Reads, "servers">): Promise<void> {
  const first = await servers.listByCloud(cloud.id, { limit: MOST_NAMED });
  if (first.length === 0) return;
  const more = (await servers.countByCloud(cloud.id)) - first.length;
  const names = first.map(({ name }) => escapeMarkdown(name)).join(", ");
  throw faults.CLOUD_HAS_SERVERS({
    name: escapeMarkdown(cloud.name),
    servers: more > 0 ? `${names} and ${String(more)} more` : names,
  });
}
