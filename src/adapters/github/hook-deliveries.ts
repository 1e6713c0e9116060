import { z } from "zod";
import { DAY } from "../../core/clock.ts";
import type { FailedHookDelivery, GitHubHookDeliveries } from "./contract/hook-deliveries.ts";
import type { GitHubApp } from "./contract/index.ts";
import type { Credential, ReaderDeps } from "./http/reader.ts";
import { findCommonFault, readFailure } from "./http/errors.ts";
import { Lru } from "./http/lru.ts";
import { Reader } from "./http/reader.ts";
import type { Answer, Resource } from "./http/resource.ts";
import { Id } from "./records.ts";

/** How long GitHub remembers deliveries. */
const REMEMBERED_MS = 3 * DAY;
const PAGE_SIZE = 100;
/** Less than a tenth of the calls that an App has in an hour. */
const MAX_PAGES = 400;

const Attempt = z
  .object({
    id: Id,
    guid: z.string().min(1).max(100),
    delivered_at: z.iso.datetime({ offset: true }),
    redelivery: z.boolean(),
    status_code: z.number(),
    event: z.string(),
  })
  .transform(({ id, guid, redelivery, event, ...attempt }) => ({
    id,
    guid,
    event,
    isRedelivery: redelivery,
    at: new Date(attempt.delivered_at),
    statusCode: attempt.status_code,
  }));
type Attempt = z.infer<typeof Attempt>;

interface AttemptPage {
  readonly attempts: readonly Attempt[];
  /** Where the next page begins; undefined on the last. */
  readonly cursor: string | undefined;
}

interface HookDeliveriesDeps extends ReaderDeps {
  readonly credential: Credential;
  readonly app: Pick<GitHubApp, "getSelf">;
}

/**
 * The App's recent deliveries. Throws GITHUB_NOT_CONFIGURED, GITHUB_APP_REFUSED, GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED.
 * Source: docs.github.com "REST API endpoints for GitHub App webhooks".
 */
export function createHookDeliveries(deps: HookDeliveriesDeps): GitHubHookDeliveries {
  const reader = new Reader(deps.credential, deps);
  // Every page is another one the next time: nothing is worth remembering.
  const pages: Resource<AttemptPage> = { parse: toPage, seen: new Lru(1) };

  return {
    listFailed: async (since, signal) => {
      const remembered = deps.clock.now().getTime() - REMEMBERED_MS;
      const oldest = Math.max(since.getTime(), remembered);
      const attempts: Attempt[] = [];
      let cursor: string | undefined;
      for (let read = 0; read < MAX_PAGES && signal?.aborted !== true; read += 1) {
        const from = cursor === undefined ? {} : { cursor };
        const route = "GET /app/hook/deliveries";
        const page = await reader.find(pages, route, { per_page: PAGE_SIZE, ...from });
        // Either the App has no webhook, or GitHub doesn't know the App: that must not pass for all being well.
        if (page === undefined) await deps.app.getSelf();
        const wanted = (page?.attempts ?? []).filter(({ at }) => at.getTime() >= oldest);
        attempts.push(...wanted);
        cursor = page?.cursor;
        const isLast = cursor === undefined || wanted.length < (page?.attempts.length ?? 0);
        if (isLast) return { failed: toFailed(attempts), isComplete: true };
      }
      return { failed: toFailed(attempts), isComplete: false };
    },
    redeliver: async (id) => redeliver(id, deps),
  };
}

async function redeliver(id: string, deps: HookDeliveriesDeps): Promise<"accepted" | "refused"> {
  const route = "POST /app/hook/deliveries/{id}/attempts";
  try {
    await deps.credential.send(route, { id });
    return "accepted";
  } catch (error) {
    const failure = readFailure(error, deps.clock.now());
    if (failure === undefined) throw error;
    const { kind, status, requestId } = failure;
    deps.log.info({ route, kind, status, requestId }, "github call failed");
    const common = findCommonFault(failure);
    if (common !== undefined) throw common;
    if (kind === "unauthorized" || kind === "forbidden") throw await deps.credential.refused();
    return "refused";
  }
}

function toPage({ data, headers }: Answer): AttemptPage {
  const next = /<([^>]+)>;\s*rel="next"/.exec(String(headers["link"] ?? ""))?.[1];
  const cursor = next === undefined ? undefined : URL.parse(next)?.searchParams.get("cursor");
  return { attempts: z.array(Attempt).parse(data), cursor: cursor ?? undefined };
}

/** One for each guid whose latest attempt failed; oldest first. */
function toFailed(attempts: readonly Attempt[]): readonly FailedHookDelivery[] {
  const byGuid = Map.groupBy(attempts, ({ guid }) => guid);
  return [...byGuid.values()]
    .flatMap((same) => {
      const sorted = same.toSorted((a, b) => a.at.getTime() - b.at.getTime() || compareIds(a.id, b.id));
      const [first, last] = [sorted[0], sorted.at(-1)];
      if (first === undefined || last === undefined || isSuccess(last)) return [];
      const { id, guid, event, statusCode } = last;
      const times = { firstAt: first.at, lastAt: last.at };
      const hasOriginal = same.some(({ isRedelivery }) => !isRedelivery);
      return [{ id, guid, event, statusCode, attempts: same.length, hasOriginal, ...times }];
    })
    .sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime());
}

/** GitHub itself counts 200 to 399 as success. */
function isSuccess({ statusCode }: Attempt): boolean {
  return statusCode >= 200 && statusCode < 400;
}

/** Ids are made in order; within one second only they tell which attempt came later. */
function compareIds(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
