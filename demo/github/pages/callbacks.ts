import type { AppRecord } from "../world.ts";

const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

/**
 * The callback to go back to, or undefined for one that the App did not register. Without a wish it is the first
 * registered one. The port of a loopback address need not match.
 * Source: docs.github.com "Authorizing OAuth apps", Redirect URLs; "About the user authorization callback URL".
 */
export function chooseCallback(app: AppRecord, wanted: string | undefined): string | undefined {
  if (wanted === undefined) return app.callbackUrls[0];
  return app.callbackUrls.some((registered) => isSameCallback(registered, wanted)) ? wanted : undefined;
}

function isSameCallback(registered: string, wanted: string): boolean {
  if (registered === wanted) return true;
  if (!URL.canParse(registered) || !URL.canParse(wanted)) return false;
  const [left, right] = [new URL(registered), new URL(wanted)];
  if (!LOOPBACK.includes(left.hostname)) return false;
  left.port = right.port;
  return left.href === right.href;
}
