import { faults } from "../../core/errors.ts";
import type { ListedRepository } from "./contract/index.ts";
import type { Reader } from "./http/reader.ts";
import type { RepositoryPage } from "./records.ts";
import type { Resources } from "./resources.ts";

const ROUTE = "GET /installation/repositories";
const PAGE_SIZE = 100;

/**
 * The first page tells how many there are; the others are asked for at once. Each is conditional by itself. Source:
 * docs.github.com "REST API endpoints for GitHub App installations".
 */
export async function listRepositories(
  reader: Reader,
  resources: Pick<Resources, "repositoryPages">,
  mostPages: number,
): Promise<readonly ListedRepository[] | undefined> {
  const read = (page: number): Promise<RepositoryPage | undefined> =>
    reader.find(resources.repositoryPages, ROUTE, { per_page: PAGE_SIZE, page });
  const first = await read(1);
  if (first === undefined) return [];
  const pages = Math.ceil(first.total / PAGE_SIZE);
  if (pages > mostPages) return undefined;
  const rest = await Promise.all(
    Array.from({ length: Math.max(0, pages - 1) }, (_, index) => read(index + 2)),
  );
  return [first, ...rest].flatMap((page) => {
    // Gone between two pages: what was read so far is not the list.
    if (page === undefined) throw faults.GITHUB_UNREACHABLE();
    return page.repositories;
  });
}
