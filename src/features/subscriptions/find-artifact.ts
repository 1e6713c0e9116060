import type { GitHubPerson } from "../../adapters/github/contract/index.ts";
import type { GitHubTarget } from "./target.ts";

/** GitHub's id of what is named, as this person sees it; undefined for what is not there or not theirs to see. */
export async function findArtifactId(
  target: GitHubTarget,
  person: GitHubPerson,
): Promise<string | undefined> {
  const account = await person.findAccount(target.owner);
  if (account === undefined || target.kind === "owner") return account?.id;
  const repository = await person.findRepository(target.owner, target.name);
  return repository?.id;
}
