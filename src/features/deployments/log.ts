import { toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import type { Deps } from "./deps.ts";
import { getGroup } from "./find.ts";
import { readShown } from "./shown.ts";
import { sayKind, sayName } from "./words.ts";

const MOST_SERVERS = 20;

/** `deployment log <n>`: links to all that was written, each for a quarter of an hour. */
export async function showLog(turn: Turn<{ readonly which: number }>, deps: Deps): Promise<Reply> {
  const shown = await deps.store.read(async (reads) => {
    const group = await getGroup(turn.args.which, turn.actor, reads);
    return readShown(reads, group.id);
  });
  if (shown === undefined) throw new RangeError("a deployment without itself");
  const { group, project, servers } = shown;
  const title = `Output of ${sayKind(group).toLowerCase()} #${String(group.number)} of ${sayName(project)}`;
  const begun = servers.filter(({ deployment }) => deployment.startedAt !== undefined);
  return reply.toAsker({
    card: "deployments/log",
    data: {
      title,
      servers: begun.slice(0, MOST_SERVERS).map(({ name, deployment }) => ({
        name: sayName(name),
        state: DEPLOYMENT_STATE_WORDS[deployment.state],
        url: deps.toLogUrl(deployment),
      })),
      hint:
        begun.length === 0
          ? "Nothing was begun, so nothing was written."
          : "The links work for 15 minutes, for whoever has them.",
    },
    summary: toLine(title, 200),
  });
}
