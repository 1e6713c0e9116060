import { createServer, type IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import { createHash, randomBytes } from "node:crypto";
import { App } from "@octokit/app";
import { Octokit } from "@octokit/rest";
import { z } from "zod";
import type { GitHubLab } from "../../../demo/github/index.ts";

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A webhook receiver on loopback that keeps what came and answers with `status`. */
export interface Receiver {
  url: string;
  received: ReceivedWebhook[];
  status: number;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      receiver.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      // Not chained: restify, once loaded, replaces writeHead for the whole process by one that answers nothing.
      response.statusCode = receiver.status;
      response.end("noted");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${String(port)}/github/webhooks`,
    received: [],
    status: 202,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export function createApp(lab: GitHubLab, overrides: { privateKey?: string; appId?: string } = {}): App {
  const { id, privateKey } = lab.app;
  return new App({
    appId: overrides.appId ?? id,
    privateKey: overrides.privateKey ?? privateKey,
    Octokit: Octokit.defaults({ baseUrl: lab.apiUrl, log: silent }),
    log: silent,
  });
}

export function createClient(lab: GitHubLab, auth?: string): Octokit {
  return new Octokit({ baseUrl: lab.apiUrl, log: silent, ...(auth === undefined ? {} : { auth }) });
}

export function statusOf(error: unknown): number {
  if (typeof error === "object" && error !== null && "status" in error) return Number(error.status);
  throw error;
}

/** The status a call ends with, whether it resolves or rejects. */
export async function outcome(call: Promise<{ status: number }>): Promise<number> {
  try {
    return (await call).status;
  } catch (error) {
    return statusOf(error);
  }
}

const TokenAnswer = z.record(z.string(), z.union([z.string(), z.number()]));

/** Posts to the token endpoint with the App's client id and secret. */
export async function postToken(
  lab: GitHubLab,
  fields: Record<string, string>,
): Promise<Record<string, string | number>> {
  const { clientId: client_id, clientSecret: client_secret } = lab.app;
  const response = await fetch(`${lab.webUrl}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ client_id, client_secret, ...fields }),
  });
  if (response.status !== 200) throw new Error(`The token endpoint answered ${String(response.status)}`);
  return TokenAnswer.parse(await response.json());
}

export const CALLBACK = "http://127.0.0.1:4999/auth/github/callback";

/** An authorisation address with a PKCE challenge, and its verifier. */
export function createAuthorizeUrl(lab: GitHubLab): { url: string; verifier: string } {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: lab.app.clientId,
    redirect_uri: CALLBACK,
    state: "state-1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return { url: `${lab.webUrl}/login/oauth/authorize?${query.toString()}`, verifier };
}

/** Signs in through the pages; gives the first pair of tokens. */
export async function signIn(lab: GitHubLab, login: string): Promise<{ token: string; refresh: string }> {
  const { url, verifier } = createAuthorizeUrl(lab);
  const callback = new URL(await lab.authorize(login, url));
  const code = callback.searchParams.get("code") ?? "";
  const answer = await postToken(lab, { code, code_verifier: verifier, redirect_uri: CALLBACK });
  return { token: String(answer["access_token"]), refresh: String(answer["refresh_token"]) };
}
