import type { Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { endAccount, findEnding, nameTeams, type Ending } from "./end-account.ts";
import type { WithdrawalDeps, WithdrawDeps } from "./withdraw-deps.ts";

type WithdrawTurn = Turn<{ readonly person: readonly string[] }>;

const EXAMPLE = "account withdraw @Mona Lisa";

/** Whose account, which teams, and what becomes of it: read before anybody presses. */
export async function confirmWithdraw(
  turn: WithdrawTurn,
  { accountWithdrawal: deps }: WithdrawalDeps,
): Promise<ConfirmationRequest> {
  const { name, ending } = await deps.store.read((reads) => getOther(reads, turn, deps));
  const leaves = ending.teams.length === 0 ? "" : ` They leave ${nameTeams(ending.teams)}.`;
  return {
    question: `End the account of **${name}**?${leaves} Their password, sessions, tokens, services and open invitations end at once${directoryWords(ending, deps)}. They come back only by a new invitation. GitHub stays connected until they say signout.`,
    label: "Withdraw",
    target: { userId: ending.user.id },
  };
}

/** `account withdraw @person` */
export async function withdrawAccount(
  turn: WithdrawTurn,
  { accountWithdrawal: deps }: WithdrawalDeps,
): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const { name, ending } = await getOther(tx, turn, deps);
    await endAccount(tx, turn, ending, deps);
    const text = `✅ The account of ${name} has ended${directoryWords(ending, deps)}. To have them back, invite them with \`team invite\`: their user name and number are kept.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

export async function confirmClose(
  turn: Turn<unknown>,
  { accountWithdrawal: deps }: WithdrawalDeps,
): Promise<ConfirmationRequest> {
  const ending = await deps.store.read((reads) => getOwn(reads, turn));
  const leaves = ending.teams.length === 0 ? "" : ` You leave ${nameTeams(ending.teams)}.`;
  return {
    question: `End your account?${leaves} Your password, sessions, tokens, services and open invitations end at once${directoryWords(ending, deps)}. You come back only by a new invitation. GitHub stays connected until you say signout.`,
    label: "Close my account",
    target: { userId: ending.user.id },
  };
}

/** `account close` */
export async function closeAccount(
  turn: Turn<unknown>,
  { accountWithdrawal: deps }: WithdrawalDeps,
): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const ending = await getOwn(tx, turn);
    await endAccount(tx, turn, ending, deps);
    const text = `✅ Your account has ended${directoryWords(ending, deps)}. To come back, ask a team's administrator to invite you. What I may do for you on GitHub stays yours: \`signout\` ends that too.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

type Wanted = Pick<Reads, "users" | "registrations" | "teams" | "teamInvitations">;

/** Throws ACCOUNT_CLOSE_INSTEAD, ACCOUNT_NONE, ACCOUNT_OWNS_TEAMS and TEAM_PERSON_MISSING. */
async function getOther(
  reads: Wanted,
  turn: WithdrawTurn,
  { findPerson }: WithdrawDeps,
): Promise<{ readonly name: string; readonly ending: Ending }> {
  const { user, name } = await findPerson(reads, turn, turn.args.person, EXAMPLE);
  if (user?.id === turn.actor.userId) throw faults.ACCOUNT_CLOSE_INSTEAD();
  const ending = user && (await findEnding(reads, user));
  if (ending === undefined) throw faults.ACCOUNT_NONE({ person: name });
  const { owned } = ending;
  if (owned.length > 0) throw faults.ACCOUNT_OWNS_TEAMS({ person: name, teams: nameTeams(owned) });
  return { name, ending };
}

/** Throws ACCOUNT_NONE_OF_YOURS, ACCOUNT_CLOSE_OWNER. */
async function getOwn(reads: Wanted, { actor }: Turn<unknown>): Promise<Ending> {
  const user = await reads.users.find(actor.userId);
  const ending = user && (await findEnding(reads, user));
  if (ending === undefined) throw faults.ACCOUNT_NONE_OF_YOURS();
  if (ending.owned.length > 0) throw faults.ACCOUNT_CLOSE_OWNER({ teams: nameTeams(ending.owned) });
  return ending;
}

function directoryWords({ registration }: Ending, { hasDirectory }: WithdrawDeps): string {
  const uid = registration?.posix?.posixUid;
  return uid === undefined || !hasDirectory ? "" : `, and the directory disables ${escapeMarkdown(uid)}`;
}
