import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { faults } from "../../core/errors.ts";
import type { GitRepository } from "./contract/index.ts";

/** May a connection go to this address, which the host's name leads to? */
export type AllowsAddress = (address: string, host: string) => boolean;

/**
 * The address that git and ssh are then told to connect to, so that the name can't lead elsewhere in between. Throws
 * GIT_HOST_UNREACHABLE without any, GIT_HOST_PRIVATE if it leads into a private network at all.
 */
export async function resolveHost(
  { host }: Pick<GitRepository, "host">,
  allows: AllowsAddress,
): Promise<string> {
  const found = isIP(host) === 0 ? await lookup(host, { all: true }).catch(() => []) : [{ address: host }];
  const [first] = found;
  if (first === undefined) throw faults.GIT_HOST_UNREACHABLE({ host });
  if (!found.every(({ address }) => allows(address, host))) throw faults.GIT_HOST_PRIVATE({ host });
  return first.address;
}
