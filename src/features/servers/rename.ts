import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getServer, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { tellServer } from "./history.ts";
import { readServerName } from "./name.ts";
import { sayServer } from "./words.ts";

/** `server rename <name> <new name>`: here alone; the provider goes on with the old one. */
export async function renameServer(
  turn: Turn<{ readonly name: string; readonly newName: string }>,
  deps: Deps,
): Promise<Reply> {
  const name = readServerName(turn.args.newName);
  const team = getTeam(turn.actor);
  return deps.store.transaction(async (tx) => {
    const server = await getServer(turn.args.name, turn.actor, tx);
    const met = server.name === name ? "done" : await tx.servers.rename(server.id, name);
    if (met === "taken") throw faults.SERVER_NAME_TAKEN({ name: escapeMarkdown(name), team: team.name });
    if (met === "gone") throw faults.SERVER_CHANGED();
    if (server.name !== name)
      await tellServer(
        tx,
        server.id,
        byActor(turn),
        { verb: "renamed", data: { before: server.name } },
        deps,
      );
    const text = `✅ ${escapeMarkdown(server.name)} is ${sayServer({ name }, team)} now. Its host name and what its provider calls it stay.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
