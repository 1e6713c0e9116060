import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { faults } from "../../../core/errors.ts";
import type { HealthProbe } from "../contract/http.ts";
import { explain, UNANSWERED } from "./exchange.ts";
import { createGuardedNetwork } from "./guarded-network.ts";
import type { ServiceHttpOptions } from "./service-http.ts";

const TIMEOUT_MS = 10_000;
const EXAMPLE = "https://play.example.com/health";

/** Knows of an answer no more than its status: whatever it is that answers, it sends us nothing that we read. */
export function createHealthProbe(options: Omit<ServiceHttpOptions, "mostBytes">): HealthProbe {
  const { guard, version, timeoutMs = TIMEOUT_MS, ca } = options;
  const network = createGuardedNetwork(guard);
  const toAllowed = (address: string): URL => {
    const url = URL.parse(address);
    const isPlain = url?.protocol === "http:" && guard.isAllowedHost(url.hostname);
    if (url === null || (url.protocol !== "https:" && !isPlain))
      throw faults.SERVICE_ADDRESS_INVALID({ service: "this", example: EXAMPLE });
    network.refusePrivate(url);
    return url;
  };
  return {
    check: (address) => {
      toAllowed(address);
    },
    ask: async (address, signal) => {
      const url = toAllowed(address);
      const begin = url.protocol === "https:" ? httpsRequest : httpRequest;
      const target = { service: url.host, baseUrl: url.origin };
      return new Promise((settle, reject) => {
        const outgoing = begin(url, {
          method: "GET",
          // Of its own and closed afterwards: nobody is asked more often than once in ten seconds.
          agent: false,
          lookup: network.lookup,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
          headers: { accept: "*/*", "user-agent": `ployst/${version}` },
          ...(ca !== undefined && { ca }),
        });
        outgoing.once("response", (incoming) => {
          settle(incoming.statusCode ?? 0);
          incoming.destroy();
        });
        // It stays: what comes after the answer is no news, but must not end the process.
        outgoing.on("error", (error) => {
          reject(explain(error, target, url));
        });
        outgoing.once("close", () => {
          reject(explain(new Error(UNANSWERED), target, url));
        });
        outgoing.end();
      });
    },
  };
}
