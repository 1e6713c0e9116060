import type {
  GitHubAccount,
  GitHubApp,
  GitHubInstallation,
  GitHubPerson,
} from "../../adapters/github/contract/index.ts";
import type { ArtifactType } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { GitHubTarget } from "./target.ts";

/** What a subscription is about, as GitHub names it today. */
export interface Artifact {
  readonly type: ArtifactType;
  readonly id: string;
  readonly name: string;
  readonly htmlUrl: string;
  /** Then the asker has proven that they read something private; an account never proves that. */
  readonly isPrivate: boolean;
}

/**
 * `reached`: App and asker both reach it. `unreached`: one of them doesn't, and which one is not said:
 * whoever can type a private name must not learn from the answer that it exists.
 */
export type Reach =
  | { readonly kind: "reached"; readonly artifact: Artifact; readonly installation: GitHubInstallation }
  | { readonly kind: "unreached"; readonly account: GitHubAccount };

/** Steps 3 to 5 of the document: the account exists, the App reaches the thing, and so does the asker. */
export async function reach(target: GitHubTarget, person: GitHubPerson, app: GitHubApp): Promise<Reach> {
  const account = await getAccount(target, person);
  const found =
    target.kind === "owner"
      ? await reachAccount(account, person, app)
      : await reachRepository(target.owner, target.name, person, app);
  if (found === undefined) return { kind: "unreached", account };
  if (found.installation.suspendedAt !== undefined) {
    throw faults.GITHUB_INSTALLATION_SUSPENDED({ account: escapeMarkdown(account.login) });
  }
  return { kind: "reached", ...found };
}

/** Throws GITHUB_ACCOUNT_MISSING. */
export async function getAccount(target: GitHubTarget, person: GitHubPerson): Promise<GitHubAccount> {
  const account = await person.findAccount(target.owner);
  if (account === undefined) throw faults.GITHUB_ACCOUNT_MISSING({ owner: escapeMarkdown(target.owner) });
  return account;
}

type Found = { readonly artifact: Artifact; readonly installation: GitHubInstallation } | undefined;

async function reachAccount(account: GitHubAccount, person: GitHubPerson, app: GitHubApp): Promise<Found> {
  const installation = await app.findAccountInstallation(account);
  if (installation === undefined) return undefined;
  // A suspended installation is in nobody's list; that it is suspended is said only to who could see it otherwise.
  const reachable = await person.listInstallationIds();
  if (!reachable.has(installation.id)) return undefined;
  const artifact: Artifact = {
    type: "Account",
    id: account.id,
    name: account.login,
    htmlUrl: account.htmlUrl,
    isPrivate: false,
  };
  return { artifact, installation };
}

/**
 * The asker is asked first: what they can't see ends there, so that neither the sentence nor the time it takes tells
 * whether the App knows it.
 */
async function reachRepository(
  owner: string,
  name: string,
  person: GitHubPerson,
  app: GitHubApp,
): Promise<Found> {
  const seen = await person.findRepository(owner, name);
  if (seen === undefined) return undefined;
  const installation = await app.findRepositoryInstallation(owner, name);
  if (installation === undefined) return undefined;
  const { id, fullName, htmlUrl, isPrivate } = seen;
  const artifact = { type: "Repo", id, name: fullName, htmlUrl, isPrivate } as const;
  const found = { artifact, installation };
  if (installation.suspendedAt !== undefined) return found;
  // By id: a name can have changed hands between the two questions.
  const seenByApp = await app.asInstallation(installation.id).findRepositoryById(id);
  return seenByApp === undefined ? undefined : found;
}

/** Can this person still reach an artifact that we know by id? For taking over subscriptions. */
export async function reachesArtifact(
  artifact: {
    readonly ghArtifactType: ArtifactType;
    readonly ghArtifactId: string;
    readonly ghInstallationId: string;
  },
  person: GitHubPerson,
): Promise<boolean> {
  if (artifact.ghArtifactType === "Repo")
    return (await person.findRepositoryById(artifact.ghArtifactId)) !== undefined;
  return (await person.listInstallationIds()).has(artifact.ghInstallationId);
}
