import { anyOf, inParts } from "../batches.ts";
import { cards } from "../models/cards.ts";
import { outbox } from "../models/outbox.ts";
import type { Session } from "../session.ts";
import { idAfter, listByCursor, type Where } from "../table.ts";
import { createCardReader } from "./cards.ts";

/**
 * Refuses what waits to be posted in a conversation, since nobody wants to read it weeks later: new messages, and
 * changes of cards that were never posted. Changes of posted cards stay, so that those go on telling the truth. What is
 * just being sent is its drainer's.
 */
export async function refuseWaiting(session: Session, conversationId: string, reason: string): Promise<void> {
  const table = session.table(outbox);
  const refused = {
    state: "done",
    outcome: "refused",
    body: "",
    lastError: reason,
    finishedAt: session.clock.now(),
  } as const;
  const queued = { conversationId, state: "queued" } as const;
  await table.update({ ...queued, kind: anyOf(["create", "reply"]) }, refused);
  for (const part of inParts(await listOrphans(session, { ...queued, kind: "update" }, conversationId)))
    await table.update({ id: anyOf(part), state: "queued" }, refused);

  const cardTable = session.table(cards);
  const unposted = { state: "none", version: cardTable.plus("version", 1) } as const;
  await cardTable.update({ conversationId, state: "queued" }, unposted);
}

/** The updates whose card has not been posted. */
async function listOrphans(
  session: Session,
  where: Where<(typeof outbox)["columns"]>,
  conversationId: string,
): Promise<readonly string[]> {
  const updates = await listByCursor(
    (after) =>
      session
        .table(outbox)
        .listColumns(["id", "subjectKey"], { where: idAfter(where, after), order: [["id", "ASC"]] }),
    ({ id }) => id,
  );
  const subjects = updates.map(({ subjectKey }) => subjectKey);
  const found = await createCardReader(session).listBySubjects(subjects, [conversationId]);
  const posted = new Set(found.filter((card) => card.rootState === "posted").map((card) => card.subjectKey));
  return updates.filter(({ subjectKey }) => !posted.has(subjectKey)).map(({ id }) => id);
}
