import { faults } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { ServiceAnswer, ServiceTarget } from "../contract/http.ts";

const SECONDS_A_MINUTE = 60;
const MOST_MINUTES = 24 * 60;

/** The fault that an answer means, by its status alone. */
export function toFault({ status, headers }: ServiceAnswer, { service, baseUrl }: ServiceTarget): Fault {
  if (status >= 300 && status < 400) {
    const to = URL.parse(headers["location"] ?? "", baseUrl);
    return faults.SERVICE_REDIRECTS({ service, host: escapeMarkdown(to?.host ?? "another address") });
  }
  if (status === 401) return faults.SERVICE_CREDENTIALS_REFUSED({ service });
  if (status === 403) return faults.SERVICE_FORBIDDEN({ service });
  if (status === 429)
    return faults.SERVICE_RATE_LIMITED({ service, minutes: toMinutes(headers["retry-after"]) });
  if (status >= 500) return faults.SERVICE_UNREACHABLE({ service });
  return faults.SERVICE_REFUSED({ service, reason: "" });
}

/** RFC 9110, 10.2.3: seconds (a date is rare, and a guess serves as well). */
function toMinutes(retryAfter: string | undefined): number {
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  const minutes = Number.isFinite(seconds) ? Math.ceil(seconds / SECONDS_A_MINUTE) : 1;
  return Math.min(Math.max(1, minutes), MOST_MINUTES);
}
