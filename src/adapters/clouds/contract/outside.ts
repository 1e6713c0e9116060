import type { LookupFunction } from "node:net";

/** What a driver that speaks plain HTTP needs of the one careful client. */
export interface CloudHttp {
  /**
   * Any answer below 300, and those of `allow`. GETs are repeated once. Throws SERVICE_UNREACHABLE (no answer, or 5xx),
   * SERVICE_ADDRESS_PRIVATE, _CERTIFICATE, _REDIRECTS, _TOO_BIG, and _CREDENTIALS_REFUSED for what no header can hold.
   */
  send(
    target: { readonly service: string; readonly baseUrl: string },
    request: {
      readonly method: "GET" | "POST" | "DELETE";
      readonly path: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    },
    allow?: readonly number[],
  ): Promise<{
    readonly status: number;
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string;
  }>;
}

/** What a driver over a vendor's SDK needs, so that it goes nowhere that the careful client wouldn't. */
export interface CloudNetwork {
  /** Fails with SERVICE_ADDRESS_PRIVATE. */
  readonly lookup: LookupFunction;
  /** Throws SERVICE_ADDRESS_PRIVATE. */
  refusePrivate(url: URL): void;
}
