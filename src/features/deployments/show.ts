import type { DeploymentGroupRecord } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getGroup } from "./find.ts";
import { toLiveCard } from "./live-card.ts";
import { readShown } from "./shown.ts";

/** `deployment show <n>`: how it stands now; the card in its place is the one that keeps telling. */
export async function showOne(turn: Turn<{ readonly which: number }>, deps: Deps): Promise<Reply> {
  const { group, shown } = await deps.store.read(async (reads) => {
    const found = await getGroup(turn.args.which, turn.actor, reads);
    return { group: found, shown: await readShown(reads, found.id) };
  });
  if (shown === undefined) throw new RangeError("a deployment without itself");
  const { data, summary } = toLiveCard(shown, deps.clock.now());
  const times = toTimes(group);
  return reply.toAsker({ card: "deployments/show", data: { ...data, ...times }, summary });
}

function toTimes({
  createdAt,
  startedAt,
  endedAt,
}: DeploymentGroupRecord): Readonly<Record<"asked" | "started" | "ended", string>> {
  return {
    asked: toCardTime(createdAt),
    started: startedAt === undefined ? "" : toCardTime(startedAt),
    ended: endedAt === undefined ? "" : toCardTime(endedAt),
  };
}
