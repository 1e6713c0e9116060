import type {
  ProvisionalTokens,
  SignInAttemptRecord,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { resumeAfterSignIn, type ResumeCommand } from "./resume.ts";
import { isCode, type Signer } from "./secrets.ts";
import type { OnDisconnected } from "./sign-out.ts";

export interface ConfirmCodeDeps {
  readonly store: Pick<Store, "transaction">;
  readonly signer: Signer;
  readonly clientAppId: string;
  readonly resumeCommand: ResumeCommand;
  readonly onDisconnected: OnDisconnected;
  /** Somebody connected an account for the first time. */
  readonly onFirstSignIn: (tx: Transaction, turn: Turn<unknown>) => Promise<void>;
  readonly record: (tx: Transaction, turn: Turn<unknown>, answer: Reply) => Promise<Reply>;
}

export const MAX_TRIES = 5;

type Outcome = { readonly answer: Reply } | { readonly triesLeft: number } | "not-waiting";

/**
 * The six digits came back from the same Teams user that started: only now do the tokens become theirs.
 * Throws SIGN_IN_NOT_WAITING, SIGN_IN_CODE_WRONG, SIGN_IN_CODE_FORMAT.
 */
export async function confirmCode(turn: Turn<unknown>, code: string, deps: ConfirmCodeDeps): Promise<Reply> {
  if (!/^\d{6}$/.test(code)) throw faults.SIGN_IN_CODE_FORMAT();
  // A wrong code must be counted, so it is an outcome of the transaction, not an error that rolls it back.
  const outcome = await deps.store.transaction((tx) => tryCode(tx, turn, code, deps));
  if (outcome === "not-waiting") throw faults.SIGN_IN_NOT_WAITING();
  if ("triesLeft" in outcome) throw faults.SIGN_IN_CODE_WRONG({ left: outcome.triesLeft });
  return outcome.answer;
}

async function tryCode(
  tx: Transaction,
  turn: Turn<unknown>,
  code: string,
  deps: ConfirmCodeDeps,
): Promise<Outcome> {
  const attempts = await tx.signInAttempts.listAwaitingCode(turn.actor.userId);
  if (attempts.length === 0) return "not-waiting";
  const right = attempts.find((attempt) => isCode(attempt, code, deps.signer));
  if (right === undefined) return { triesLeft: await countWrong(tx, attempts) };
  const tokens = await tx.signInAttempts.takeTokens(right.id);
  if (tokens === undefined) return "not-waiting";
  return { answer: await connect(tx, turn, tokens, deps) };
}

async function countWrong(tx: Transaction, attempts: readonly SignInAttemptRecord[]): Promise<number> {
  let left = 0;
  for (const attempt of attempts) {
    left = Math.max(left, MAX_TRIES - (await tx.signInAttempts.countTry(attempt.id, MAX_TRIES)));
  }
  return left;
}

async function connect(
  tx: Transaction,
  turn: Turn<unknown>,
  tokens: ProvisionalTokens,
  deps: ConfirmCodeDeps,
): Promise<Reply> {
  const { person, userId } = turn.actor;
  const isFirst = (await tx.githubUsers.findByUser(deps.clientAppId, userId)) === undefined;
  await endOther(tx, userId, tokens, deps);
  const connection = await tx.githubUsers.connect({
    userId,
    tenantId: person.tenantId,
    clientAppId: deps.clientAppId,
    teamsUserId: person.teamsUserId,
    ghUserId: tokens.ghUserId,
    ghLogin: tokens.ghLogin,
    tokens,
  });
  await tx.events.record({
    actorType: "user",
    actorId: userId,
    tenantId: person.tenantId,
    entityType: "chatopsgithubuser",
    entityId: connection.id,
    verb: "connected",
    toState: "connected",
    data: { ghLogin: tokens.ghLogin },
    correlationId: turn.jobId,
  });
  const resumed = await resumeAfterSignIn(tx, userId, deps.resumeCommand);
  if (isFirst) await deps.onFirstSignIn(tx, turn);
  // What was asked elsewhere goes on there, and is nobody's business here.
  const here = resumed.filter((pending) => pending.conversationId === turn.place.conversationId);
  const answer = reply.card(
    "signin/connected",
    {
      name: escapeMarkdown(person.displayName),
      login: escapeMarkdown(tokens.ghLogin),
      resumed: here.map(({ text }) => ({ text: escapeMarkdown(text) })),
    },
    `${person.displayName} is connected to GitHub as ${tokens.ghLogin}`,
  );
  return deps.record(tx, turn, answer);
}

/** Another GitHub account than before: what the former one vouched for, the new one has not. */
async function endOther(
  tx: Transaction,
  userId: string,
  tokens: ProvisionalTokens,
  deps: ConfirmCodeDeps,
): Promise<void> {
  const before = await tx.githubUsers.findByUser(deps.clientAppId, userId);
  if (before === undefined || before.state === "revoked" || before.ghUserId === tokens.ghUserId) return;
  await deps.onDisconnected(tx, before, "signed in to another GitHub account");
}
