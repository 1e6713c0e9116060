import { isLoopbackAddress } from "./service-url.ts";
import type { RequestHeaders } from "./receive.ts";

const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "via"] as const;

/**
 * Why a request is not this machine's own, when nobody is authenticated: undefined if it is. A browser's page can
 * post to loopback (it always names its origin, and can't say JSON without asking first), a name that points to
 * loopback can lead it there (the Host tells), and a proxy or tunnel brings the outside in (it says so, or its Host does).
 */
export function findForeignSign(
  headers: RequestHeaders,
  remoteAddress: string | undefined,
): string | undefined {
  if (!isLoopbackAddress(remoteAddress)) return "local mode listens to this machine only";
  if (headers["origin"] !== undefined) return "local mode takes nothing from web pages";
  if (FORWARDED.some((name) => headers[name] !== undefined))
    return "local mode takes nothing through a proxy";
  if (!isLoopbackHost(headers["host"])) return "local mode is addressed as loopback only";
  const type = headers["content-type"];
  return typeof type === "string" && /^application\/json\s*(?:;|$)/i.test(type) ? undefined : "not JSON";
}

function isLoopbackHost(host: string | readonly string[] | undefined): boolean {
  if (typeof host !== "string") return false;
  const url = URL.parse(`http://${host}`);
  return (
    url !== null && (url.hostname === "localhost" || isLoopbackAddress(url.hostname.replace(/^\[|\]$/g, "")))
  );
}
