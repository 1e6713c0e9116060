import type { CloudRecord, Reads, ServerRecord } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Actor, Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getCloud, getServer, getTeam } from "./find.ts";
import { sayRefused } from "./push/refused.ts";
import { NAME_LENGTH, sayError, sayStatus, toFacts } from "./words.ts";

const MOST_LISTED = 500;

/** `server show <name>`: all that is known of one. */
export async function showServer(turn: Turn<{ readonly name: string }>, deps: Deps): Promise<Reply> {
  const content = await deps.store.read(async (reads) => {
    const server = await getServer(turn.args.name, turn.actor, reads);
    return toServerCard(server, turn.actor, reads);
  });
  return reply.toAsker(content);
}

interface On {
  readonly realms: number;
  readonly projects: readonly { readonly name: string }[];
  readonly requestedBy: string;
}

export async function toServerCard(
  server: ServerRecord,
  actor: Pick<Actor, "team">,
  reads: Reads,
): Promise<CardContent> {
  const cloud = await getCloud(server, reads);
  const realms = await reads.realms.listByServer(server.id, { limit: MOST_LISTED });
  const projectIds = (await reads.projects.listIdsByServer(server.id)).slice(0, MOST_LISTED);
  const projects = projectIds.length === 0 ? [] : await reads.projects.listByIds(projectIds);
  const user = await reads.users.find(server.requestedBy);
  const on = { realms: realms.length, projects, requestedBy: user?.displayName ?? "" };
  const { checkedAt, deleteAfter, status } = server;
  return {
    card: "servers/show",
    summary: toLine(`Server ${server.name}: ${sayStatus(server)}`, 200),
    data: {
      title: `Server ${server.name}`,
      where: `Team ${getTeam(actor).name}`,
      status: sayStatus(server),
      error: sayError(server),
      variables: await sayRefused(server, reads),
      facts: listFacts(server, cloud, on),
      // Not among the facts: their column is too narrow for it on a phone, and breaks no words.
      hostKey: server.hostKeyFingerprint,
      made: toCardTime(server.createdAt),
      checked: checkedAt === undefined ? "" : toCardTime(checkedAt),
      goes: status === "deleting" && deleteAfter !== undefined ? toCardTime(deleteAfter) : "",
    },
  };
}

function listFacts(server: ServerRecord, cloud: CloudRecord, { realms, projects, requestedBy }: On) {
  const names = projects.slice(0, 10).map(({ name }) => name);
  return toFacts([
    ["Cloud", toCardText(cloud.name, NAME_LENGTH)],
    ["Address", toCardText(server.publicAddress, NAME_LENGTH)],
    ["Private address", toCardText(server.privateAddress, NAME_LENGTH)],
    ["Log in", toCardText(`as ${server.sshUser} on port ${String(server.sshPort)}`, NAME_LENGTH)],
    ["Size", toCardText(server.size, NAME_LENGTH)],
    ["Image", toCardText(server.image, NAME_LENGTH)],
    ["Region", toCardText(server.region, NAME_LENGTH)],
    ["System", server.os],
    [
      "Id there",
      server.providerId === server.publicAddress ? "" : toCardText(server.providerId, NAME_LENGTH),
    ],
    ["Realms", realms === 0 ? "" : String(realms)],
    ["Projects", toCardText(names.join(", "), 300)],
    ["Asked for by", toCardText(requestedBy, NAME_LENGTH)],
  ]);
}
