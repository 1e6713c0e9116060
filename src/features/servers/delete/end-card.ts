import type { ServerRecord, Transaction } from "../../../adapters/store/contract/index.ts";
import { toCardTime } from "../../../core/card-time.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { toLine } from "../../../core/plain-text.ts";
import type { Deps } from "../deps.ts";
import { sayError, sayStatus } from "../words.ts";

/** Shows what becomes of a server that is wanted gone, in the one card of it; in the transaction of a change. */
export async function showEnd(
  tx: Transaction,
  server: ServerRecord,
  conversationId: string,
  { showCard }: Pick<Deps, "showCard">,
): Promise<void> {
  const team = await tx.teams.find(server.teamId);
  const { id, name, status, deleteAfter } = server;
  const title = `Server ${name}`;
  await showCard(
    tx,
    { conversationId, subjectKey: `server-end:${id}` },
    {
      card: "servers/end",
      summary: toLine(`${title}: ${sayStatus(server)}`, 200),
      data: {
        title,
        where: `Team ${escapeMarkdown(team?.name ?? "")}`,
        status: status === "offline" ? "↩️ Stays" : sayStatus(server),
        at: status === "deleting" && deleteAfter !== undefined ? toCardTime(deleteAfter) : "",
        error: status === "deleting" ? sayError(server) : "",
        hint:
          status === "deleting" && deleteAfter !== undefined
            ? `Say **server restore ${name}** until then to keep it.`
            : "",
      },
    },
  );
}
