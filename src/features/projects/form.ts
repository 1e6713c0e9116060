import type { ServerRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import type { CardContent } from "../../core/message.ts";
import { toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import type { Entries } from "./entries.ts";
import { getTeam, listServers } from "./find.ts";
import { ACQUIRES } from "./words.ts";

const TITLE = "Create a project";

export type Offered = Pick<Entries, "name" | "repository">;

/** `project create [name] [repository]`: a button that opens the form. Throws PROJECT_SERVERS_NONE. */
export async function offerForm(
  turn: Turn<{ readonly name: string | undefined; readonly repository: string | undefined }>,
  deps: Deps,
): Promise<Reply> {
  await listChoices(turn, deps);
  const { name = "", repository = "" } = turn.args;
  const title = `${TITLE} for team ${getTeam(turn.actor).name}`;
  return reply.toAsker({ card: "projects/offer", data: { title, name, repository }, summary: title });
}

/** The button was pressed: the form as a dialog. */
export async function openForm(turn: TurnContext, offered: Offered, deps: Deps): Promise<Reply> {
  const servers = await listChoices(turn, deps);
  const entries: Entries = {
    ...{ ...offered, ref: "", acquire: "archive", directory: "", script: "", servers: "" },
    // Where there is one it is meant.
    ...(servers.length === 1 && servers[0] !== undefined && { servers: servers[0].id }),
  };
  return reply.dialog(TITLE, formCard(turn, { entries, servers, note: "" }));
}

/** The form again, as it was filled in, with what is wrong. */
export async function showAgain(
  turn: TurnContext,
  entries: Entries,
  { sentence }: Fault,
  deps: Deps,
): Promise<Reply> {
  const servers = await listChoices(turn, deps);
  // Cards know no code marks.
  const note = `⚠️ ${sentence.replace(/`/g, '"')}`;
  return reply.dialog(TITLE, formCard(turn, { entries, servers, note }));
}

async function listChoices({ actor }: TurnContext, { store }: Deps): Promise<readonly ServerRecord[]> {
  const servers = await store.read((reads) => listServers(actor, reads));
  if (servers.length === 0) throw faults.PROJECT_SERVERS_NONE({ team: getTeam(actor).name });
  return servers;
}

function formCard(
  { actor }: TurnContext,
  shown: {
    readonly entries: Entries;
    readonly servers: readonly ServerRecord[];
    readonly note: string;
  },
): CardContent {
  const title = `${TITLE} for team ${getTeam(actor).name}`;
  const { entries, servers, note } = shown;
  const choices = servers.map(({ id, name, status }) => ({
    title: toLine(`${name} · ${status}`, 100),
    value: id,
  }));
  return {
    card: "projects/form",
    data: { title, note, ...entries, choices, acquires: ACQUIRES.map((one) => ({ ...one })) },
    summary: title,
  };
}
