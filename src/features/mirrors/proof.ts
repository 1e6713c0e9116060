import { createHash } from "node:crypto";
import type { Git, GitCredential, GitRepository } from "../../adapters/git/contract/index.ts";
import { MINUTE, type Clock } from "../../core/clock.ts";

const GOOD_FOR_MS = 10 * MINUTE;
const MOST = 1_000;

interface Proof {
  readonly head: string | undefined;
  readonly until: number;
}

/**
 * A mirror is shared, so that whoever asks for it must be let in by the host themselves: it is asked with their own
 * credential, and its answer is good for ten minutes. Answers the default branch; throws what `Git.findHead` throws.
 */
export function createProofs({
  git,
  clock,
}: {
  readonly git: Pick<Git, "findHead">;
  readonly clock: Clock;
}): {
  readonly prove: (
    repository: GitRepository,
    access: { readonly credential: GitCredential; readonly signal: AbortSignal },
  ) => Promise<string | undefined>;
} {
  const proofs = new Map<string, Proof>();
  return {
    prove: async (repository, access) => {
      const key = `${repository.url} ${digest(access.credential)}`;
      const now = clock.now().getTime();
      const known = proofs.get(key);
      if (known !== undefined && known.until > now) return known.head;
      proofs.delete(key);
      const head = await git.findHead(repository, access);
      const [oldest] = proofs.keys();
      if (proofs.size >= MOST && oldest !== undefined) proofs.delete(oldest);
      proofs.set(key, { head, until: now + GOOD_FOR_MS });
      return head;
    },
  };
}

function digest(credential: GitCredential): string {
  return createHash("sha256").update(JSON.stringify(credential)).digest("base64url");
}
