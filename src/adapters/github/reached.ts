import { z } from "zod";
import { mapConcurrently } from "../../core/concurrency.ts";
import { isFault } from "../../core/errors.ts";
import type { GitHubReached, GitHubSshKey, GitHubSshKeys, ReachedRepository } from "./contract/index.ts";
import type { Reader } from "./http/reader.ts";
import { createPagedResource, type Page, type Resource } from "./http/resource.ts";
import type { Writer } from "./http/writer.ts";
import { Id } from "./records.ts";

const MOST_INSTALLATIONS = 20;
const MOST_PAGES = 5;
const PAGE_SIZE = 100;
const AT_ONCE = 5;
const ROUTE = "GET /user/installations/{installation_id}/repositories";

const RepositoryRecords: z.ZodType<readonly ReachedRepository[]> = z
  .object({
    repositories: z.array(
      z.object({
        id: Id,
        name: z.string().min(1),
        owner: z.object({ login: z.string().min(1) }),
        html_url: z.url(),
        private: z.boolean(),
      }),
    ),
  })
  .transform(({ repositories }) =>
    repositories.map(({ id, name, owner, html_url: htmlUrl, private: isPrivate }) => ({
      ...{ id, owner: owner.login, name, htmlUrl, isPrivate },
    })),
  );

const KeyRecords: z.ZodType<readonly GitHubSshKey[]> = z.array(
  z
    .object({ id: Id, key: z.string() })
    .transform(({ id, key }) => ({ id, publicKey: key.trim().split(/\s+/).slice(0, 2).join(" ") })),
);

/** Nothing of the answer is needed. */
const Anything = z.unknown().transform((): true => true);

export interface ReachedResources {
  readonly repositories: Resource<Page<ReachedRepository>>;
  readonly keys: Resource<Page<GitHubSshKey>>;
}

export function createReachedResources(): ReachedResources {
  return {
    // A page is about 20 KB.
    repositories: createPagedResource(RepositoryRecords, 200),
    keys: createPagedResource(KeyRecords, 100),
  };
}

interface InstallationList {
  readonly items: readonly ReachedRepository[];
  readonly isComplete: boolean;
}

/** Source: docs.github.com "REST API endpoints for GitHub App installations". */
export function createReached(
  reader: Reader,
  { repositories: resource }: ReachedResources,
  listInstallationIds: () => Promise<ReadonlySet<string>>,
): GitHubReached {
  const listOf = async (id: string): Promise<InstallationList> => {
    const items: ReachedRepository[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const found = await reader.find(resource, ROUTE, { installation_id: id, per_page: PAGE_SIZE, page });
      // Gone since the list of installations was read, or between two pages.
      if (found === undefined) return { items, isComplete: page === 1 };
      items.push(...found.items);
      if (!found.hasNext) return { items, isComplete: true };
    }
    return { items, isComplete: false };
  };
  const tryListOf = async (id: string): Promise<InstallationList | undefined> => {
    try {
      return await listOf(id);
    } catch (error) {
      // One organization that shuts the door says nothing about the others.
      if (isFault(error, "GITHUB_FORBIDDEN") || isFault(error, "GITHUB_SSO_REQUIRED")) return undefined;
      throw error;
    }
  };
  return {
    listRepositories: async () => {
      const ids = [...(await listInstallationIds())];
      const lists = await mapConcurrently(ids.slice(0, MOST_INSTALLATIONS), AT_ONCE, tryListOf);
      const read = lists.filter((list) => list !== undefined);
      return {
        repositories: read.flatMap(({ items }) => items).sort(byName),
        refused: lists.length - read.length,
        isComplete: ids.length <= MOST_INSTALLATIONS && read.every(({ isComplete }) => isComplete),
      };
    },
  };
}

/** Source: docs.github.com "REST API endpoints for Git SSH keys". */
export function createSshKeys(reader: Reader, writer: Writer, { keys }: ReachedResources): GitHubSshKeys {
  return {
    list: async () => {
      try {
        return await reader.findList(keys, "GET /user/keys");
      } catch (error) {
        if (isFault(error, "GITHUB_FORBIDDEN")) return undefined;
        throw error;
      }
    },
    add: ({ title, publicKey }) => writer.send(Anything, "POST /user/keys", { title, key: publicKey }),
    remove: async (id) => {
      const outcome = await writer.send(Anything, "DELETE /user/keys/{key_id}", { key_id: id });
      if (outcome.kind !== "refused" || outcome.refusal !== "missing") return outcome;
      return { kind: "done", value: true };
    },
  };
}

function byName(a: ReachedRepository, b: ReachedRepository): number {
  const [left, right] = [a, b].map(({ owner, name }) => `${owner}/${name}`.toLowerCase());
  return (left ?? "") < (right ?? "") ? -1 : 1;
}
