import type { GitHubApp, GitHubPerson } from "../../adapters/github/contract/index.ts";
import type { MatchedSubscription, Store } from "../../adapters/store/contract/index.ts";
import { isFault } from "../../core/errors.ts";
import { reachesArtifact } from "./reach.ts";

export interface RefusalProofDeps {
  readonly store: Pick<Store, "read">;
  readonly app: Pick<GitHubApp, "findInstallation" | "asInstallation">;
  readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
  readonly clientAppId: string;
}

/**
 * GitHub refused the creator of a subscription this repository. Is it them who lost it? A person's token reaches what
 * person and App reach: while the App itself is suspended, gone or shut out, the refusal says nothing of the person. Of
 * an owner's subscription it is the owner that they must have lost, not one repository. False too where GitHub can't say.
 */
export async function isRefusalProof(
  subscription: MatchedSubscription,
  repositoryId: string,
  deps: RefusalProofDeps,
): Promise<boolean> {
  try {
    const ghInstallationId = await findInstallationId(subscription, repositoryId, deps);
    if (ghInstallationId === undefined) return false;
    if (subscription.ghArtifactType === "Repo") return true;
    const artifact = { ...subscription, ghInstallationId };
    return !(await deps.asConnected(subscription.chatOpsUsersId, (person) =>
      reachesArtifact(artifact, person),
    ));
  } catch (error) {
    if (isFault(error)) return false;
    throw error;
  }
}

/** Of the App's installation, if it works and reaches the repository. */
async function findInstallationId(
  subscription: MatchedSubscription,
  repositoryId: string,
  { store, app, clientAppId }: RefusalProofDeps,
): Promise<string | undefined> {
  const known = await store.read((reads) => reads.installations.find(subscription.chatOpsInstallationsId));
  if (known?.clientAppId !== clientAppId) return undefined;
  const installation = await app.findInstallation(known.ghInstallationId);
  if (installation === undefined || installation.suspendedAt !== undefined) return undefined;
  const repository = await app.asInstallation(installation.id).findRepositoryById(repositoryId);
  return repository === undefined ? undefined : installation.id;
}
