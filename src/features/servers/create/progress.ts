import type { KeyPairRecord, ServerRecord, Transaction } from "../../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { CardContent } from "../../../core/message.ts";
import { toCardText, toLine } from "../../../core/plain-text.ts";
import type { Deps } from "../deps.ts";
import { getCloud } from "../find.ts";
import { publicLine } from "../keys/pairs.ts";
import { addressOf, NAME_LENGTH, sayError, sayStatus } from "../words.ts";
import type { Told } from "./kind.ts";

/** Shows how far the servers of an order are, in the one card of it; in the transaction of a change. */
export async function showOrder(
  tx: Transaction,
  { order, serverIds }: Told,
  { showCard }: Pick<Deps, "showCard">,
): Promise<void> {
  const servers = (await tx.servers.listByIds(serverIds)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = servers;
  if (first === undefined || first.conversationId === "") return;
  const team = await tx.teams.find(first.teamId);
  const cloud = await getCloud(first, tx);
  const isHost = cloud.provider === "existing";
  const pairs = isHost ? await listPairsOf(first, tx) : [];
  const content = toCard(servers, {
    ...{ cloud: cloud.name, team: team?.name ?? "", isHost, pairs },
  });
  await showCard(tx, { conversationId: first.conversationId, subjectKey: `servers:${order}` }, content);
}

async function listPairsOf({ id }: ServerRecord, tx: Transaction): Promise<readonly KeyPairRecord[]> {
  const rows = await tx.serverKeyPairs.listByServer(id);
  const pairs = await Promise.all(rows.map(({ keyPairId }) => tx.keyPairs.find(keyPairId)));
  return pairs.filter((pair) => pair !== undefined);
}

interface Around {
  readonly cloud: string;
  /** Unescaped. */
  readonly team: string;
  readonly isHost: boolean;
  readonly pairs: readonly KeyPairRecord[];
}

function toCard(servers: readonly ServerRecord[], { cloud, team, isHost, pairs }: Around): CardContent {
  const isOver = (server: ServerRecord): boolean => !["requested", "provisioning"].includes(server.status);
  const online = servers.filter(({ status }) => status === "online").length;
  const title =
    servers.length === 1
      ? `Server ${servers[0]?.name ?? ""}`
      : `${String(servers.length)} servers, ${String(online)} online`;
  const next = servers.every(isOver) ? sayNext(servers) : "";
  return {
    card: "servers/progress",
    summary: toLine(`${title} of team ${team}: ${servers.map(sayStatus).join(", ")}`, 200),
    data: {
      title,
      where: `Team ${escapeMarkdown(team)} · cloud ${toCardText(cloud, NAME_LENGTH)}`,
      servers: servers.map((server) => toRow(server, isHost && !isOver(server) ? pairs : [])),
      hint: next,
    },
  };
}

function toRow(server: ServerRecord, pairs: readonly KeyPairRecord[]) {
  const { name, hostKeyFingerprint, lastError, sshUser } = server;
  const address = addressOf(server);
  const isWaiting = pairs.length > 0 && lastError !== "";
  return {
    name,
    status: sayStatus(server),
    address: address === "" ? "" : toCardText(`${sshUser}@${address}`, 2 * NAME_LENGTH),
    hostKey: hostKeyFingerprint,
    error: sayError(server),
    keyHint: isWaiting
      ? `Put this line into ~/.ssh/authorized\\_keys of ${escapeMarkdown(sshUser)} there, if it isn't:`
      : "",
    keyLine: isWaiting ? publicLine(pairs[0] ?? { publicKey: "", name: "" }) : "",
  };
}

function sayNext(servers: readonly ServerRecord[]): string {
  const failed = servers.find(({ status }) => status === "failed");
  if (failed !== undefined)
    return `What failed costs nothing: say **server delete ${failed.name}** to clear it away, then try again.`;
  return `Say **server show ${servers[0]?.name ?? ""}** for all that is known, **server keys ${servers[0]?.name ?? ""}** for who gets in.`;
}
