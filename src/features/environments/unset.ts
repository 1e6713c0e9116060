import type { Reads } from "../../adapters/store/contract/index.ts";
import { isAgreed } from "../../core/agreed.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { nearest } from "../../core/suggest.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { writeScope } from "../../core/variable-scope.ts";
import type { VariableReference } from "./arguments.ts";
import { Overtaken, readOwn, withRetries, writeOwn } from "./change.ts";
import type { Deps, Scope } from "./deps.ts";
import { getScope, type ScopeReads } from "./find.ts";
import { recordVariable } from "./history.ts";
import { listOthers, warnOfOthers } from "./others.ts";
import { sayWhole } from "./set.ts";
import { withoutVariable } from "./values.ts";
import { sayScope, sayVariable } from "./words.ts";

type UnsetTurn = Turn<{ readonly of: VariableReference }>;

/** The value is lost with it: nobody can look it up here afterwards. */
export async function askUnset(turn: UnsetTurn, deps: Deps): Promise<ConfirmationRequest> {
  const { variable } = turn.args.of;
  const { scope, others, target } = await deps.store.read((reads) => readWanted(turn, reads));
  const question = `Unset ${sayVariable(variable)} of ${sayScope(scope)}? Its value is deleted and can't be brought back. ${warnOfOthers(others)}`;
  return { question: question.trimEnd(), label: "Unset", target };
}

/** `env unset <scope> <NAME>`, once it was confirmed. */
export function unsetVariable(turn: UnsetTurn, deps: Deps): Promise<Reply> {
  const { variable } = turn.args.of;
  return withRetries(deps, async (tx) => {
    const { scope: seen } = await readWanted(turn, tx);
    // From here to the commit nobody begins to use them, too: their servers would not be written.
    if (!(await tx.environments.hold(seen.environmentId))) throw new Overtaken();
    const { scope, others, target } = await readWanted(turn, tx);
    // Between the question and this the value can have become another one, or somebody else's, too.
    if (!isAgreed(target, turn.confirmed)) throw faults.ENV_CHANGED();
    const { environment, variables } = await readOwn(scope, tx);
    const written = await writeOwn(tx, scope, environment, withoutVariable(variables, variable));
    const about = { scope, environment: written.environment, variable };
    await recordVariable(tx, turn, about, { verb: "updated", did: "unset" });
    await deps.onVariablesChanged(tx, [scope, ...others]);
    const text = `✅ Unset ${sayVariable(variable)} of ${sayWhole(scope, turn)}. ${warnOfOthers(others)}`;
    return deps.record(tx, turn, reply.toAsker({ text: text.trimEnd() }));
  });
}

/** What is to be unset, and what that is bound to. */
async function readWanted({ args, actor }: UnsetTurn, reads: ScopeReads) {
  const { scope: reference, variable } = args.of;
  const scope = await getScope(reference, actor, reads);
  const version = await getVersion(scope, variable, reads);
  const others = await listOthers(scope, reads);
  const { id, environmentId: environment } = scope;
  const target = { scope: id, environment, variable, version, others: others.map((one) => one.id) };
  return { scope, others, target };
}

/** Of the environment that has the variable. Throws ENV_VARIABLE_UNKNOWN. */
export async function getVersion(
  scope: Scope,
  variable: string,
  { environments }: Pick<Reads, "environments">,
): Promise<number> {
  const environment = scope.environmentId === "" ? undefined : await environments.find(scope.environmentId);
  if (environment?.names.includes(variable) === true) return environment.version;
  throw faults.ENV_VARIABLE_UNKNOWN({
    scope: sayScope(scope),
    name: variable,
    suggestion: nearest(variable, environment?.names ?? []) ?? "",
    list: writeScope(scope),
  });
}
