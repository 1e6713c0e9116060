import type { Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { nearest } from "../../core/suggest.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { VariableReference } from "./arguments.ts";
import { readOwn, withRetries, writeOwn } from "./change.ts";
import type { Deps, Scope } from "./deps.ts";
import { getScope } from "./find.ts";
import { recordVariable } from "./history.ts";
import { sayWhole } from "./set.ts";
import { withoutVariable } from "./values.ts";
import { sayScope, sayVariable, toReference } from "./words.ts";

type UnsetTurn = Turn<{ readonly of: VariableReference }>;

/** The value is lost with it: nobody can look it up here afterwards. */
export async function askUnset(turn: UnsetTurn, deps: Deps): Promise<ConfirmationRequest> {
  const { scope: reference, variable } = turn.args.of;
  return deps.store.read(async (reads) => {
    const scope = await getScope(reference, turn.actor, reads);
    const version = await getVersion(scope, variable, reads);
    return {
      question: `Unset ${sayVariable(variable)} of ${sayScope(scope)}? Its value is deleted and can't be brought back.`,
      label: "Unset",
      target: { scope: scope.id, environment: scope.environmentId, variable, version },
    };
  });
}

/** `env unset <scope> <NAME>`, once it was confirmed. */
export function unsetVariable(turn: UnsetTurn, deps: Deps): Promise<Reply> {
  const { scope: reference, variable } = turn.args.of;
  return withRetries(deps, async (tx) => {
    const scope = await getScope(reference, turn.actor, tx);
    const version = await getVersion(scope, variable, tx);
    // Between the question and this the value can have become another one.
    if (turn.confirmed?.["version"] !== version) throw faults.ENV_CHANGED();
    const { environment, variables } = await readOwn(scope, tx);
    const written = await writeOwn(tx, scope, environment, withoutVariable(variables, variable));
    const about = { scope, environment: written.environment, variable };
    await recordVariable(tx, turn, about, { verb: "updated", did: "unset" });
    await deps.onVariablesChanged(tx, scope);
    const text = `✅ Unset ${sayVariable(variable)} of ${sayWhole(scope, turn)}.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
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
    list: escapeMarkdown(toReference(scope)),
  });
}
