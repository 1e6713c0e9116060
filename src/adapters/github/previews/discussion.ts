import { faults } from "../../../core/errors.ts";
import type { RepositoryPath } from "../contract/collaboration.ts";
import type { GitHubPreview } from "../contract/previews.ts";
import { findCommonFault, readFailure } from "../http/errors.ts";
import type { Credential, ReaderDeps } from "../http/reader.ts";
import { DiscussionPreview } from "./records.ts";

const QUERY = `query DiscussionPreview($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    discussion(number: $number) {
      number title url createdAt body closed
      author { login }
      category { name }
      answer { id }
      comments { totalCount }
    }
  }
}`;

export type FindDiscussion = (
  repository: RepositoryPath,
  number: number,
) => Promise<GitHubPreview | undefined>;

/** Discussions are read by GraphQL alone. Source: docs.github.com/graphql, "discussion". */
export function createFindDiscussion(
  credential: Credential,
  deps: ReaderDeps & { readonly graphqlUrl: string },
): FindDiscussion {
  return async ({ owner, name }, number) => {
    const variables = { owner, name, number };
    let data: unknown;
    try {
      ({ data } = await credential.send(`POST ${deps.graphqlUrl}`, { query: QUERY, variables }));
    } catch (error) {
      const failure = readFailure(error, deps.clock.now());
      if (failure === undefined) throw error;
      if (failure.kind === "unauthorized") throw await credential.refused();
      throw findCommonFault(failure) ?? faults.GITHUB_UNREACHABLE();
    }
    const answer = DiscussionPreview.safeParse(data);
    if (answer.success) return answer.data;
    deps.log.warn({ fields: answer.error.issues.map(({ path }) => path.join(".")) }, "github answered oddly");
    throw faults.GITHUB_UNREACHABLE();
  };
}
