import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn } from "../../core/turn.ts";
import { writeScope } from "../../core/variable-scope.ts";
import { getVariableName, type VariableReference } from "./arguments.ts";
import { readOwn } from "./change.ts";
import type { Deps, Scope } from "./deps.ts";
import { getScope, getScopeById } from "./find.ts";
import type { FormTarget } from "./form.ts";
import { recordVariable } from "./history.ts";
import { getVersion } from "./unset.ts";
import { valueOf } from "./values.ts";
import { sayScope, sayVariable } from "./words.ts";

/** `env show <scope> <NAME>`: a button, whose dialog shows the value. A message would keep it. */
export async function offerReveal(
  turn: Turn<{ readonly of: VariableReference }>,
  deps: Deps,
): Promise<Reply> {
  const { scope: reference, variable } = turn.args.of;
  const scope = await deps.store.read(async (reads) => {
    const found = await getScope(reference, turn.actor, reads);
    await getVersion(found, variable, reads);
    return found;
  });
  const title = `${sayVariable(variable)} of ${sayScope(scope)}`;
  return reply.toAsker({
    card: "environments/offer",
    data: {
      ...{ title, kind: scope.kind, id: scope.id, variable, verb: "env.reveal", button: "Show the value…" },
      note: "It is shown to you alone, and that you looked is on record.",
    },
    summary: `Show ${variable} of ${writeScope(scope)}`,
  });
}

/** The button: the value, in a dialog that is written down nowhere, and the record of it. */
export async function revealValue(turn: ActionTurn<FormTarget>, deps: Deps): Promise<Reply> {
  // A card can be carried to where others look over shoulders.
  if (turn.place.reference.type !== "personal")
    throw faults.WRONG_PLACE({ command: "env show", places: "a 1:1 chat with me" });
  const { kind, id } = turn.data;
  const variable = getVariableName(turn.data.variable);
  return deps.store.transaction(async (tx) => {
    const scope = await getScopeById(kind, id, turn.actor, tx);
    await getVersion(scope, variable, tx);
    const { environment, variables } = await readOwn(scope, tx);
    if (environment === undefined) throw faults.ENV_CHANGED();
    await recordVariable(tx, turn, { scope, environment, variable }, { verb: "revealed" });
    return deps.record(tx, turn, toDialog(scope, variable, valueOf(variables, variable) ?? ""));
  });
}

function toDialog(scope: Scope, variable: string, value: string): Reply {
  const title = `${sayVariable(variable)} of ${sayScope(scope)}`;
  const summary = `${variable} of ${writeScope(scope)}`;
  const content = { card: "environments/value", data: { title, value }, summary };
  const late = { text: "That took too long to be shown. Press the button again." };
  return reply.secretDialog(summary, content, late);
}
