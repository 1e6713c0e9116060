import type { GitHubNamedWork, NamedPull, NamedWork, NamedWorkScope } from "../contract/named-work.ts";
import { askGraphql, toNothing, type GraphqlDeps } from "../http/graphql.ts";
import type { Credential } from "../http/reader.ts";
import { NamedWorkAnswer } from "./answer.ts";

/** Of branches and of pull requests each. */
const MOST = 20;

const FRAGMENTS = `
fragment Checks on Commit {
  statusCheckRollup {
    state
    contexts(first: 20) {
      nodes { ... on CheckRun { name conclusion detailsUrl } ... on StatusContext { context state targetUrl } }
    }
  }
}
fragment Named on PullRequest {
  number title url state isDraft headRefName
  author { login }
  repository { nameWithOwner }
  commits(last: 1) { nodes { commit { ...Checks } } }
}`;

const IN_REPOSITORY = `query NamedWork($owner: String!, $name: String!, $text: String!, $search: String!, $most: Int!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner url
    refs(refPrefix: "refs/heads/", query: $text, first: $most) {
      totalCount
      nodes { name target { ...Checks } associatedPullRequests(first: 3) { nodes { ...Named } } }
    }
  }
  search(type: ISSUE, query: $search, first: $most) { issueCount nodes { ...Named } }
}${FRAGMENTS}`;

const OF_OWNER = `query NamedWorkOfOwner($search: String!, $most: Int!) {
  search(type: ISSUE, query: $search, first: $most) { issueCount nodes { ...Named } }
}${FRAGMENTS}`;

/** Source: docs.github.com/graphql, "Repository" (refs) and "search". Throws what `askGraphql` throws. */
export function createNamedWork(credential: Credential, deps: GraphqlDeps): GitHubNamedWork {
  return {
    find: async (scope, text) => {
      const isRepository = scope.kind === "repository";
      const variables = { search: toSearch(scope, text), most: MOST };
      const { data, errors } = await askGraphql(
        {
          query: isRepository ? IN_REPOSITORY : OF_OWNER,
          variables: isRepository ? { ...variables, owner: scope.owner, name: scope.name, text } : variables,
        },
        NamedWorkAnswer,
        credential,
        deps,
      );
      const { repository, search } = data?.data ?? {};
      const isMissing = isRepository && repository === null;
      if (isMissing && errors.every((type) => type === "NOT_FOUND")) return undefined;
      // Of checks that the App may not see there is null beside an error each: the rest is as good as ever.
      if (!search || (isRepository && !repository)) throw await toNothing(errors, credential, deps);
      return toNamedWork({ repository, search });
    },
  };
}

/** Quoted, so that nothing of the text is a word of the search's own. */
function toSearch(scope: NamedWorkScope, text: string): string {
  const where = scope.kind === "repository" ? `repo:${scope.owner}/${scope.name}` : `user:${scope.login}`;
  return `"${text.replace(/["\\]/g, "")}" in:title type:pr ${where} sort:updated-desc`;
}

function toNamedWork({ repository, search }: NonNullable<NamedWorkAnswer["data"]>): NamedWork {
  const refs = (repository?.refs?.nodes ?? []).filter((ref) => ref !== null);
  const branches = refs.map(({ name, target: checks }) => ({
    ...{ repository: repository?.nameWithOwner ?? "", name, checks },
    htmlUrl: `${repository?.url ?? ""}/tree/${name.split("/").map(encodeURIComponent).join("/")}`,
  }));
  const pulls = [...(search?.nodes ?? []), ...refs.flatMap((ref) => ref.associatedPullRequests?.nodes ?? [])];
  const known = new Map<string, NamedPull>();
  for (const pull of pulls) if (pull) known.set(`${pull.repository}#${String(pull.number)}`, pull);
  const isComplete = (repository?.refs?.totalCount ?? 0) <= MOST && (search?.issueCount ?? 0) <= MOST;
  return { branches, pulls: [...known.values()], isComplete };
}
