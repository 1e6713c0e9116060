import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  DEFAULT_ISSUES,
  DEFAULT_TRANSITIONS,
  showIssue,
  toIssue,
  touch,
  type Issue,
  type IssueSeed,
  type Transition,
} from "./issues.ts";
import { answer, type Tracker } from "./routes.ts";

export interface FakeJiraOptions {
  readonly issues?: readonly IssueSeed[];
  readonly transitions?: readonly Transition[];
}

/** Jira as its REST description has it (Cloud, API 2), as far as we use it. Knows nothing of our own types. */
export interface FakeJira {
  readonly url: string;
  readonly asked: {
    readonly method: string;
    readonly path: string;
    readonly authorization: string;
    readonly body: string;
  }[];
  readonly comments: string[];
  /** Answers everything with this until it is undefined again. */
  broken: { readonly status: number; readonly body: string } | undefined;
  /** Does what is asked for with a POST, but nobody hears of it. */
  mute: boolean;
  /** Where an administrator entered a webhook, with its secret; undefined for nowhere. */
  webhook: { readonly address: string; readonly secret: string } | undefined;
  add(issue: IssueSeed): void;
  /** Somebody changes an issue at Jira's own page; the webhook has been answered when this returns. */
  change(key: string, change: Partial<Pick<Issue, "summary" | "status" | "category">>): Promise<void>;
  remove(key: string): Promise<void>;
  close(): void;
}

/** Who it lets in. */
export const JIRA_EMAIL = "mira@team.example";
export const JIRA_TOKEN = "good";

const CLOUD = `Basic ${Buffer.from(`${JIRA_EMAIL}:${JIRA_TOKEN}`).toString("base64")}`;
const DATA_CENTER = `Bearer ${JIRA_TOKEN}`;

export async function startFakeJira(options: FakeJiraOptions = {}): Promise<FakeJira> {
  const asked: FakeJira["asked"] = [];
  const seeds = options.issues ?? DEFAULT_ISSUES;
  const state: Pick<FakeJira, "broken" | "mute" | "webhook"> = {
    broken: undefined,
    mute: false,
    webhook: undefined,
  };
  const tell = async (webhookEvent: string, issue: Issue, more: object = {}): Promise<void> => {
    if (state.webhook === undefined) return;
    const user = { displayName: "Jon Park" };
    await send(state.webhook, JSON.stringify({ webhookEvent, user, issue: showIssue(issue), ...more }));
  };
  const told = new Set<Promise<void>>();
  const tracker: Tracker = {
    issues: new Map(seeds.map((seed) => [seed.key, toIssue(seed)])),
    transitions: options.transitions ?? DEFAULT_TRANSITIONS,
    comments: [],
    onChange: (issue, from) => {
      const items = [{ field: "status", fromString: from, toString: issue.status }];
      const telling = tell("jira:issue_updated", issue, { changelog: { items } }).finally(() =>
        told.delete(telling),
      );
      told.add(telling);
    },
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = "", url: path = "" } = request;
      if (path.startsWith("/browse/")) {
        respond(response, 200, showPage(path.slice("/browse/".length), tracker), "text/plain;charset=UTF-8");
        return;
      }
      const authorization = request.headers.authorization ?? "";
      asked.push({ method, path, authorization, body });
      const isKnown = authorization === CLOUD || authorization === DATA_CENTER;
      if (state.broken !== undefined) respond(response, state.broken.status, state.broken.body, "text/html");
      else if (!isKnown)
        respond(response, 401, JSON.stringify({ errorMessages: ["You are not authenticated."], errors: {} }));
      else {
        const { status, value } = answer(method, path, body, tracker);
        if (state.mute && method === "POST") request.socket.destroy();
        else respond(response, status, value === undefined ? "" : JSON.stringify(value));
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return Object.assign(state, {
    url: typeof address === "object" && address !== null ? `http://127.0.0.1:${String(address.port)}` : "",
    asked,
    comments: tracker.comments,
    add: (seed: IssueSeed) => void tracker.issues.set(seed.key, toIssue(seed)),
    change: async (key: string, change: Partial<Issue>) => {
      const issue = getIssue(key, tracker);
      const from = issue.status;
      Object.assign(issue, change);
      touch(issue);
      tracker.onChange(issue, from);
      await Promise.all(told);
    },
    remove: async (key: string) => {
      const issue = getIssue(key, tracker);
      tracker.issues.delete(key);
      await tell("jira:issue_deleted", issue);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

/** Where a person lands who follows a link to an issue. */
function showPage(key: string, { issues }: Tracker): string {
  const issue = issues.get(key);
  return issue === undefined ? "No such issue" : `${issue.key} ${issue.summary}: ${issue.status}`;
}

function getIssue(key: string, { issues }: Tracker): Issue {
  const issue = issues.get(key);
  if (issue === undefined) throw new Error(`Jira has no ${key}`);
  return issue;
}

/** Signed as administrators' webhooks with a secret are. */
async function send({ address, secret }: NonNullable<FakeJira["webhook"]>, body: string): Promise<void> {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-hub-signature": `sha256=${signature}`,
    "x-atlassian-webhook-identifier": randomUUID(),
  };
  await fetch(address, { method: "POST", body, headers });
}

function respond(
  response: ServerResponse,
  status: number,
  body: string,
  type = "application/json;charset=UTF-8",
): void {
  // In two steps: restify, where it is loaded too, lets writeHead answer nothing.
  response.writeHead(status, { "content-type": type });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
