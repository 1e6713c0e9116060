import { z } from "zod";
import { DAY, SECOND } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import type { GitHubCloning } from "./contract/cloning.ts";
import type { AppCredential } from "./credentials.ts";
import { findCommonFault, readFailure } from "./http/errors.ts";
import type { GitHubOptions } from "./options.ts";

const MOST_KEYS = 20;
const Meta = z.object({ ssh_keys: z.array(z.string().max(2_000)).max(MOST_KEYS).optional() });

interface CloningDeps {
  readonly credential: Pick<AppCredential, "getCodeToken">;
}

/**
 * Throws GITHUB_NOT_CONFIGURED, GITHUB_APP_REFUSED, GITHUB_FORBIDDEN, GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED. Source: docs.github.com
 * "Get GitHub meta information".
 */
export function createGitHubCloning(
  options: Pick<GitHubOptions, "apiUrl" | "version" | "clock" | "timeoutMs">,
  { credential }: CloningDeps,
): GitHubCloning {
  const { clock, timeoutMs = 10 * SECOND } = options;
  let known: { readonly keys: readonly string[] | undefined; readonly until: number } | undefined;

  return {
    getCloneToken: async (installationId, repositoryName) => {
      try {
        return await credential.getCodeToken(installationId, repositoryName);
      } catch (error) {
        const failure = isFault(error) ? undefined : readFailure(error, clock.now());
        if (failure === undefined) throw error;
        if (failure.kind === "unauthorized") throw faults.GITHUB_APP_REFUSED();
        // Uninstalled, suspended, or without the permission to read code.
        throw findCommonFault(failure) ?? faults.GITHUB_FORBIDDEN();
      }
    },
    findHostKeys: async () => {
      const now = clock.now().getTime();
      if (known !== undefined && known.until > now) return known.keys;
      const keys = await readHostKeys({ ...options, timeoutMs });
      known = { keys, until: now + DAY };
      return keys;
    },
  };
}

/** Only an answer says that there are none: without one the keys are unknown, and no others are taken for them. */
async function readHostKeys(
  options: Pick<GitHubOptions, "apiUrl" | "version"> & { readonly timeoutMs: number },
): Promise<readonly string[] | undefined> {
  const { apiUrl, version, timeoutMs } = options;
  const headers = { "user-agent": `ployst/${version}`, accept: "application/vnd.github+json" };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${apiUrl}/meta`, { headers, signal, redirect: "error" });
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
    const keys = Meta.parse(await response.json()).ssh_keys ?? [];
    return keys.length === 0 ? undefined : keys;
  } catch (error) {
    throw faults.GITHUB_UNREACHABLE({ cause: error });
  }
}
