import type { NamedWorkScope } from "../../adapters/github/contract/index.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./feature-deps.ts";

/** Each is a question to GitHub. */
const MOST_SCOPES = 15;
const MOST_TRACKED = 100;

export interface Scopes {
  readonly asked: readonly NamedWorkScope[];
  /** How many are left out. */
  readonly left: number;
}

/**
 * Where a feature is looked for: what the conversation is subscribed to, and in a 1:1 chat what its person tracks, too: names of
 * tracked repositories may be private.
 */
export async function listScopes(
  { actor, place }: TurnContext,
  { store, clientAppId }: Deps,
): Promise<Scopes> {
  const { channelId, teamId, type } = place.reference;
  const { subscriptions, tracked } = await store.read(async (reads) => ({
    subscriptions: await reads.subscriptions.listForChannel(clientAppId, channelId, teamId),
    tracked:
      type === "personal" ? await reads.trackedRepositories.list(actor.userId, { limit: MOST_TRACKED }) : [],
  }));
  const scopes = [
    ...subscriptions
      .filter(({ state }) => state !== "lost")
      .map(({ ghArtifactType, ghArtifactName: name }): NamedWorkScope =>
        ghArtifactType === "Account" ? { kind: "owner", login: name } : toRepository(name),
      ),
    ...tracked.map(({ owner, name }): NamedWorkScope => ({ kind: "repository", owner, name })),
  ];
  const all = [...new Map(scopes.map((scope) => [nameOf(scope).toLowerCase(), scope])).values()];
  return { asked: all.slice(0, MOST_SCOPES), left: Math.max(0, all.length - MOST_SCOPES) };
}

function toRepository(fullName: string): NamedWorkScope {
  const [owner = "", name = ""] = fullName.split("/");
  return { kind: "repository", owner, name };
}

/** `octo/hello`, or `octo` for all of an owner's. */
export function nameOf(scope: NamedWorkScope): string {
  return scope.kind === "owner" ? scope.login : `${scope.owner}/${scope.name}`;
}
