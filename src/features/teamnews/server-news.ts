import type { Reads, ServerRecord, ServerStatus, Transaction } from "../../adapters/store/contract/index.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { SERVER_STATUS_WORDS } from "../../core/state-words.ts";
import type { ServerChange, TellDeps } from "./deps.ts";
import { tellNews } from "./tell.ts";

const NAME_LENGTH = 60;
const LONGEST_REASON = 300;

/** While it is made, the card where it was asked for tells all of it. */
const IN_THE_MAKING: readonly ServerStatus[] = ["requested", "provisioning"];

/** Tells of a server to whoever follows its team's. A deployment on it is no news of the server. */
export async function tellServer(
  tx: Transaction,
  server: ServerRecord,
  { transition, what }: ServerChange,
  deps: TellDeps,
): Promise<void> {
  const isMade = !IN_THE_MAKING.includes(transition?.fromState ?? server.status);
  await tellNews(
    tx,
    {
      source: "servers",
      keys: [server.teamId],
      subjectKey: `server:${server.id}`,
      content: await toCard(server, tx),
      opens: what === "created" || (transition !== undefined && !isDeploying(transition)),
      note: toNote(server, transition),
      askedIn: isMade ? "" : server.conversationId,
      shownIn: "",
    },
    deps,
  );
}

type Transition = NonNullable<ServerChange["transition"]>;

function isDeploying({ fromState, toState }: Transition): boolean {
  return toState === "deploying" || (fromState === "deploying" && toState === "online");
}

function toNote({ name, lastError }: ServerRecord, transition: Transition | undefined): string {
  if (transition === undefined || isDeploying(transition)) return "";
  const { fromState, toState } = transition;
  const which = `Server **${toCardText(name, NAME_LENGTH)}**`;
  const reason = lastError === "" ? "" : ` ${toCardText(lastError, LONGEST_REASON)}`;
  switch (toState) {
    case "online":
      return `🟢 ${which} is online${fromState === "offline" ? " again" : ""}.`;
    case "offline":
      // Whoever takes back a deletion was told so.
      return fromState === "deleting" ? `${which} stays.` : `🔴 ${which} is offline.${reason}`;
    case "failed":
      return `❌ ${which} has failed.${reason}`;
    case "deleting":
      return `🟠 ${which} is about to be deleted.`;
    default:
      return "";
  }
}

async function toCard(server: ServerRecord, reads: Pick<Reads, "clouds">): Promise<CardContent> {
  const cloud = await reads.clouds.find(server.cloudId);
  const status = SERVER_STATUS_WORDS[server.status];
  const facts = [
    { title: "Cloud", value: cloud?.name ?? "" },
    { title: "Address", value: server.publicAddress },
    { title: "Size", value: server.size },
    { title: "Region", value: server.region },
  ];
  return {
    card: "teamnews/server",
    summary: toLine(`Server ${server.name}: ${status}`, 200),
    data: {
      title: `Server ${toCardText(server.name, NAME_LENGTH)}`,
      status,
      error: toCardText(server.lastError, LONGEST_REASON),
      facts: facts
        .filter(({ value }) => value !== "")
        .map(({ title, value }) => ({ title, value: toCardText(value, NAME_LENGTH) })),
    },
  };
}
