import { ConnectorFailure } from "../../core/connector.ts";

/** Entra ID's answers that no waiting mends: wrong id, expired or wrong secret (RFC 6749, 5.2). */
const CONFIGURATION: readonly string[] = [
  "invalid_client",
  "invalid_grant",
  "invalid_request",
  "invalid_scope",
  "invalid_resource",
  "unauthorized_client",
];

/** No token, so nothing was sent: our registration is wrong (`unauthorized`), or Entra ID is out of reach (`throttled`). */
export function toTokenFailure(error: unknown): ConnectorFailure {
  const code: unknown = error instanceof Error ? Reflect.get(error, "errorCode") : undefined;
  if (typeof code === "string" && CONFIGURATION.includes(code)) {
    return new ConnectorFailure("unauthorized", { status: 401, code: `token_${code}` });
  }
  return new ConnectorFailure("throttled", { status: 0, code: "token_unavailable" });
}
