import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { KeepDeps } from "./deps.ts";

const MOST_LISTED = 100;

/** `notify list`: what this conversation is told of besides GitHub, kind by kind. */
export async function listFollowed({ place }: TurnContext, deps: KeepDeps): Promise<Reply> {
  const lines = await deps.store.read(async (reads) => {
    const rows = await reads.notifications.listByConversation(place.conversationId, { limit: MOST_LISTED });
    const said: string[] = [];
    for (const { names, say } of deps.sources)
      for (const row of rows) if (names.includes(row.source)) said.push(`- ${await say(row, reads)}`);
    return said;
  });
  if (lines.length === 0)
    return reply.text(
      "This conversation is told of no service, server, deployment or realm. Say for example `notify servers` or `notify jira:PROJ` to change that.",
    );
  return reply.text(`This conversation is told of:\n\n${lines.join("\n")}`);
}
