import { accountTokens } from "../models/account-tokens.ts";
import { registrations } from "../models/registrations.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

/**
 * Gives a user's registration to another, who may have one too if nothing was done with one of the two: that one goes.
 * False when both are in use. Links and codes that went to either are worth nothing afterwards.
 */
export async function moveRegistration(session: Session, fromId: string, toId: string): Promise<boolean> {
  const table = session.table(registrations);
  const moved = await table.findOne({ userId: fromId });
  if (moved === undefined) return true;
  const own = await table.findOne({ userId: toId });
  const idle = own && [own, moved].find(isBlank);
  if (own !== undefined && idle === undefined) return false;
  if (idle !== undefined) await table.delete({ id: idle.id });
  await table.update({ userId: fromId }, { userId: toId });
  const tokens = session.table(accountTokens);
  for (const userId of [fromId, toId]) await tokens.delete({ userId });
  return true;
}

const BLANK: readonly string[] = ["created", "invited", "expired"];

function isBlank({ state, bcryptHash, uidNumber }: RowIn<typeof registrations>): boolean {
  return BLANK.includes(state) && bcryptHash === "" && uidNumber === 0;
}
