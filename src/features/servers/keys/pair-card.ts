import type {
  KeyPairRecord,
  ServerKeyPairRecord,
  Transaction,
} from "../../../adapters/store/contract/index.ts";
import { toCardText, toLine } from "../../../core/plain-text.ts";
import type { Deps } from "../deps.ts";
import { NAME_LENGTH } from "../words.ts";
import type { Told } from "./kind.ts";

const MOST_SHOWN = 20;

/** Shows which servers let a key pair in by now, in the one card of it; in the transaction of a change. */
export async function showPair(
  tx: Transaction,
  { conversationId, pairId, serverIds }: Told,
  { showCard }: Pick<Deps, "showCard">,
): Promise<void> {
  const pair = await tx.keyPairs.find(pairId);
  if (pair === undefined || conversationId === "") return;
  const servers = await tx.servers.listByIds(serverIds);
  const rows = await tx.serverKeyPairs.listByServers(serverIds);
  const byServer = new Map(rows.filter((row) => row.keyPairId === pairId).map((row) => [row.serverId, row]));
  const shown = servers.toSorted((one, other) => one.name.localeCompare(other.name)).slice(0, MOST_SHOWN);
  const title = `Key pair ${pair.name}`;
  await showCard(
    tx,
    { conversationId, subjectKey: `key-pair:${pairId}` },
    {
      card: "servers/pair",
      summary: toLine(`${title}: ${sayPairState(pair)}`, 200),
      data: {
        title: `Key pair ${toCardText(pair.name, NAME_LENGTH)}`,
        state: sayPairState(pair),
        fingerprint: pair.fingerprint,
        servers: shown.map(({ id, name }) => ({ name, ...toState(byServer.get(id)) })),
        more: servers.length > shown.length ? `and ${String(servers.length - shown.length)} more` : "",
      },
    },
  );
}

export function sayPairState({ state }: Pick<KeyPairRecord, "state">): string {
  const words = { active: "🟢 Active", rotating: "🟠 Going", revoked: "⚪ Revoked" } as const;
  return words[state];
}

/** How a key pair stands on one server. */
export function toState(row: ServerKeyPairRecord | undefined): Readonly<Record<"state" | "error", string>> {
  const error = row === undefined ? "" : row.lastError.replace(/`/g, '"');
  return { state: sayState(row, error !== ""), error };
}

function sayState(row: ServerKeyPairRecord | undefined, hasFailed: boolean): string {
  if (row === undefined) return "⚪ Doesn't let it in";
  switch (row.state) {
    case "attached":
      return "🟢 Lets it in";
    case "wanted":
      return hasFailed ? "🔴 Not installed yet" : "🟡 Being installed";
    case "unwanted":
      return hasFailed ? "🔴 Not removed yet" : "🟡 Being removed";
  }
}
