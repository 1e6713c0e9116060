import { HOUR, type Clock } from "../../../core/clock.ts";
import type { ServiceHttp } from "../contract/index.ts";
import { TravisConfig } from "./shapes.ts";
import type { FindKey } from "./webhook.ts";

const KEEP_MS = 24 * HOUR;
/** How often a signature that doesn't fit may make us ask again: anybody can send one. */
const ANEW_MS = 60_000;
const MOST_HOSTS = 100;

/** Keeps the keys that webhooks are signed with, a day for each host. */
export function createKeys(http: ServiceHttp, service: string, clock: Clock): FindKey {
  const known = new Map<string, { readonly key: string | undefined; readonly askedAt: number }>();
  return async (baseUrl, anew) => {
    const now = clock.now().getTime();
    const kept = known.get(baseUrl);
    if (kept !== undefined && now - kept.askedAt < (anew ? ANEW_MS : KEEP_MS)) return kept.key;
    const { json } = await http.sendForJson({ service, baseUrl }, { method: "GET", path: "/config" });
    const read = TravisConfig.safeParse(json);
    const key = read.data?.config.notifications.webhook.public_key;
    known.delete(baseUrl);
    known.set(baseUrl, { key, askedAt: now });
    for (const oldest of known.keys()) {
      if (known.size <= MOST_HOSTS) break;
      known.delete(oldest);
    }
    return key;
  };
}
