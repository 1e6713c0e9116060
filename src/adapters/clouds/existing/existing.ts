import { isIP } from "node:net";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { CloudDriver, CloudServer } from "../contract/index.ts";
import { existingDescription } from "./description.ts";

const LONGEST_GIVEN = 100;
/** RFC 1123, 2.1; a last label of digits would be an address. */
const NAME =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/** Hosts that somebody else made: nothing is asked of anybody, and an address is all that is known. */
export function createExisting(): CloudDriver {
  const unsupported = (): Promise<never> =>
    Promise.reject(faults.CLOUD_POWER_UNSUPPORTED({ provider: "a list of hosts" }));
  return {
    description: existingDescription,
    verify: async ({ endpoint }) => {
      if (endpoint !== "") toAddress(endpoint);
      return { accountName: existingDescription.name, notes: [] };
    },
    listRegions: () => Promise.resolve([]),
    listSizes: () => Promise.resolve([]),
    listImages: () => Promise.resolve([]),
    createServer: async (_account, { address = "", clientToken, name }) =>
      toServer(toAddress(address), clientToken, name),
    describeServer: (_account, { providerId }) => Promise.resolve(toServer(providerId, "", "")),
    findByToken: () => Promise.resolve(undefined),
    power: unsupported,
    forceStop: unsupported,
    deleteServer: () => Promise.resolve("missing"),
    listByTag: () => Promise.resolve([]),
  };
}

/** Throws CLOUD_ADDRESS_INVALID. */
function toAddress(typed: string): string {
  const address = typed
    .trim()
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
  if (isIP(address) !== 0 || NAME.test(address)) return address;
  const given = escapeMarkdown(typed.slice(0, LONGEST_GIVEN).toWellFormed());
  throw faults.CLOUD_ADDRESS_INVALID({ given });
}

function toServer(address: string, clientToken: string, name: string): CloudServer {
  return {
    ...{ providerId: address, clientToken, name },
    ...{ state: "running", isBusy: false },
    ...{ publicAddress: address, privateAddress: "" },
    ...{ region: "", size: "", image: "", createdAt: "" },
  };
}
