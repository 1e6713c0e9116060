import type { Deps } from "./deps.ts";
import { byPloyst, recordServer } from "./history.ts";

/** Work on a server ended because of something that nobody foresaw: it shows where people look, with the way on. */
export async function noteStuck(
  { targetId, id }: { readonly targetId: string; readonly id: string },
  deps: Pick<Deps, "store">,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const server = await tx.servers.find(targetId);
    if (server === undefined || server.deletedAt !== undefined) return;
    const lastError = `Something broke on our side, so I stopped. Say \`server check ${server.name}\` to have me go on.`;
    await tx.servers.change(server.id, { lastError });
    await recordServer(tx, server, byPloyst(id), { verb: "stuck" });
  });
}
