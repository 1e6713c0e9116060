import type { Transaction } from "../../adapters/store/contract/index.ts";
import { endInvitation } from "./invite-end.ts";

const DOER = { actorType: "component", actorId: "invitations" } as const;

/** Ends invitations whose 24 hours are over, at most `limit`; answers how many it found. */
export async function expireInvitations(tx: Transaction, now: Date, limit: number): Promise<number> {
  const due = await tx.teamInvitations.listDueForExpiry(now, limit);
  for (const invitation of due) {
    const team = await tx.teams.find(invitation.teamId);
    if (team !== undefined) await endInvitation(tx, invitation, team, "expire", DOER);
  }
  return due.length;
}
