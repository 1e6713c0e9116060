import { z } from "zod";
import type {
  EventRecord,
  Reads,
  ServerRecord,
  Transaction,
} from "../../../adapters/store/contract/index.ts";
import type { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Deps } from "../deps.ts";
import { byPloyst, recordServer } from "../history.ts";
import { PUSH_JOB, queuePush } from "./kind.ts";

export const WRITTEN = "environment_written";
const REFUSED = "environment_refused";
const MOST_READ = 50;

/** The variables could not be written, and nobody tries any more. Undefined for what nobody foresaw. */
export function noteRefused(
  tx: Transaction,
  server: ServerRecord,
  { id }: { readonly id: string },
  fault: Fault | undefined,
): Promise<void> {
  const data = { code: fault?.code ?? "", reason: fault?.sentence ?? "Something broke on our side." };
  return recordServer(tx, server, byPloyst(id), { verb: REFUSED, data });
}

/** Why a server doesn't have its variables, or not all, with what comes next, as cards show it; `''` where it has them. */
export async function sayRefused(
  server: ServerRecord,
  reads: Pick<Reads, "events" | "jobs">,
): Promise<string> {
  const last = await findLast(server, reads);
  const reason = reasonOf(last);
  if (reason === "") return sayLeftOut(last);
  const open = await reads.jobs.listOpenTargets(PUSH_JOB, [server.id]);
  if (open.has(server.id)) return "🟡 The variables are being written to it again.";
  return `⚠️ The variables are not on it as they should be. ${reason.replace(/`/g, '"')} Say "server check ${server.name}" to have me try again.`;
}

/** Has them written again where that came to nothing. */
export async function pushRefused(
  server: ServerRecord,
  { store, wakeJobs }: Pick<Deps, "store" | "wakeJobs">,
): Promise<void> {
  await store.transaction(async (tx) => {
    if (reasonOf(await findLast(server, tx)) !== "") await queuePush(tx, [server.id], { wakeJobs });
  });
}

/** How the last attempt ended. */
async function findLast(
  { id }: ServerRecord,
  { events }: Pick<Reads, "events">,
): Promise<EventRecord | undefined> {
  const happened = await events.listByEntity("server", id, { limit: MOST_READ });
  return happened.find(({ verb }) => verb === WRITTEN || verb === REFUSED);
}

/** `''` where it succeeded, or there was none. */
function reasonOf(last: EventRecord | undefined): string {
  if (last?.verb !== REFUSED) return "";
  const { reason } = last.data;
  return typeof reason === "string" ? reason : "";
}

const LeftOut = z.object({ leftOut: z.array(z.string()).catch([]) });

function sayLeftOut(last: EventRecord | undefined): string {
  const { leftOut } = LeftOut.parse(last?.data ?? {});
  if (leftOut.length === 0) return "";
  const names = leftOut.map((name) => `**${escapeMarkdown(name)}**`).join(", ");
  return `⚠️ Not on it: ${names}. Windows keeps variables of these names to itself; give yours other names. All others are on it.`;
}
