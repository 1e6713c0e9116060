import { EC2ServiceException } from "@aws-sdk/client-ec2";
import { faults } from "../../../core/errors.ts";
import { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { CloudAccount } from "../contract/index.ts";
import { toReason } from "../reason.ts";
import { ec2Description } from "./description.ts";

export const { name: provider } = ec2Description;

// docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
const CREDENTIALS = [
  "AuthFailure",
  "ExpiredToken",
  "IncompleteSignature",
  "InvalidClientTokenId",
  "MissingAuthenticationToken",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
];
const LIMITED = [
  "EC2ThrottledException",
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "Throttling",
  "ThrottlingException",
];
/** Of these the status alone would say that EC2 is in trouble. */
const ANSWERS = ["InsufficientHostCapacity", "InsufficientInstanceCapacity"];
/** A front that waited in vain says no more than silence does. */
const AS_SILENCE = [408, 499];
/** What the SDK says where an answer has none of EC2's codes. */
const NO_CODE = ["", "NotFound", "Unknown"];
const TLS = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL|EPROTO)/;

/** What a call is for. */
export interface Ask {
  /** As a policy names it, without `ec2:`. */
  readonly actions: readonly string[];
  /** Completes "I don't know yet whether … arrived" for what changes something. */
  readonly what?: string;
}

/** EC2's own refusal of a request that reached it: nothing was done. */
export interface Refused {
  /** EC2's code, such as `InvalidAMIID.NotFound`. */
  readonly code: string;
  /** What to say unless there is something better. */
  readonly fault: Fault;
}

/** The code and the fault of EC2's refusal. Throws the fault of anything else: no answer, or none of EC2's. */
export function toRefused(error: unknown, { actions, what }: Ask, account: CloudAccount): Refused {
  if (error instanceof Fault) throw error;
  const code = error instanceof EC2ServiceException ? error.name : "";
  const status = error instanceof EC2ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
  if (CREDENTIALS.includes(code)) throw faults.CLOUD_CREDENTIALS_REFUSED({ provider });
  if (LIMITED.includes(code)) throw faults.CLOUD_LIMITED({ provider, minutes: 1 });
  if (code === "UnauthorizedOperation") return { code, fault: lacking(actions) };
  const isRefusal = (status >= 400 && status < 500) || ANSWERS.includes(code);
  if (isRefusal && !NO_CODE.includes(code)) {
    const message = error instanceof Error ? error.message : "";
    return { code, fault: faults.CLOUD_REFUSED({ provider, reason: toReason(message, account) }) };
  }
  if (status >= 300 && status < 500 && !AS_SILENCE.includes(status)) throw notUnderstood(account);
  // The key's id is a part of a header, where not everything can stand.
  if (systemCodeOf(error) === "ERR_INVALID_CHAR") throw faults.CLOUD_CREDENTIALS_REFUSED({ provider });
  if (TLS.test(systemCodeOf(error)))
    throw faults.SERVICE_CERTIFICATE({ service: provider, host: hostOf(account) });
  throw unanswered(what);
}

export function lacking(actions: readonly string[]): Fault {
  const scopes = actions.map((action) => `\`ec2:${action}\``).join(", ");
  return faults.CLOUD_SCOPE_MISSING({ provider, scopes });
}

/** SERVICE_NOT_UNDERSTOOD */
export function notUnderstood(account: CloudAccount): Fault {
  return faults.SERVICE_NOT_UNDERSTOOD({ service: provider, host: hostOf(account) });
}

/** CLOUD_OUTCOME_UNKNOWN for what changes something. */
export function unanswered(what: string | undefined): Fault {
  return what === undefined
    ? faults.CLOUD_UNAVAILABLE({ provider })
    : faults.CLOUD_OUTCOME_UNKNOWN({ provider, what });
}

function hostOf({ endpoint }: CloudAccount): string {
  return escapeMarkdown(URL.parse(endpoint)?.host ?? "ec2.amazonaws.com");
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
