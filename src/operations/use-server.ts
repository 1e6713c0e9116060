import type { Remote, RemoteAccess, RemoteHost, RemoteUse } from "../adapters/remote/index.ts";
import type { Reads, ServerKeyState, ServerRecord, Store } from "../adapters/store/index.ts";
import { faults } from "../core/errors.ts";
import { escapeMarkdown } from "../core/markdown.ts";

/** sshd ends the conversation after six keys that it doesn't know. */
const MOST_KEYS = 6;
/** What is installed is tried first; what is to be removed may still be there. */
const ORDER: readonly ServerKeyState[] = ["attached", "wanted", "unwanted"];

/** Gives the work a server by its id. Throws as `Remote.use` does, and SERVER_ADDRESS_MISSING, SERVER_KEY_MISSING. */
export type UseServer = <T>(
  server: ServerRecord,
  work: (host: RemoteHost) => Promise<T>,
  use: RemoteUse,
) => Promise<T>;

/**
 * Connects to kept servers with the key pairs that they let in. Which host key a server shows at the first contact is
 * pinned before any work is done; of two first contacts at once, the one that saw another key does nothing.
 */
export function createUseServer({
  store,
  remote,
}: {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly remote: Remote;
}): UseServer {
  return async (server, work, use) => {
    const access = await store.read((reads) => readAccess(reads, server));
    return remote.use(
      access,
      async (host) => {
        if (access.hostKey === "") await pin(server, host.hostKey, store);
        return work(host);
      },
      use,
    );
  };
}

async function readAccess(
  reads: Pick<Reads, "serverKeyPairs" | "keyPairs">,
  server: ServerRecord,
): Promise<RemoteAccess> {
  const host = server.publicAddress === "" ? server.privateAddress : server.publicAddress;
  const name = escapeMarkdown(server.name);
  if (host === "") throw faults.SERVER_ADDRESS_MISSING({ name });
  const pairs = await reads.serverKeyPairs.listByServer(server.id);
  const tried = pairs.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)).slice(0, MOST_KEYS);
  const opened = await Promise.all(tried.map(({ keyPairId }) => reads.keyPairs.findPrivateKey(keyPairId)));
  const privateKeys = opened.filter((key) => key !== undefined);
  if (privateKeys.length === 0) throw faults.SERVER_KEY_MISSING({ name });
  return {
    address: { host, port: server.sshPort, user: server.sshUser },
    os: server.os,
    privateKeys,
    hostKey: server.hostKeyFingerprint,
  };
}

async function pin(server: ServerRecord, seen: string, store: Pick<Store, "transaction">): Promise<void> {
  const { id, teamId, name } = server;
  const pinned = await store.transaction(async (tx) => {
    const kept = await tx.servers.pinHostKey(id, seen);
    const known = await tx.servers.find(id);
    if (kept !== seen || known === undefined || server.hostKeyFingerprint === seen) return kept;
    const component = { actorType: "component", actorId: "ssh", teamId } as const;
    const data = { name, hostKey: seen };
    await tx.events.record({ ...component, entityType: "server", entityId: id, verb: "pinned", data });
    return kept;
  });
  if (pinned === seen) return;
  const host = escapeMarkdown(server.name);
  throw faults.SERVER_HOST_KEY_CHANGED({ host, pinned: pinned ?? "", seen });
}
