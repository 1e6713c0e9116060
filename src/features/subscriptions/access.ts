import type { GitHubPerson } from "../../adapters/github/contract/index.ts";
import { MINUTE, type Clock } from "../../core/clock.ts";
import { isFault } from "../../core/errors.ts";
import type { RepositoryRole } from "../../core/repository-role.ts";

/** What GitHub said of a person and a repository, and when it was asked. */
export type Access = { readonly askedAt: Date } & (
  | { readonly kind: "reads"; readonly role: RepositoryRole }
  /** With a good token: not for them. `forbidden` may still have a reason that passes. */
  | { readonly kind: "missing" | "forbidden" }
  /** They may, once they have signed in to their organization. */
  | { readonly kind: "single-sign-on" }
  /** There is no good token to ask with. */
  | { readonly kind: "nobody-to-ask-as" }
);

/** May the creator of a subscription read this repository? Asked of GitHub with their own token, remembered for a while. */
export interface AccessCheck {
  /** Throws GITHUB_UNREACHABLE and the like: then nothing is known. */
  accessTo(githubUserId: string, repositoryId: string): Promise<Access>;
  /** The answer that is remembered, if there is one: nobody is asked. */
  findRemembered(githubUserId: string, repositoryId: string): Promise<Access> | undefined;
  /** What GitHub said last, however long ago, unless something has changed since; nobody is asked. */
  findLast(githubUserId: string, repositoryId: string): Promise<Access> | undefined;
  /** What they may do there; `none` for whom GitHub doesn't say. Throws like `accessTo`. */
  roleOf(githubUserId: string, repositoryId: string): Promise<RepositoryRole>;
  /** Something about who may see it has changed. */
  forget(repositoryId: string): void;
  /** Something about what they may see has changed. */
  forgetPerson(githubUserId: string): void;
}

export interface AccessCheckDeps {
  readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
  readonly clock: Clock;
}

/** How long an answer stands. */
export const REMEMBERED_MS = 10 * MINUTE;
const MOST_REMEMBERED = 10_000;

interface Remembered {
  readonly answer: Promise<Access>;
  readonly until: number;
}

export function createAccessCheck({ asConnected, clock }: AccessCheckDeps): AccessCheck {
  const known = new Map<string, Remembered>();
  const findRemembered: AccessCheck["findRemembered"] = (githubUserId, repositoryId) => {
    const remembered = known.get(toKey(githubUserId, repositoryId));
    if (remembered !== undefined && remembered.until > clock.now().getTime()) return remembered.answer;
    return undefined;
  };
  const accessTo: AccessCheck["accessTo"] = (githubUserId, repositoryId) => {
    const remembered = findRemembered(githubUserId, repositoryId);
    if (remembered !== undefined) return remembered;
    const key = toKey(githubUserId, repositoryId);
    const now = clock.now();
    const answer = ask(githubUserId, repositoryId, asConnected).then((told) => ({ ...told, askedAt: now }));
    const entry = { answer, until: now.getTime() + REMEMBERED_MS };
    const last = known.get(key);
    known.delete(key);
    known.set(key, entry);
    const drop = (): void => {
      if (known.get(key) !== entry) return;
      known.delete(key);
      if (last !== undefined) known.set(key, last);
    };
    // What could not be asked is not known, and who is asked to sign in again may do so at once.
    answer.then((told) => {
      if (told.kind === "nobody-to-ask-as") drop();
    }, drop);
    dropOldest(known);
    return answer;
  };
  const forgetKeys = (isVoid: (key: string) => boolean): void => {
    for (const key of known.keys()) if (isVoid(key)) known.delete(key);
  };
  return {
    accessTo,
    findRemembered,
    findLast: (githubUserId, repositoryId) => known.get(toKey(githubUserId, repositoryId))?.answer,
    roleOf: async (githubUserId, repositoryId) => {
      const access = await accessTo(githubUserId, repositoryId);
      return access.kind === "reads" ? access.role : "none";
    },
    forget(repositoryId) {
      forgetKeys((key) => key.startsWith(`${repositoryId} `));
    },
    forgetPerson(githubUserId) {
      forgetKeys((key) => key.endsWith(` ${githubUserId}`));
    },
  };
}

function toKey(githubUserId: string, repositoryId: string): string {
  return `${repositoryId} ${githubUserId}`;
}

type Told = Access extends infer A ? (A extends Access ? Omit<A, "askedAt"> : never) : never;

async function ask(
  githubUserId: string,
  repositoryId: string,
  asConnected: AccessCheckDeps["asConnected"],
): Promise<Told> {
  try {
    const found = await asConnected(githubUserId, (person) => person.findRepositoryById(repositoryId));
    if (found === undefined) return { kind: "missing" };
    // Who sees it reads it, whatever else they may; a repository may come without the asker's rights.
    const role = found.role === undefined || found.role === "none" ? "read" : found.role;
    return { kind: "reads", role };
  } catch (error) {
    if (isFault(error, "SIGN_IN_AGAIN")) return { kind: "nobody-to-ask-as" };
    if (isFault(error, "GITHUB_SSO_REQUIRED")) return { kind: "single-sign-on" };
    if (isFault(error, "GITHUB_FORBIDDEN")) return { kind: "forbidden" };
    throw error;
  }
}

function dropOldest(known: Map<string, Remembered>): void {
  for (const key of known.keys()) {
    if (known.size <= MOST_REMEMBERED) return;
    known.delete(key);
  }
}
