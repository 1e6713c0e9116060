import type {
  GitHubApp,
  GitHubInstallation,
  GitHubInstallationReader,
  ListedRepository,
} from "../../adapters/github/contract/index.ts";
import type { ListedSubscription } from "../../adapters/store/contract/index.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import { Fault } from "../../core/fault.ts";
import type { SubscriptionDeps } from "./deps.ts";

type Deps = Pick<SubscriptionDeps["subscriptions"], "app" | "log">;

/** What of a subscription may be shown here, and how GitHub has it now. */
export type Seen = { readonly row: ListedSubscription } & (
  | {
      readonly kind: "shown";
      readonly name: string;
      readonly htmlUrl: string;
      readonly installation: GitHubInstallation;
    }
  /** Its name as last known: GitHub tells a suspended App nothing. */
  | { readonly kind: "suspended"; readonly name: string; readonly installation: GitHubInstallation }
  /** Its name as last known: GitHub being away must not empty a list. */
  | { readonly kind: "unknown"; readonly name: string; readonly fault: string }
  /** The App can't reach it any more: not even its name is told. */
  | { readonly kind: "hidden" }
);

/** Calls to GitHub at once. */
const CONCURRENCY = 10;

/**
 * How GitHub has these subscriptions now, in their order. The repositories of an installation are read as a list, and
 * what isn't in it by itself: details by id as the installation, access as the App, because a public repository is
 * readable even when the App lost it.
 */
export async function see(rows: readonly ListedSubscription[], deps: Deps): Promise<readonly Seen[]> {
  const live = rows.filter((row) => row.state !== "lost" && !row.installationDeleted);
  const groups = [...Map.groupBy(live, (row) => row.ghInstallationId)];
  const seen = await mapConcurrently(groups, CONCURRENCY, ([id, own]) => seeInstallation(id, own, deps));
  const byId = new Map(seen.flat().map((one) => [one.row.id, one]));
  return rows.map((row) => byId.get(row.id) ?? { row, kind: "hidden" });
}

async function seeInstallation(
  ghInstallationId: string,
  rows: readonly ListedSubscription[],
  deps: Deps,
): Promise<readonly Seen[]> {
  const installation = await orFault(deps.app.findInstallation(ghInstallationId), deps);
  if (installation instanceof Fault) return rows.map((row) => asLastKnown(row, installation));
  if (installation === undefined) return rows.map((row) => ({ row, kind: "hidden" }));
  if (installation.suspendedAt !== undefined)
    return rows.map((row) => ({ row, kind: "suspended", name: row.ghArtifactName, installation }));
  const reader = deps.app.asInstallation(installation.id);
  const listed = await orFault(list(rows, reader), deps);
  if (listed instanceof Fault) return rows.map((row) => asLastKnown(row, listed));
  return mapConcurrently(rows, CONCURRENCY, async (row) => {
    const found = await orFault(findArtifact(row, installation, { listed, reader, app: deps.app }), deps);
    if (found instanceof Fault) return asLastKnown(row, found);
    return found === undefined ? { row, kind: "hidden" } : { row, kind: "shown", ...found, installation };
  });
}

/** Of an installation with more pages than repositories that are asked for, nothing: those are read one by one. */
async function list(
  rows: readonly ListedSubscription[],
  reader: GitHubInstallationReader,
): Promise<readonly ListedRepository[]> {
  const repositories = rows.filter((row) => row.ghArtifactType === "Repo");
  if (repositories.length === 0) return [];
  return (await reader.listRepositories({ mostPages: repositories.length })) ?? [];
}

interface Named {
  readonly name: string;
  readonly htmlUrl: string;
}

interface Sources {
  readonly listed: readonly ListedRepository[];
  readonly reader: GitHubInstallationReader;
  readonly app: GitHubApp;
}

async function findArtifact(
  row: ListedSubscription,
  installation: GitHubInstallation,
  sources: Sources,
): Promise<Named | undefined> {
  if (row.ghArtifactType === "Account") return findAccount(row, installation, sources);
  const listed = sources.listed.find((one) => one.id === row.ghArtifactId);
  if (listed !== undefined) return { name: listed.fullName, htmlUrl: listed.htmlUrl };
  const repository = await sources.reader.findRepositoryById(row.ghArtifactId);
  const [owner, name] = repository?.fullName.split("/") ?? [];
  if (repository === undefined || owner === undefined || name === undefined) return undefined;
  const reaching = await sources.app.findRepositoryInstallation(owner, name);
  if (reaching?.id !== installation.id) return undefined;
  return { name: repository.fullName, htmlUrl: repository.htmlUrl };
}

async function findAccount(
  row: ListedSubscription,
  installation: GitHubInstallation,
  { listed, reader }: Sources,
): Promise<Named | undefined> {
  if (installation.accountId !== row.ghArtifactId) return undefined;
  const owner = listed.find((one) => one.owner.id === row.ghArtifactId)?.owner;
  const account = owner ?? (await reader.findAccountById(row.ghArtifactId));
  return account?.id === row.ghArtifactId ? { name: account.login, htmlUrl: account.htmlUrl } : undefined;
}

function asLastKnown(row: ListedSubscription, fault: Fault): Seen {
  return { row, kind: "unknown", name: row.ghArtifactName, fault: fault.code };
}

async function orFault<T>(call: Promise<T>, deps: Deps): Promise<T | Fault> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    deps.log.info({ code: error.code }, "subscription listed by its last-known name");
    return error;
  }
}
