import type {
  EnvironmentRecord,
  EnvironmentReferrer,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { isAgreed } from "../../core/agreed.ts";
import { faults } from "../../core/errors.ts";
import { toCardText } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { writeScope } from "../../core/variable-scope.ts";
import type { SharedReference } from "./arguments.ts";
import { Overtaken, refer, withRetries } from "./change.ts";
import type { Deps, Scope } from "./deps.ts";
import { getScope, type ScopeReads } from "./find.ts";
import { recordSharing } from "./history.ts";
import { listOthers } from "./others.ts";
import { sayWholeFirst } from "./set.ts";
import { sayScope, sayScopeFirst, sayScopes, toAuditName } from "./words.ts";

type ShareTurn = Turn<{ readonly of: SharedReference }>;

const MOST_CHARACTERS = 400;

/** Who uses whose variables, and what becomes of those that were used before. */
interface Plan {
  readonly scope: Scope;
  readonly other: Scope;
  /** What both use then. */
  readonly shared: EnvironmentRecord;
  /** Who uses that already, beside the other scope. */
  readonly users: readonly EnvironmentReferrer[];
  /** What the scope used until now; undefined for none. */
  readonly own: EnvironmentRecord | undefined;
  /** Who goes on using it. */
  readonly left: readonly EnvironmentReferrer[];
}

/** Names what is shared, and what the scope no longer has: its values may be lost with it. */
export async function askShare(turn: ShareTurn, deps: Deps): Promise<ConfirmationRequest> {
  // Who may log in where variables go can read them there, and the question names them.
  await deps.requirePower(turn.actor, "env.read", "env share");
  const plan = await deps.store.read((reads) => readPlan(turn, reads));
  const { scope, other, shared, users, left } = plan;
  const lost = listLost(plan);
  const gone = left.length === 0 ? "Deleted" : "No longer there";
  const facts = [
    { title: "Variables", value: sayNames(shared.names) },
    { title: "Also used by", value: users.map((user) => toCardText(toAuditName(user), 60)).join(", ") },
    { title: gone, value: sayNames(lost) },
  ];
  return {
    question: `Have ${sayScope(scope)} use the variables of ${sayScope(other)} from now on? A change of one is then a change for all that use them.${sayFate(plan)}`,
    label: "Share",
    target: toTarget(plan),
    facts: facts.filter(({ value }) => value !== ""),
    ...(lost.length === 0 && { tone: "makes" }),
  };
}

/** `env share <scope> <other scope>`, once it was confirmed. */
export function shareVariables(turn: ShareTurn, deps: Deps): Promise<Reply> {
  return withRetries(deps, async (tx) => {
    const plan = await holdPlan(turn, tx);
    // Between the question and this, variables and who uses them may have changed.
    if (!isAgreed(toTarget(plan), turn.confirmed)) throw faults.ENV_CHANGED();
    const { scope, other, shared, own } = plan;
    if (!(await refer(tx, scope, shared.id))) throw new Overtaken();
    const isDeleted = own !== undefined && (await tx.environments.removeUnreferred(own.id));
    await recordSharing(tx, turn, { scope, environment: shared }, "shared", {
      ...{ with: toAuditName(other), names: [...shared.names] },
      ...(isDeleted && own.names.length > 0 && { deleted: [...own.names] }),
    });
    await deps.onVariablesChanged(tx, [scope]);
    const text = `✅ ${sayWholeFirst(scope, turn)} uses the variables of ${sayScope(other)} now.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** Throws ENV_SHARE_SAME, ENV_SHARED_ALREADY, ENV_NOTHING_TO_SHARE. */
async function readPlan({ args, actor }: ShareTurn, reads: ScopeReads): Promise<Plan> {
  const scope = await getScope(args.of.scope, actor, reads);
  const other = await getScope(args.of.other, actor, reads);
  if (scope.kind === other.kind && scope.id === other.id)
    throw faults.ENV_SHARE_SAME({ scope: sayScope(scope) });
  const shared = await findEnvironment(other, reads);
  if (shared !== undefined && scope.environmentId === shared.id)
    throw faults.ENV_SHARED_ALREADY({
      ...{ scope: sayScopeFirst(scope), other: sayScope(other), part: writeScope(scope) },
    });
  if (shared === undefined || shared.names.length === 0)
    throw faults.ENV_NOTHING_TO_SHARE({ scope: sayScopeFirst(other), set: writeScope(other) });
  return {
    ...{ scope, other, shared },
    users: await listOthers(other, reads),
    own: await findEnvironment(scope, reads),
    left: await listOthers(scope, reads),
  };
}

/** The plan as it stays until the commit: whoever wants to change or remove one of the two rows waits. */
async function holdPlan(turn: ShareTurn, tx: Transaction): Promise<Plan> {
  const { shared, own } = await readPlan(turn, tx);
  // In one order, so that two who share with each other's don't wait for each other.
  const ids = [shared, own].flatMap((one) => (one === undefined ? [] : [one.id])).toSorted();
  for (const id of ids) if (!(await tx.environments.hold(id))) throw new Overtaken();
  return readPlan(turn, tx);
}

async function findEnvironment(
  { environmentId }: Scope,
  { environments }: Pick<ScopeReads, "environments">,
): Promise<EnvironmentRecord | undefined> {
  return environmentId === "" ? undefined : environments.find(environmentId);
}

function toTarget({ scope, other, shared, users, own, left }: Plan) {
  return {
    ...{ scope: scope.id, other: other.id, shared: shared.id, sharedVersion: shared.version },
    ...{ own: own?.id ?? "", ownVersion: own?.version ?? 0 },
    ...{ users: users.map(({ id }) => id), left: left.map(({ id }) => id) },
  };
}

/** The names that the scope has no longer, or no longer with its own values. */
function listLost({ own, shared, left }: Plan): readonly string[] {
  const names = own?.names ?? [];
  return left.length === 0 ? names : names.filter((name) => !shared.names.includes(name));
}

function sayFate({ own, left }: Plan): string {
  if (own === undefined || own.names.length === 0) return "";
  return left.length === 0
    ? " Its own are deleted and can't be brought back: nothing else uses them."
    : ` Its own until now stay with ${sayScopes(left)}.`;
}

function sayNames(names: readonly string[]): string {
  return toCardText(names.join(", "), MOST_CHARACTERS);
}
