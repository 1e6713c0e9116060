import type { EnvironmentRecord, Transaction, Variables } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Deps, Scope } from "./deps.ts";

const ATTEMPTS = 5;

/** Somebody changed it at the same moment. */
export class Overtaken extends Error {}

/** Runs a change of variables again, from the start, as often as somebody else was quicker. Throws STORE_BUSY. */
export async function withRetries<T>(
  { store }: Pick<Deps, "store">,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.transaction(work);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (attempt === ATTEMPTS) throw faults.STORE_BUSY({ cause: error });
    }
  }
}

/** The variables of a scope, and the row that has them; none where it refers to none. */
export async function readOwn(
  { environmentId }: Scope,
  { environments }: Pick<Transaction, "environments">,
): Promise<{ readonly environment: EnvironmentRecord | undefined; readonly variables: Variables }> {
  if (environmentId === "") return { environment: undefined, variables: {} };
  const environment = await environments.find(environmentId);
  const variables = environment && (await environments.findVariables(environmentId));
  return { environment, variables: variables ?? {} };
}

/** Writes the variables of a scope; the first time makes the row and refers to it. For use within `withRetries`. */
export async function writeOwn(
  tx: Transaction,
  scope: Scope,
  environment: EnvironmentRecord | undefined,
  variables: Variables,
): Promise<{ readonly environment: EnvironmentRecord; readonly isNew: boolean }> {
  if (environment !== undefined) {
    const changed = await tx.environments.setVariables(environment.id, environment.version, variables);
    // Others may use that row, too: a scope that no longer does must not change it.
    if (changed === undefined || !(await refer(tx, scope, environment.id))) throw new Overtaken();
    return { environment: changed, isNew: false };
  }
  const made = await tx.environments.create({ teamId: scope.teamId, variables });
  if (!(await refer(tx, scope, made.id))) throw new Overtaken();
  return { environment: made, isNew: true };
}

/** Has a scope use another row, if it still uses the one that was seen. */
export function refer(
  tx: Transaction,
  { kind, id, environmentId: from }: Scope,
  to: string,
): Promise<boolean> {
  const repositories = { team: tx.teams, cloud: tx.clouds, server: tx.servers, project: tx.projects };
  return repositories[kind].setEnvironment(id, from, to);
}
