import type { Store } from "../../adapters/store/contract/index.ts";
import { toLine } from "../../core/plain-text.ts";
import type { AdminOutcome } from "./administrators.ts";

const SSH_PORT = "22";

/**
 * Forgets by which keys a git host is known, after they were changed there on purpose: the next contact is a first one, and
 * pins what it shows then. With the event.
 */
export function forgetHost(
  typed: string,
  { store }: { readonly store: Pick<Store, "transaction"> },
): Promise<AdminOutcome> {
  const host = toKnownName(typed);
  const shown = toLine(host, 200);
  return store.transaction(async (tx) => {
    const known = await tx.gitHostKeys.find(host);
    if (known === undefined || !(await tx.gitHostKeys.forget(host)))
      return {
        isDone: false,
        text: `No keys of ${shown} are kept. Is it spelled as in the repository's address?`,
      };
    await tx.events.record({
      actorType: "component",
      actorId: "ployst admin",
      entityType: "git_host",
      entityId: host.slice(0, 100),
      verb: "forgotten",
      data: { host, keys: [...known.publicKeys] },
    });
    return {
      isDone: true,
      text: `The keys of ${shown} are forgotten. The next contact keeps those that it shows then.`,
    };
  });
}

/** As known_hosts spells a host: `git.example.com`, `[git.example.com]:2222`. */
function toKnownName(typed: string): string {
  const text = typed.trim().toLowerCase();
  const [, host, port = SSH_PORT] = /^\[?([a-z\d._-]+)\]?(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined) return text;
  return port === SSH_PORT ? host : `[${host}]:${port}`;
}
