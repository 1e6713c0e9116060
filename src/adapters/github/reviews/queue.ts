import type { GitHubReviewQueue } from "../contract/review-queue.ts";
import { askGraphql, toNothing, type GraphqlDeps } from "../http/graphql.ts";
import type { Credential } from "../http/reader.ts";
import { SearchAnswer } from "./answer.ts";
import { toSearch } from "./search.ts";

/** Enough to leave some out and still fill a card. */
const MOST = 50;
const MOST_REVIEWERS = 10;

const QUERY = `query OpenPulls($search: String!, $most: Int!, $reviewers: Int!) {
  search(type: ISSUE, query: $search, first: $most) {
    issueCount
    nodes {
      ... on PullRequest {
        number title url state isDraft createdAt reviewDecision
        author { login }
        repository { nameWithOwner }
        latestOpinionatedReviews(first: $reviewers) { nodes { state } }
        reviewRequests(first: $reviewers) {
          nodes { requestedReviewer { ... on User { login } ... on Mannequin { login } ... on Team { combinedSlug } } }
        }
        commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
      }
    }
  }
}`;

export interface ReviewQueueDeps extends GraphqlDeps {
  readonly webUrl: string;
}

/**
 * Lists with one GraphQL query, which REST would need two calls a pull request for. Throws what the credential throws for
 * 401 and 403, GITHUB_SSO_REQUIRED, GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED. Source: docs.github.com/graphql, "search".
 */
export function createReviewQueue(credential: Credential, deps: ReviewQueueDeps): GitHubReviewQueue {
  return {
    listOpen: async (wanted) => {
      const search = toSearch(wanted);
      const { issueCount, nodes } = await ask(search, credential, deps);
      const listed = nodes ?? [];
      // The index that is searched lags behind.
      const pulls = listed.flatMap((pull) => (pull?.isOpen === true ? [pull.pull] : []));
      const total = issueCount - (listed.length - pulls.length);
      return { pulls, total, htmlUrl: `${deps.webUrl}/pulls?q=${encodeURIComponent(search)}` };
    },
  };
}

type Found = NonNullable<NonNullable<NonNullable<ReturnType<typeof SearchAnswer.parse>["data"]>["search"]>>;

async function ask(search: string, credential: Credential, deps: ReviewQueueDeps): Promise<Found> {
  const variables = { search, most: MOST, reviewers: MOST_REVIEWERS };
  const { data, errors } = await askGraphql({ query: QUERY, variables }, SearchAnswer, credential, deps);
  // Parts that the App may not see (checks, teams) come as null beside an error each: the rest is as good as ever.
  const found = data?.data?.search ?? undefined;
  if (found === undefined) throw await toNothing(errors, credential, deps);
  return found;
}

/** Where GraphQL is, beside REST: GitHub Enterprise Server has it without the version. */
export function toGraphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3$/, "")}/graphql`;
}
