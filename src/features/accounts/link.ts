import type {
  AccountTokenRecord,
  Store,
  TeamMemberRecord,
  TeamOfUser,
  Transaction,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";
import type { ChatConnector } from "../../core/connector.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import { LINK_CODE_MINUTES, linkCodeHash, readLinkCode, type LinkCodeSigner } from "./link-code.ts";

/** What else follows when a membership begins; runs in the change's transaction. */
export type OnMembershipChanged = (
  tx: Transaction,
  member: Pick<TeamMemberRecord, "id" | "teamId" | "userId" | "state">,
) => Promise<void>;

export interface LinkAccountDeps {
  readonly store: Pick<Store, "transaction">;
  readonly findMember: ChatConnector["findMember"];
  readonly signer: LinkCodeSigner;
  readonly clock: Clock;
  /** Where codes come from. */
  readonly accountUrl: string;
  readonly onMembershipChanged: OnMembershipChanged;
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
}

const MOST_WRONG = 5;
const WINDOW_MS = LINK_CODE_MINUTES * MINUTE;
const GUESSES = "account_link";

type Outcome = { readonly answer: Reply } | { readonly left: number } | "too-often";

/**
 * `account link <code>`: the account that shows this code belongs to who says it here.
 * Throws ACCOUNT_LINK_CODE_FORMAT, ACCOUNT_LINK_CODE_WRONG, ACCOUNT_LINK_TOO_OFTEN, ACCOUNT_LINKED_TO_OTHER, ACCOUNT_LINKED_TO_YOU.
 */
export async function linkAccount(
  turn: Turn<{ readonly code: string }>,
  deps: LinkAccountDeps,
): Promise<Reply> {
  const code = readLinkCode(turn.args.code);
  if (code === undefined) throw faults.ACCOUNT_LINK_CODE_FORMAT();
  // A wrong code must be counted, so it is an outcome of the transaction, not an error that rolls it back.
  const outcome = await deps.store.transaction((tx) => tryCode(tx, turn, code, deps));
  if (outcome === "too-often") throw faults.ACCOUNT_LINK_TOO_OFTEN();
  if ("left" in outcome)
    throw faults.ACCOUNT_LINK_CODE_WRONG({ left: outcome.left, accountUrl: deps.accountUrl });
  return outcome.answer;
}

async function tryCode(
  tx: Transaction,
  turn: TurnContext,
  code: string,
  deps: LinkAccountDeps,
): Promise<Outcome> {
  const left = await countTriesLeft(tx, turn, deps);
  if (left === 0) return "too-often";
  const offered = await findOffered(tx, turn, code, deps);
  if (offered === undefined) {
    await recordGuess(tx, turn);
    return { left: left - 1 };
  }
  const { owner, token } = offered;
  if (owner.aadObjectId !== "") throw faults.ACCOUNT_LINKED_TO_OTHER();
  if (!(await tx.accountTokens.use(token.id))) return { left };
  const linked = await tx.users.linkToTeams(owner.id, turn.actor.person);
  if (linked.outcome === "refused") throw faults.ACCOUNT_LINKED_TO_YOU();
  const joined = await activateMemberships(tx, linked.user, turn.jobId, deps);
  return {
    answer: await deps.record(tx, turn, linkedAnswer(turn, { ...linked.user, email: owner.email }, joined)),
  };
}

/** How many wrong codes the person may say until some of the last are forgotten. */
export async function countTriesLeft(
  tx: Transaction,
  { actor }: TurnContext,
  { clock }: Pick<LinkAccountDeps, "clock">,
): Promise<number> {
  const since = addMilliseconds(clock.now(), -WINDOW_MS);
  const wrong = await tx.events.listByEntity(GUESSES, actor.userId, { since, limit: MOST_WRONG });
  return MOST_WRONG - wrong.length;
}

export interface OfferedAccount {
  readonly owner: UserRecord;
  readonly token: AccountTokenRecord;
}

/** Whose account waits for this code. Another organization's is none here: who guesses learns nothing of it. */
export async function findOffered(
  tx: Transaction,
  { actor }: TurnContext,
  code: string,
  { signer }: Pick<LinkAccountDeps, "signer">,
): Promise<OfferedAccount | undefined> {
  const token = await tx.accountTokens.findLive("link", linkCodeHash(code, signer));
  const owner = token && (await tx.users.find(token.userId));
  if (token === undefined || owner?.state !== "active") return undefined;
  return owner.tenantId === actor.person.tenantId ? { owner, token } : undefined;
}

async function recordGuess(tx: Transaction, { actor, jobId }: TurnContext): Promise<void> {
  await tx.events.record({
    ...{ actorType: "user", actorId: actor.userId, tenantId: actor.person.tenantId },
    ...{ entityType: GUESSES, entityId: actor.userId, verb: "refused", correlationId: jobId },
  });
}

/** Accepted invitations waited for this: now it is known who the person is in Teams. */
async function activateMemberships(
  tx: Transaction,
  user: UserRecord,
  correlationId: string,
  { onMembershipChanged }: LinkAccountDeps,
): Promise<readonly TeamOfUser[]> {
  const accepted = await tx.teams.listForUser(user.id, ["accepted"]);
  for (const { member } of accepted) {
    const transition = await tx.teamMembers.activate(member.id);
    if (transition === undefined) continue;
    await tx.events.record({
      ...{ actorType: "user", actorId: user.id, tenantId: user.tenantId, teamId: member.teamId },
      ...{ entityType: "team_member", entityId: member.id, verb: "active", correlationId },
      ...transition,
    });
    await onMembershipChanged(tx, { ...member, state: transition.toState });
  }
  return accepted;
}

/** In place of the question, if one was asked. */
function linkedAnswer({ source }: TurnContext, user: UserRecord, joined: readonly TeamOfUser[]): Reply {
  const card = "accounts/linked";
  const data = {
    name: escapeMarkdown(user.displayName),
    email: escapeMarkdown(user.email),
    teams: joined.map(({ team }) => ({ name: escapeMarkdown(team.name) })),
  };
  const summary = `${user.displayName}'s account is linked to Teams`;
  if (source === "confirmed") return reply.replaceCard(card, data, summary);
  return reply.toAsker({ card, data, summary });
}
