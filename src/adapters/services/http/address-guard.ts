import { BlockList, isIP } from "node:net";
import type { PrivateHost } from "../../../config/outbound.ts";

// What no address on the internet is: RFC 6890 and the registries that it began, IANA "Special-Purpose Address Registry".
const SPECIAL: readonly (readonly [address: string, prefix: number, family: "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 4, "ipv4"],
  ["240.0.0.0", 4, "ipv4"],
  ["::", 96, "ipv6"],
  ["::ffff:0:0", 96, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["3fff::", 20, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["fec0::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

/** Networks of both families apart: BlockList holds each IPv4 address for its mapped IPv6 one, too. */
class Networks {
  readonly #lists = { ipv4: new BlockList(), ipv6: new BlockList() };

  add(address: string, prefix: number, family: "ipv4" | "ipv6"): void {
    this.#lists[family].addSubnet(address, prefix, family);
  }

  has(address: string): boolean {
    const version = isIP(address);
    if (version === 0) return false;
    const family = version === 4 ? "ipv4" : "ipv6";
    return this.#lists[family].check(address, family);
  }
}

export interface AddressGuard {
  /** Was this host named by whoever runs Ployst? Then it may be private, and be spoken to without TLS. */
  isAllowedHost(host: string): boolean;
  /** May a connection go to this address? Asked of every address at the moment of connecting, so that a name can't change in between. */
  allows(address: string, host: string): boolean;
}

/** Keeps addresses that people type from reaching into the network that Ployst runs in (CWE-918). */
export function createAddressGuard(privateHosts: readonly PrivateHost[]): AddressGuard {
  const special = new Networks();
  for (const [address, prefix, family] of SPECIAL) special.add(address, prefix, family);
  const networks = new Networks();
  const names = new Set<string>();
  for (const one of privateHosts)
    if (one.kind === "host") names.add(one.name);
    else networks.add(one.address, one.prefix, one.family);
  const isAllowedHost = (host: string): boolean => {
    const name = toName(host);
    return names.has(name) || networks.has(name);
  };
  return {
    isAllowedHost,
    allows: (address, host) => isAllowedHost(host) || networks.has(address) || !special.has(address),
  };
}

function toName(host: string): string {
  return host
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();
}
