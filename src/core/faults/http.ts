import { fault, faultWith } from "../fault.ts";

export const httpFaults = {
  ROUTE_MISSING: fault("missing", "There is nothing at this address. Check the link, or ask for a new one."),
  METRICS_TOKEN_WRONG: fault("forbidden", "This page wants the bearer token of METRICS_TOKEN."),
  REQUEST_TOO_BIG: faultWith(
    "input",
    (a: { limitBytes: number }) =>
      `The request's body is larger than ${String(a.limitBytes)} bytes. Send less at once.`,
    { limitBytes: 262_144 },
  ),
  REQUEST_ENCODED: fault(
    "input",
    "Compressed request bodies are not accepted. Send it without a Content-Encoding header.",
  ),
  REQUESTS_TOO_MANY: fault(
    "unavailable",
    "There are too many large requests at the moment. Nothing was done; send it again in a minute.",
    { retryable: true },
  ),
  REQUEST_INCOMPLETE: fault(
    "input",
    "The connection ended before the whole request was there. Send it again.",
  ),
};
