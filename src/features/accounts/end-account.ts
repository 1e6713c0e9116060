import type {
  AccountTokenKind,
  Reads,
  RegistrationRecord,
  TeamOfUser,
  Transaction,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { TurnContext } from "../../core/turn.ts";
import { recordEndedAccess, recordRegistration } from "./history.ts";
import type { WithdrawDeps } from "./withdraw-deps.ts";

/** What there is of a person that would end. */
export interface Ending {
  readonly user: UserRecord;
  /** Undefined when there is none, or it was withdrawn. */
  readonly registration: RegistrationRecord | undefined;
  readonly teams: readonly TeamOfUser[];
  readonly owned: readonly TeamOfUser[];
}

type Wanted = Pick<Reads, "registrations" | "teams" | "teamInvitations">;

/** Undefined when nothing of the person is left to end. */
export async function findEnding(reads: Wanted, user: UserRecord): Promise<Ending | undefined> {
  const known = await reads.registrations.findByUser(user.id);
  const registration = known?.state === "withdrawn" ? undefined : known;
  const teams = await reads.teams.listForUser(user.id, ["active", "accepted"]);
  const waiting = await reads.teamInvitations.listPendingByRecipient(user.id, { limit: 1 });
  // Those may come back.
  const deleted = await reads.teams.listDeletedForUser(user.id);
  const isNobody = teams.length + deleted.length + waiting.length === 0;
  if (registration === undefined && isNobody) return undefined;
  return { user, registration, teams, owned: teams.filter(({ member }) => member.role === "owner") };
}

const MOST_NAMED = 10;

/** Names of teams, as Markdown. */
export function nameTeams(teams: readonly TeamOfUser[]): string {
  const names = teams.slice(0, MOST_NAMED).map(({ team }) => toCardText(team.name, 60));
  const more = teams.length - names.length;
  return [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
}

const TOKEN_KINDS: readonly AccountTokenKind[] = ["activate", "link", "reset"];

/** All of it, or nothing; the directory's job follows. The account first: what ends invitations would end it otherwise. */
export async function endAccount(
  tx: Transaction,
  turn: TurnContext,
  { user, registration }: Ending,
  deps: WithdrawDeps,
): Promise<void> {
  if (registration !== undefined) {
    const transition = await tx.registrations.withdraw(registration.id);
    if (transition === undefined) throw faults.STORE_BUSY();
    await recordRegistration(tx, turn, registration, "withdrawn", transition);
  }
  await endAccess(tx, turn, user, deps);
  await deps.endMemberships(tx, turn, user);
  if (registration?.posix !== undefined) await deps.syncDirectory(tx, registration.id);
}

/** Whatever lets the person, or a program of theirs, in, and whatever Ployst is let in by in their name. */
async function endAccess(
  tx: Transaction,
  turn: TurnContext,
  { id }: UserRecord,
  { disableServices }: WithdrawDeps,
): Promise<void> {
  const sessions = await tx.webSessions.revokeAll(id);
  const apiTokens = await tx.apiTokens.revokeAll(id);
  let links = 0;
  for (const kind of TOKEN_KINDS) {
    const token = await tx.accountTokens.findLiveByUser(kind, id);
    if (token !== undefined && (await tx.accountTokens.use(token.id))) links += 1;
  }
  const services = await disableServices(tx, turn, id);
  if (sessions + apiTokens + links + services === 0) return;
  await recordEndedAccess(tx, turn, id, { sessions, apiTokens, links, services });
}
