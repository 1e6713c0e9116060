import type { LookupFunction } from "node:net";

/** Where a connection leads, and how its service is called in sentences. */
export interface ServiceTarget {
  readonly service: string;
  /** https (http for hosts that whoever runs Ployst named), without a slash at the end. */
  readonly baseUrl: string;
}

export interface ServiceRequest {
  /** GETs are safe and repeated once after a failure that passes; everything else is sent once. */
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the base, with a slash in front, encoded by its maker; may have a query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is; anything else as JSON. */
  readonly body?: unknown;
}

export interface ServiceAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The one way to addresses that people typed. */
export interface ServiceHttp {
  /**
   * Any answer below 300, and those of `allow`. Throws SERVICE_ADDRESS_PRIVATE, _REDIRECTS, _CERTIFICATE, _UNREACHABLE
   * (also for 5xx), _TOO_BIG, _CREDENTIALS_REFUSED (401), _FORBIDDEN (403), _RATE_LIMITED (429), _REFUSED.
   */
  send(target: ServiceTarget, request: ServiceRequest, allow?: readonly number[]): Promise<ServiceAnswer>;
  /** As `send`; an answer that is no JSON (a login page, say) throws SERVICE_NOT_UNDERSTOOD. */
  sendForJson(
    target: ServiceTarget,
    request: ServiceRequest,
    allow?: readonly number[],
  ): Promise<{ readonly status: number; readonly headers: ServiceAnswer["headers"]; readonly json: unknown }>;
  /** What was typed as an address that may be used: https (or an allowed host), no credentials, no query. Throws SERVICE_ADDRESS_INVALID and _PRIVATE. */
  toBaseUrl(typed: string, service: string, example: string): string;
  /** Ends kept connections. */
  close(): void;
}

/** For SDKs that bring their own HTTP: their connections are held to the same rule. */
export interface GuardedNetwork {
  /**
   * Resolves a name when the connection is made, so that the address that was checked is the one that is used. Fails
   * with SERVICE_ADDRESS_PRIVATE.
   */
  readonly lookup: LookupFunction;
  /** Numbers are not looked up. Throws SERVICE_ADDRESS_PRIVATE for those that may not be reached. */
  refusePrivate(url: URL): void;
}

/** Finds out whether something answers at an address that a person or a script gave. */
export interface HealthProbe {
  /** Throws SERVICE_ADDRESS_INVALID for what is neither https nor a host that was named to us, and SERVICE_ADDRESS_PRIVATE. */
  check(address: string): void;
  /**
   * The status of one GET, within 10 s; the answer isn't read and no redirect followed. Safe to repeat. Throws as `check`,
   * SERVICE_CERTIFICATE, and SERVICE_UNREACHABLE for no answer.
   */
  ask(address: string, signal: AbortSignal): Promise<number>;
}
