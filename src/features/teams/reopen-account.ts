import type { Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { recordRegistration, type Doer } from "./invite-events.ts";
import type { InvitingTeam } from "./invite-membership.ts";

/**
 * Whose account was withdrawn has one again by an invitation, and what was theirs with it: the name and the numbers.
 * Only for who is known in Teams; everybody else comes back by the password that they choose.
 */
export async function reopenAccount(
  tx: Transaction,
  { id: userId }: Pick<UserRecord, "id">,
  team: Pick<InvitingTeam, "id" | "tenantId">,
  doer: Doer,
): Promise<void> {
  const registration = await tx.registrations.findByUser(userId);
  if (registration?.state !== "withdrawn") return;
  const { id, emailAddress: address } = registration;
  const invited = await tx.registrations.invite(id);
  if (invited === undefined) return;
  await recordRegistration(tx, id, team, doer, { verb: "invited", states: invited });
  // Nobody proved that address anew, so that it keeps nobody else from theirs.
  const change = await tx.registrations.activateByTeams(id, { address, isVerified: false });
  if (change.outcome !== "done") return;
  await recordRegistration(tx, id, team, doer, { verb: "activated", states: change.transition });
}
