import type { CloudServer } from "../../../adapters/clouds/contract/index.ts";
import type { ServerRecord } from "../../../adapters/store/contract/index.ts";
import { Fault } from "../../../core/fault.ts";
import { getCloud } from "../find.ts";
import type { CheckDeps } from "./check.ts";

/** Why a server doesn't answer, as far as its provider knows. */
export interface Reason {
  /** A sentence; `''` where the provider sees nothing amiss. */
  readonly reason: string;
  /** The server where it has other addresses by now. */
  readonly moved: ServerRecord | undefined;
}

const NOTHING: Reason = { reason: "", moved: undefined };

/** Asked only for a server that doesn't answer: providers count calls. */
export async function findReason(server: ServerRecord, deps: CheckDeps): Promise<Reason> {
  if (server.providerId === "") return NOTHING;
  const cloud = await deps.store.read((reads) => getCloud(server, reads));
  const { driver, account } = await deps.useCloud(cloud);
  const { name, key } = driver.description;
  if (key === "existing") return NOTHING;
  try {
    const seen = await driver.describeServer(account, server);
    const reason = sayState(seen, name, server.name);
    return { reason, moved: reason === "" ? await move(server, seen, deps) : undefined };
  } catch (error) {
    // That the provider doesn't answer either says nothing of the server.
    if (error instanceof Fault) return NOTHING;
    throw error;
  }
}

function sayState(seen: CloudServer | undefined, provider: string, name: string): string {
  if (seen === undefined || seen.state === "gone" || seen.state === "deleting")
    return `${provider} has no such server any more. If somebody deleted it there, say \`server delete ${name}\`.`;
  if (seen.state === "stopped" || seen.state === "stopping")
    return `It is switched off at ${provider}. Say \`server start ${name}\` to switch it on.`;
  return "";
}

async function move(
  server: ServerRecord,
  seen: CloudServer | undefined,
  { store }: CheckDeps,
): Promise<ServerRecord | undefined> {
  if (seen === undefined) return undefined;
  const { publicAddress, privateAddress } = seen;
  const isSame = publicAddress === server.publicAddress && privateAddress === server.privateAddress;
  if (isSame || (publicAddress === "" && privateAddress === "")) return undefined;
  await store.transaction((tx) => tx.servers.change(server.id, { publicAddress, privateAddress }));
  return { ...server, publicAddress, privateAddress };
}
