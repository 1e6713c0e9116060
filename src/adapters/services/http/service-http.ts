import { setTimeout as wait } from "node:timers/promises";
import { faults, isFault } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { ServiceAnswer, ServiceHttp, ServiceRequest, ServiceTarget } from "../contract/http.ts";
import type { AddressGuard } from "./address-guard.ts";
import { toFault } from "./refusals.ts";
import { createExchange } from "./exchange.ts";

const RETRY_AFTER_MS = 500;

export interface ServiceHttpOptions {
  readonly guard: AddressGuard;
  readonly version: string;
  /** For one attempt, the body included. */
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
  /** About how long before a GET is sent again. */
  readonly retryAfterMs?: number;
  /** Certificate authorities beside the system's; tests only. */
  readonly ca?: string;
}

/** HTTP to addresses that people typed: nothing private unless named, no redirects, bounded in time and size. */
export function createServiceHttp(options: ServiceHttpOptions): ServiceHttp {
  const { guard, retryAfterMs = RETRY_AFTER_MS } = options;
  const exchange = createExchange(options);
  const attempt = async (
    target: ServiceTarget,
    request: ServiceRequest,
    allow: readonly number[],
  ): Promise<ServiceAnswer> => {
    const answer = await exchange.run(target, request);
    if (answer.status < 300 || allow.includes(answer.status)) return answer;
    throw toFault(answer, target);
  };
  const send: ServiceHttp["send"] = async (target, request, allow = []) => {
    try {
      return await attempt(target, request, allow);
    } catch (error) {
      if (request.method !== "GET" || !isFault(error, "SERVICE_UNREACHABLE")) throw error;
      await wait(retryAfterMs * (0.5 + Math.random()));
      return attempt(target, request, allow);
    }
  };
  return {
    send,
    sendForJson: async (target, request, allow) => {
      const { status, headers, text } = await send(target, request, allow);
      return { status, headers, json: readJson(text, target) };
    },
    toBaseUrl: (typed, service, example) => {
      const url = URL.parse(typed.trim());
      const isPlain = url !== null && url.username === "" && url.password === "" && url.search === "";
      if (!isPlain || !["https:", "http:"].includes(url.protocol))
        throw faults.SERVICE_ADDRESS_INVALID({ service, example });
      if (url.protocol === "http:" && !guard.isAllowedHost(url.hostname))
        throw faults.SERVICE_ADDRESS_INVALID({ service, example });
      const isAddress = /^[\d.]+$|^\[/.test(url.hostname);
      if (isAddress && !guard.allows(url.hostname.replace(/^\[(.*)\]$/, "$1"), url.hostname))
        throw faults.SERVICE_ADDRESS_PRIVATE({ host: escapeMarkdown(url.hostname) });
      return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
    },
    close: () => {
      exchange.close();
    },
  };
}

function readJson(text: string, { service, baseUrl }: ServiceTarget): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const host = escapeMarkdown(URL.parse(baseUrl)?.host ?? "");
    throw faults.SERVICE_NOT_UNDERSTOOD({ service, host });
  }
}
