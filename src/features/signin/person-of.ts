import type { AsPerson, GitHubPerson } from "../../adapters/github/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { expireConnection, type ExpireDeps } from "./expire.ts";
import type { TokenKeeper } from "./token-keeper.ts";

export interface PersonOfDeps extends ExpireDeps {
  readonly tokens: TokenKeeper;
  readonly asPerson: AsPerson;
}

/**
 * Does something as a connected person. `work` is done anew from its start when GitHub refuses a token that has been
 * replaced meanwhile: of calls that must not be repeated it may hold one, as its last. A token that GitHub refuses marks
 * the connection expired, so that the next command asks for sign-in instead of failing again. Throws SIGN_IN_AGAIN.
 */
export async function asConnected<T>(
  githubUserId: string,
  work: (person: GitHubPerson) => Promise<T>,
  deps: PersonOfDeps,
): Promise<T> {
  const accessToken = await deps.tokens.accessToken(githubUserId);
  const first = await attempt(accessToken, work, deps);
  if (!isRefused(first)) return first.result;
  // A refresh or a new sign-in meanwhile ends the former token at once: that one was refused, not the person.
  const current = await deps.tokens.accessToken(githubUserId);
  const second = current === accessToken ? first : await attempt(current, work, deps);
  if (!isRefused(second)) return second.result;
  await expireConnection(githubUserId, { accessToken: current }, deps);
  throw faults.SIGN_IN_AGAIN({ cause: second.refusal });
}

type Attempt<T> = { readonly result: T } | { readonly refusal: Error };

async function attempt<T>(
  accessToken: string,
  work: (person: GitHubPerson) => Promise<T>,
  deps: PersonOfDeps,
): Promise<Attempt<T>> {
  try {
    return { result: await work(deps.asPerson(accessToken)) };
  } catch (error) {
    if (!isFault(error, "GITHUB_TOKEN_INVALID")) throw error;
    return { refusal: error };
  }
}

function isRefused<T>(tried: Attempt<T>): tried is { readonly refusal: Error } {
  return "refusal" in tried;
}
