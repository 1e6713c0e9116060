import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { writeScope, type ScopeReference } from "../../core/variable-scope.ts";
import { Overtaken, readOwn, refer, withRetries } from "./change.ts";
import type { Deps } from "./deps.ts";
import { getScope } from "./find.ts";
import { recordSharing } from "./history.ts";
import { listOthers } from "./others.ts";
import { sayWholeFirst } from "./set.ts";
import { sayScopeFirst, sayScopes, toAuditName } from "./words.ts";

const MOST_ON_RECORD = 10;

/** `env part <scope>`: a copy of the variables that it shares, its own from now on. No server is written: all have the same values. */
export function partVariables(turn: Turn<{ readonly scope: ScopeReference }>, deps: Deps): Promise<Reply> {
  return withRetries(deps, async (tx) => {
    const scope = await getScope(turn.args.scope, turn.actor, tx);
    const { environmentId: from } = scope;
    // From here to the commit nobody changes what is copied, and of two who part one is the last and keeps it.
    if (from !== "" && !(await tx.environments.hold(from))) throw new Overtaken();
    const others = await listOthers(scope, tx);
    if (others.length === 0)
      throw faults.ENV_NOT_SHARED({ scope: sayScopeFirst(scope), list: writeScope(scope) });
    const { variables } = await readOwn(scope, tx);
    const environment = await tx.environments.create({ teamId: scope.teamId, variables });
    if (!(await refer(tx, scope, environment.id))) throw new Overtaken();
    const names = others.slice(0, MOST_ON_RECORD).map(toAuditName);
    await recordSharing(tx, turn, { scope, environment }, "parted", { from: names });
    const text = `✅ ${sayWholeFirst(scope, turn)} has its own copy of the variables now, no longer those of ${sayScopes(others)}.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}
