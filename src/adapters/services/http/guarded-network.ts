import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { GuardedNetwork } from "../contract/http.ts";
import type { AddressGuard } from "./address-guard.ts";

/** Lets connections go only where the guard does. */
export function createGuardedNetwork(guard: AddressGuard): GuardedNetwork {
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        done(error, "");
        return;
      }
      const [first] = addresses;
      const isSafe = addresses.every(({ address }) => guard.allows(address, host));
      if (first === undefined || !isSafe) done(toPrivate(host), "");
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
  return {
    lookup,
    refusePrivate: (url) => {
      const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
      if (isIP(host) !== 0 && !guard.allows(host, host)) throw toPrivate(url.host);
    },
  };
}

function toPrivate(host: string): Error {
  return faults.SERVICE_ADDRESS_PRIVATE({ host: escapeMarkdown(host) });
}
