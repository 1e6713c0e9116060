import type { Git, GitRepository } from "../adapters/git/contract/index.ts";
import type { GitHubPerson, ParseGitHubTarget } from "../adapters/github/contract/index.ts";
import type { KeyPairOwner, Store, Transaction } from "../adapters/store/contract/index.ts";
import { faults, isFault } from "../core/errors.ts";
import type { Fault } from "../core/fault.ts";
import { escapeMarkdown } from "../core/markdown.ts";
import type { Reply } from "../core/reply.ts";
import type { LinkedGitHub, TurnContext } from "../core/turn.ts";
import type { CloneAccess } from "../features/mirrors/access.ts";
import { queueMirrors } from "../features/mirrors/job.ts";
import { toTokenName } from "../features/mirrors/token-name.ts";
import type { Inspected, ProjectDeps } from "../features/projects/deps.ts";

export interface ProjectPartsFrom {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly mirrors: {
    readonly git: Git;
    readonly listAccess: (url: string, owner: KeyPairOwner) => Promise<readonly CloneAccess[]>;
  };
  /** `https://github.com` */
  readonly webUrl: string;
  /** Is there an App? */
  readonly hasGitHub: boolean;
  readonly parseTarget: ParseGitHubTarget;
  readonly findGitHub: (userId: string) => Promise<LinkedGitHub | undefined>;
  /** `id` is chatopsgithubuser.id. */
  readonly asConnected: <T>(id: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  readonly deployProject: ProjectDeps["projects"]["deployProject"];
}

interface Place extends Pick<Inspected, "vcs" | "ghRepoId"> {
  readonly repository: GitRepository;
  /** May the App's own access be used for whoever asks? */
  readonly mayUseApp: boolean;
  /** What is said where no way leads there. */
  readonly missing: () => Fault;
}

const SHORT = /^[\w.-]+\/[\w.-]+$/;

/** Joins projects to git, GitHub and mirrors. */
export function createProjectParts(from: ProjectPartsFrom): ProjectDeps {
  const { store, record, wakeJobs } = from;
  return {
    projects: {
      ...{ store, record },
      inspect: (turn, asked) => inspect(turn, asked, from),
      copy: async (tx, { teamId, repositoryUrl, acquire }) => {
        if (acquire !== "archive") return;
        const owner = { ownerType: "team", ownerId: teamId } as const;
        const jobs = await queueMirrors(tx, owner, [repositoryUrl], { reason: "tracked" });
        tx.afterCommit(() => {
          wakeJobs(jobs);
        });
      },
      deployProject: from.deployProject,
    },
  };
}

async function inspect(
  turn: TurnContext,
  { typed, ref }: { readonly typed: string; readonly ref: string },
  from: ProjectPartsFrom,
): Promise<Inspected> {
  const { git, listAccess } = from.mirrors;
  const { repository, vcs, ghRepoId, mayUseApp, missing } = await findPlace(turn, typed, from);
  const { id: ownerId = "" } = turn.actor.team ?? {};
  const ways = await listAccess(repository.id, { ownerType: "team", ownerId });
  for (const access of ways.filter(({ way }) => mayUseApp || way !== "app")) {
    const by = { credential: access.credential, signal: turn.signal };
    const at = git.parseUrl(access.url);
    const head = await findHead(git, at, by);
    if (head === undefined) continue;
    if (ref !== "" && !(await git.hasRemoteRef(at, by, ref)))
      throw faults.GIT_REF_UNKNOWN({
        repository: nameOf(repository),
        ref: escapeMarkdown(ref),
        suggestion: "",
      });
    return { url: repository.id, vcs, ghRepoId, way: access.way, head };
  }
  throw missing();
}

/** Undefined where it isn't let in; `''` for a repository without commits. */
async function findHead(
  git: Git,
  repository: GitRepository,
  by: Pick<CloneAccess, "credential"> & { readonly signal: AbortSignal },
): Promise<string | undefined> {
  try {
    return (await git.findHead(repository, by)) ?? "";
  } catch (error) {
    if (isFault(error, "GIT_REPOSITORY_UNREACHABLE")) return undefined;
    throw error;
  }
}

/**
 * What was typed, as git and GitHub know it. The App may read more than the person who asks: it does so only for whom GitHub
 * shows the repository to. What is missing, and what is private to them, get one sentence.
 */
async function findPlace({ actor }: TurnContext, typed: string, from: ProjectPartsFrom): Promise<Place> {
  const { git } = from.mirrors;
  const repository = readRepository(typed, from);
  const isAtGitHub = from.hasGitHub && new URL(repository.id).host === new URL(from.webUrl).host;
  if (!isAtGitHub) {
    const team = escapeMarkdown(actor.team?.name ?? "");
    const told = { repository: nameOf(repository), team };
    const missing = (): Fault =>
      repository.scheme === "ssh"
        ? faults.PROJECT_NEEDS_KEY(told)
        : faults.PROJECT_NEEDS_TOKEN({ ...told, variable: toTokenName(repository) });
    return { repository, vcs: "git", ghRepoId: "", mayUseApp: false, missing };
  }
  const { owner, name } = repository;
  const link = await from.findGitHub(actor.userId);
  const seen = link && (await from.asConnected(link.id, (person) => person.findRepository(owner, name)));
  const missing = (): Fault =>
    link === undefined
      ? faults.SIGN_IN_NEEDED()
      : faults.PROJECT_REPOSITORY_UNSEEN({ repository: escapeMarkdown(`${owner}/${name}`) });
  if (seen === undefined) return { repository, vcs: "github", ghRepoId: "", mayUseApp: false, missing };
  // As GitHub spells it today, whatever it was called or typed.
  const today = git.parseUrl(seen.htmlUrl);
  return { repository: today, vcs: "github", ghRepoId: seen.id, mayUseApp: true, missing };
}

/** An address, `octo/hello`, or a page of a repository at GitHub. Throws GIT_URL_MALFORMED, and what `parseTarget` throws. */
function readRepository(
  typed: string,
  { mirrors: { git }, webUrl, parseTarget }: ProjectPartsFrom,
): GitRepository {
  try {
    if (!SHORT.test(typed)) return git.parseUrl(typed);
  } catch (error) {
    if (!isFault(error, "GIT_URL_MALFORMED") || URL.parse(typed)?.host !== new URL(webUrl).host) throw error;
  }
  const target = parseTarget(typed);
  if (target.kind === "owner") throw faults.GIT_URL_MALFORMED();
  return git.parseUrl(`${webUrl}/${target.owner}/${target.name}`);
}

function nameOf({ host, owner, name }: GitRepository): string {
  return escapeMarkdown(`${host}/${owner}/${name}`);
}
