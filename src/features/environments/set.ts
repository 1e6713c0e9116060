import { reply, type Reply } from "../../core/reply.ts";
import { Fault } from "../../core/fault.ts";
import type { ActionTurn, Turn } from "../../core/turn.ts";
import { getVariableName, type VariableReference } from "./arguments.ts";
import { readOwn, withRetries, writeOwn } from "./change.ts";
import type { Deps, Scope } from "./deps.ts";
import { getScope, getScopeById, getTeam } from "./find.ts";
import { offerForm, toFormCard, type FormData, type FormTarget } from "./form.ts";
import { recordVariable } from "./history.ts";
import { listOthers, warnOfOthers } from "./others.ts";
import { checkValue, valueOf, withVariable } from "./values.ts";
import { sayScope, sayScopeFirst, sayVariable } from "./words.ts";

/**
 * `env set <scope> <NAME>`: asks for the value where nobody reads along. In a 1:1 chat the form is a card, for clients without
 * dialogs.
 */
export async function askValue(turn: Turn<{ readonly of: VariableReference }>, deps: Deps): Promise<Reply> {
  const { scope: reference, variable } = turn.args.of;
  const { scope, others } = await deps.store.read(async (reads) => {
    const found = await getScope(reference, turn.actor, reads);
    return { scope: found, others: await listOthers(found, reads) };
  });
  if (turn.place.reference.type !== "personal") return reply.toAsker(offerForm(scope, variable, others));
  return showForm({ scope, variable, form: "card" }, deps);
}

/** The button: the form as a dialog. */
export async function openForm(turn: ActionTurn<FormTarget>, deps: Deps): Promise<Reply> {
  const { kind, id, variable } = turn.data;
  const scope = await deps.store.read((reads) => getScopeById(kind, id, turn.actor, reads));
  return showForm({ scope, variable: getVariableName(variable), form: "dialog" }, deps);
}

async function showForm(
  shown: { readonly scope: Scope; readonly variable: string; readonly form: FormData["form"] },
  deps: Deps,
): Promise<Reply> {
  const { scope, variable } = shown;
  const { names, others } = await deps.store.read(async (reads) => {
    const environment =
      scope.environmentId === "" ? undefined : await reads.environments.find(scope.environmentId);
    return { names: environment?.names ?? [], others: await listOthers(scope, reads) };
  });
  const content = toFormCard({ ...shown, isThere: names.includes(variable), others, note: "" });
  return shown.form === "dialog" ? reply.dialog(content.summary, content) : reply.toAsker(content);
}

/** The form was sent. The same value again changes nothing. */
export async function saveValue(turn: ActionTurn<FormData>, deps: Deps): Promise<Reply> {
  const { kind, id, variable: typed, secretValue: value, form } = turn.data;
  const variable = getVariableName(typed);
  try {
    checkValue(value);
    return await withRetries(deps, async (tx) => {
      const scope = await getScopeById(kind, id, turn.actor, tx);
      const { environment, variables } = await readOwn(scope, tx);
      const before = valueOf(variables, variable);
      const which = `${sayVariable(variable)} of ${sayWhole(scope, turn)}`;
      if (before === value) return deps.record(tx, turn, toAnswer(form, `${which} has that value already.`));
      const changed = withVariable(variables, variable, value);
      const written = await writeOwn(tx, scope, environment, changed);
      await recordVariable(
        tx,
        turn,
        { scope, environment: written.environment, variable },
        { verb: written.isNew ? "created" : "updated", did: before === undefined ? "set" : "replaced" },
      );
      const others = await listOthers({ ...scope, environmentId: written.environment.id }, tx);
      await deps.onVariablesChanged(tx, [scope, ...others]);
      const done = `✅ ${before === undefined ? "Set" : "Replaced"} ${which}. ${warnOfOthers(others)}`;
      return deps.record(tx, turn, toAnswer(form, done.trimEnd()));
    });
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== "input" || form === "card") throw error;
    return showAgain(turn, variable, error, deps);
  }
}

/** A dialog that is answered with a sentence is closed: the form comes again with it. */
async function showAgain(
  { actor, data }: ActionTurn<FormData>,
  variable: string,
  { sentence }: Fault,
  deps: Deps,
): Promise<Reply> {
  const { scope, others } = await deps.store.read(async (reads) => {
    const found = await getScopeById(data.kind, data.id, actor, reads);
    return { scope: found, others: await listOthers(found, reads) };
  });
  const note = `⚠️ ${sentence.replace(/`/g, '"')}`;
  const content = toFormCard({ scope, variable, form: "dialog", isThere: false, others, note });
  return reply.dialog(content.summary, content);
}

/** A form that was a card goes with what was typed into it. */
function toAnswer(form: FormData["form"], text: string): Reply {
  if (form === "dialog") return reply.toAsker({ text });
  return reply.replaceCard("environments/done", { text }, text);
}

/** "cloud **do-main** of team **Platform**"; "team **Platform**". */
export function sayWhole(scope: Scope, { actor }: Pick<ActionTurn<unknown>, "actor">): string {
  return scope.kind === "team" ? sayScope(scope) : `${sayScope(scope)} of team **${getTeam(actor).name}**`;
}

/** The same where a sentence begins. */
export function sayWholeFirst(scope: Scope, { actor }: Pick<ActionTurn<unknown>, "actor">): string {
  return scope.kind === "team"
    ? sayScopeFirst(scope)
    : `${sayScopeFirst(scope)} of team **${getTeam(actor).name}**`;
}
