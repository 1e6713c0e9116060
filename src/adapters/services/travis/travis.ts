import type { Clock } from "../../../core/clock.ts";
import type { ServiceAccount, ServiceHttp, TravisProvider } from "../contract/index.ts";
import { createCaller } from "../http/caller.ts";
import { travisDescription } from "./description.ts";
import { toItem } from "./item.ts";
import { createKeys } from "./keys.ts";
import { TravisBuild, TravisBuilds, TravisUser } from "./shapes.ts";
import { proveTravisWebhook, readTravisWebhook } from "./webhook.ts";

const { name: service } = travisDescription;
const SLUG = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const ID = /^[1-9]\d{0,14}$/;

/** Travis CI by its API v3 (developer.travis-ci.com); travis-ci.com, or a server of one's own. */
export function createTravis(http: ServiceHttp, clock: Clock): TravisProvider {
  const findKey = createKeys(http, service, clock);
  const { call, read, get, missing } = createCaller({
    http,
    service,
    authorize: ({ credentials: { token = "" } }) => ({
      "travis-api-version": "3",
      authorization: `token ${token}`,
    }),
  });
  const toId = (buildId: string): string => {
    if (!ID.test(buildId)) throw missing(buildId);
    return buildId;
  };
  const act = async (account: ServiceAccount, path: string, key: string, body?: unknown): Promise<void> => {
    const { status } = await call(account, { method: "POST", path, ...(body !== undefined && { body }) });
    if (status === 404) throw missing(key);
  };
  const findLatest: TravisProvider["findLatest"] = async (account, repository, branch) => {
    if (!SLUG.test(repository)) return undefined;
    const only = branch === undefined ? "" : `&branch.name=${encodeURIComponent(branch)}`;
    const path = `/repo/${encodeURIComponent(repository)}/builds?limit=1&sort_by=id:desc${only}`;
    const [latest] = (await read(TravisBuilds, account, { method: "GET", path }))?.builds ?? [];
    return latest && toItem(latest, account.baseUrl);
  };
  return {
    description: travisDescription,
    verify: async (account) => {
      const { login } = await get(TravisUser, account, { method: "GET", path: "/user" });
      return { accountName: login };
    },
    proveWebhook: (webhook, { baseUrl }) => proveTravisWebhook(webhook, baseUrl, findKey),
    readWebhook: (body, { baseUrl }) => readTravisWebhook(body, baseUrl),
    lookup: async (account, key) => {
      if (!ID.test(key)) return findLatest(account, key);
      const build = await read(TravisBuild, account, { method: "GET", path: `/build/${key}` });
      return build && toItem(build, account.baseUrl);
    },
    restart: (account, buildId) => act(account, `/build/${toId(buildId)}/restart`, buildId),
    cancel: (account, buildId) => act(account, `/build/${toId(buildId)}/cancel`, buildId),
    trigger: (account, { repository, branch, message }) => {
      if (!SLUG.test(repository)) throw missing(repository);
      const path = `/repo/${encodeURIComponent(repository)}/requests`;
      return act(account, path, repository, { request: { branch, message } });
    },
    findLatest,
  };
}
