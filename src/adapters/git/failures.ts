import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { GitRepository } from "./contract/index.ts";

type Named = Pick<GitRepository, "host" | "port" | "owner" | "name">;

// git ends with 128 whatever went wrong, and says it in words only: English, for LC_ALL is C. What matches nothing is
// GIT_FAILED, so that a new wording costs a good sentence and nothing else.
const KINDS: readonly (readonly [pattern: RegExp, make: (repository: Named) => Fault])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No \w+ host key is known/,
    ({ host, port }) =>
      faults.GIT_HOST_KEY_CHANGED({ host: port === undefined ? host : `${host}:${String(port)}` }),
  ],
  [/No space left on device|Disk quota exceeded/, () => faults.GIT_DISK_FULL()],
  [
    /Permission denied|Authentication failed|could not read (?:Username|Password)|The requested URL returned error: 40[134]|not found|does not appear to be a git repository|does not exist|Repository unavailable/i,
    (repository) => faults.GIT_REPOSITORY_UNREACHABLE({ repository: nameOf(repository) }),
  ],
  [
    /Could not resolve host|unable to access|Connection (?:refused|reset|closed|timed out)|timed out|unable to connect|hung up unexpectedly|early EOF|No route to host|Network is unreachable/i,
    ({ host }) => faults.GIT_HOST_UNREACHABLE({ host }),
  ],
  // What git says after all else: the server ended the conversation.
  [
    /Could not read from remote repository/,
    (repository) => faults.GIT_REPOSITORY_UNREACHABLE({ repository: nameOf(repository) }),
  ],
];

/** What git's last words mean. They stay out of it: a server writes some of them. */
export function toFault(stderr: string, repository: Named): Fault {
  const said = KINDS.find(([pattern]) => pattern.test(stderr));
  return said === undefined ? faults.GIT_FAILED({ repository: nameOf(repository) }) : said[1](repository);
}

/** A repository as a sentence names it. */
export function nameOf({ host, owner, name }: Named): string {
  return escapeMarkdown(`${host}/${owner}/${name}`);
}
