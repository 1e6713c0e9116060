import { faults } from "../../../core/errors.ts";
import type { JenkinsProvider, ServiceHttp } from "../contract/index.ts";
import { basic, createCaller } from "../http/caller.ts";
import { jenkinsDescription } from "./description.ts";
import { toItem, toJobPath } from "./item.ts";
import { Build, BuildParameters, Job, QueueItem, WhoAmI } from "./shapes.ts";
import { proveJenkinsWebhook, readJenkinsWebhook } from "./webhook.ts";

const { name: service } = jenkinsDescription;
const BUILD_TREE = "number,url,result,building,timestamp,duration,description";
const LONGEST_CONSOLE = 100_000;

/**
 * Jenkins by its remote access API (www.jenkins.io/doc/book/using/remote-access-api). An API token needs no crumb
 * (www.jenkins.io/doc/book/security/csrf-protection); passwords are not taken.
 */
export function createJenkins(http: ServiceHttp): JenkinsProvider {
  const { call, read, get, missing, notUnderstood } = createCaller({
    http,
    service,
    authorize: ({ credentials: { user = "", token = "" } }) => basic(user, token),
  });
  const toPath = (job: string): string => {
    const path = toJobPath(job);
    if (path === undefined) throw missing(job);
    return path;
  };
  const findBuild: JenkinsProvider["findBuild"] = async (account, job, number) => {
    const path = `${toPath(job)}/${String(number)}/api/json?tree=${BUILD_TREE}`;
    const build = await read(Build, account, { method: "GET", path });
    return build && toItem(job, build, account.baseUrl);
  };
  return {
    description: jenkinsDescription,
    verify: async (account) => {
      const who = await get(WhoAmI, account, { method: "GET", path: "/whoAmI/api/json" });
      if (!who.authenticated || who.anonymous) throw faults.SERVICE_CREDENTIALS_REFUSED({ service });
      return { accountName: who.name };
    },
    proveWebhook: (webhook) => Promise.resolve(proveJenkinsWebhook(webhook)),
    readWebhook: (body, { baseUrl }) => readJenkinsWebhook(body, baseUrl),
    lookup: async (account, key) => {
      const [, job = "", number] = /^(.*?)(?: ?#(\d{1,9}))?$/.exec(key.trim()) ?? [];
      const path = toJobPath(job);
      if (path === undefined) return undefined;
      if (number !== undefined) return findBuild(account, job, Number(number));
      const tree = `url,buildable,lastBuild[${BUILD_TREE}]`;
      const found = await read(Job, account, {
        method: "GET",
        path: `${path}/api/json?tree=${encodeURIComponent(tree)}`,
      });
      return found?.lastBuild ? toItem(job, found.lastBuild, account.baseUrl) : undefined;
    },
    build: async (account, job, parameters) => {
      const form = new URLSearchParams(parameters).toString();
      const path = `${toPath(job)}/${form === "" ? "build" : "buildWithParameters"}`;
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await call(account, { method: "POST", path, headers, body: form });
      if (answer.status === 404) throw missing(job);
      const queueId = /\/queue\/item\/(\d{1,15})\/?$/.exec(answer.headers["location"] ?? "")?.[1];
      if (queueId === undefined) throw notUnderstood(account);
      return { queueId };
    },
    findQueued: async (account, queueId) => {
      if (!/^\d{1,15}$/.test(queueId)) return undefined;
      const item = await read(QueueItem, account, {
        method: "GET",
        path: `/queue/item/${queueId}/api/json`,
      });
      if (item === undefined) return undefined;
      if (item.cancelled === true) return { kind: "cancelled" };
      if (item.executable) return { kind: "started", number: item.executable.number };
      return { kind: "waiting", why: item.why ?? "" };
    },
    findBuild,
    findParameters: async (account, job, number) => {
      const tree = encodeURIComponent("actions[parameters[name,value]]");
      const path = `${toPath(job)}/${String(number)}/api/json?tree=${tree}`;
      const build = await read(BuildParameters, account, { method: "GET", path });
      return build?.actions
        .flatMap((action) => action?.parameters ?? [])
        .map(({ name, value }) => ({ name, ...(value !== undefined && { value: String(value) }) }));
    },
    readConsole: async (account, job, number, start) => {
      const path = `${toPath(job)}/${String(number)}/logText/progressiveText?start=${String(start)}`;
      const answer = await call(account, { method: "GET", path });
      if (answer.status === 404) throw missing(`${job} #${String(number)}`);
      const size = Number(answer.headers["x-text-size"]);
      return {
        text: answer.text.slice(-LONGEST_CONSOLE),
        next: Number.isSafeInteger(size) ? size : start + Buffer.byteLength(answer.text),
        isOpen: answer.headers["x-more-data"] === "true",
      };
    },
  };
}
