import { ConnectorFailure, type ConnectorFailureKind } from "../../core/connector.ts";

interface SdkFailure {
  readonly name: string;
  readonly code: string;
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Nothing was sent: no connection came about. */
const NOT_SENT: readonly string[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
];

const GONE: readonly string[] = [
  "BotNotInConversationRoster",
  "BotDisabledByAdmin",
  "ConversationBlockedByUser",
  "ConversationNotFound",
];

/**
 * What a failed call of the SDK's client means, told by status and error code, never by text
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#status-codes-from-bot-conversational-apis).
 * Keeps nothing of the SDK's error: its request holds the bearer token.
 */
export function toConnectorFailure(error: unknown, now: Date): ConnectorFailure {
  if (error instanceof ConnectorFailure) return error;
  const failure = readSdkFailure(error);
  const retryAfterMs = parseRetryAfter(failure.retryAfter, now);
  return new ConnectorFailure(kindOf(failure), {
    status: failure.status,
    code: failure.code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Retry-After as seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now; undefined when it is neither. */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const trimmed = value?.trim() ?? "";
  if (trimmed === "") return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(trimmed)) return Math.ceil(Number(trimmed) * 1_000);
  if (/^[+-]?\d/.test(trimmed)) return undefined;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

function kindOf({ status, code, name }: SdkFailure): ConnectorFailureKind {
  if (code === "MessageSizeTooBig" || status === 413) return "too-big";
  if (status === 429 || (status === 0 && NOT_SENT.includes(code))) return "throttled";
  if (status === 412) return "busy";
  if (status === 401) return "unauthorized";
  if ((status === 403 || status === 404) && GONE.includes(code)) return "conversation-gone";
  if (status === 404 && code === "ActivityNotFoundInConversation") return "activity-gone";
  if (status === 501) return "refused"; // Not implemented: certainly not done.
  if (status >= 300 && status < 500 && status !== 408) return "refused";
  // A defect of ours before anything was sent; sending it again would not mend it.
  if (status === 0 && (name === "TypeError" || name === "RangeError")) return "refused";
  // 5xx, 408, resets, timeouts, an answer that could not be read: it may have been posted.
  return "ambiguous";
}

function readSdkFailure(error: unknown): SdkFailure {
  if (!(error instanceof Error))
    return { name: "unknown", code: "unknown", status: 0, retryAfter: undefined };
  const status: unknown = Reflect.get(error, "statusCode");
  const code: unknown = Reflect.get(error, "code");
  return {
    name: error.name,
    code: typeof code === "string" && code !== "" ? code.slice(0, 100) : error.name,
    status: typeof status === "number" ? status : 0,
    retryAfter: readRetryAfter(error),
  };
}

function readRetryAfter(error: Error): string | undefined {
  const response: unknown = Reflect.get(error, "response");
  if (typeof response !== "object" || response === null) return undefined;
  const headers: unknown = Reflect.get(response, "headers");
  if (!hasGet(headers)) return undefined;
  const value = headers.get("retry-after");
  return typeof value === "string" ? value : undefined;
}

function hasGet(value: unknown): value is { get(name: string): unknown } {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "get") === "function";
}
