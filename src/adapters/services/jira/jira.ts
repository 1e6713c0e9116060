import { MINUTE } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type {
  JiraProvider,
  ServiceAccount,
  ServiceAnswer,
  ServiceHttp,
  ServiceRequest,
} from "../contract/index.ts";
import { basic, createCaller, tryJson } from "../http/caller.ts";
import { jiraDescription } from "./description.ts";
import { toItem, toIso } from "./item.ts";
import { JiraComments, JiraCreated, JiraErrors, JiraIssue, JiraSelf, JiraTransitions } from "./shapes.ts";
import { proveJiraWebhook, readJiraWebhook } from "./webhook.ts";

const FIELDS = "summary,status,issuetype,priority,assignee,reporter,labels,description,updated,project";
const KEY = /^[A-Z][A-Z0-9_]{0,49}-[1-9]\d{0,9}$/i;
const LONGEST_REASON = 200;
const { name: service } = jiraDescription;

/**
 * Jira Cloud and Data Center by REST API 2, which both have and which takes texts as texts:
 * developer.atlassian.com/cloud/jira/platform/rest/v2/intro and
 * developer.atlassian.com/server/jira/platform/rest. Cloud wants e-mail and API token (Basic), Data Center a personal
 * access token (Bearer).
 */
export function createJira(http: ServiceHttp): JiraProvider {
  const { call, read, get, missing, notUnderstood } = createCaller({
    http,
    service,
    authorize: authorizationOf,
  });
  const toPath = (key: string): string => {
    if (!KEY.test(key)) throw missing(key);
    return `/rest/api/2/issue/${key.toUpperCase()}`;
  };
  const post = async (account: ServiceAccount, path: string, body: unknown): Promise<ServiceAnswer> => {
    const request: ServiceRequest = { method: "POST", path, body };
    const answer = await call(account, request, [400]);
    if (answer.status === 400) throw faults.SERVICE_REFUSED({ service, reason: reasonOf(answer.text) });
    return answer;
  };
  const change = async (account: ServiceAccount, key: string, path: string, body: unknown): Promise<void> => {
    if ((await post(account, path, body)).status === 404) throw missing(key);
  };
  const lookup: JiraProvider["lookup"] = async (account, key) => {
    if (!KEY.test(key)) return undefined;
    const issue = await read(JiraIssue, account, { method: "GET", path: `${toPath(key)}?fields=${FIELDS}` });
    return issue && toItem(issue, account.baseUrl);
  };
  return {
    description: jiraDescription,
    verify: async (account) => {
      const { displayName } = await get(JiraSelf, account, { method: "GET", path: "/rest/api/2/myself" });
      return { accountName: displayName };
    },
    proveWebhook: (webhook, _account, secret) => Promise.resolve(proveJiraWebhook(webhook, secret)),
    readWebhook: (body, { baseUrl }) => readJiraWebhook(body, baseUrl),
    lookup,
    comment: async (account, key, text) => change(account, key, `${toPath(key)}/comment`, { body: text }),
    hasComment: async (account, key, text, since) => {
      const path = `${toPath(key)}/comment?orderBy=-created&maxResults=50`;
      const list = await read(JiraComments, account, { method: "GET", path });
      const from = new Date(since.getTime() - MINUTE).toISOString();
      return (list?.comments ?? []).some(({ body, created }) => body === text && toIso(created) >= from);
    },
    listTransitions: async (account, key) => {
      const request: ServiceRequest = { method: "GET", path: `${toPath(key)}/transitions` };
      const list = await read(JiraTransitions, account, request);
      if (list === undefined) throw missing(key);
      return list.transitions.map(({ id, name, to }) => ({ id, name, to: to?.name ?? name }));
    },
    transition: async (account, key, id) =>
      change(account, key, `${toPath(key)}/transitions`, { transition: { id } }),
    create: async (account, { project, type, summary }) => {
      const fields = { project: { key: project.toUpperCase() }, issuetype: { name: type }, summary };
      const { status, text } = await post(account, "/rest/api/2/issue", { fields });
      const made = JiraCreated.safeParse(tryJson(text)).data;
      // 404 never means that it was created; anything else that can't be read may.
      if (made === undefined) throw status === 404 ? missing(project) : notUnderstood(account);
      const bare = { id: made.id, key: made.key, fields: { summary, labels: [] } };
      return (await lookup(account, made.key).catch(() => undefined)) ?? toItem(bare, account.baseUrl);
    },
  };
}

function authorizationOf({ credentials }: ServiceAccount): { readonly authorization: string } {
  const { email = "", token = "" } = credentials;
  return email === "" ? { authorization: `Bearer ${token}` } : basic(email, token);
}

function reasonOf(text: string): string {
  const { data } = JiraErrors.safeParse(tryJson(text));
  const reasons = [...(data?.errorMessages ?? []), ...Object.values(data?.errors ?? {})];
  return escapeMarkdown(reasons.join(" ").slice(0, LONGEST_REASON).toWellFormed());
}
