import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ZodError } from "zod";
import type { Scene } from "../cast.ts";
import { ChatActs } from "./chat-acts.ts";
import { findFile } from "./files.ts";
import { actInLab } from "./lab-acts.ts";
import { LabView } from "./lab-view.ts";
import { listParts, Sightings } from "./parts.ts";
import { PartStream } from "./stream.ts";

const LOOPBACK = "127.0.0.1";
const MAX_BODY_BYTES = 64 * 1024;
// The lab tells nobody when something is done on its own pages.
const LAB_LOOK_MS = 400;

export interface PageOptions {
  /** Taken when it is free, else any free one. */
  readonly port?: number;
}

export interface Page {
  /** With a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

type Post = (body: unknown) => Promise<object>;

/** Serves the page that looks like a Teams channel, on loopback, for everybody on this machine. */
export async function startPage(scene: Scene, options: PageOptions = {}): Promise<Page> {
  const view = new LabView(scene.lab);
  const sightings = new Sightings();
  const stream = new PartStream(() => listParts(scene, view, sightings));
  const chat = new ChatActs(scene);
  const posts = new Map<string, Post>([
    ["/api/say", (body) => chat.say(body)],
    ["/api/click", (body) => chat.click(body)],
    ["/api/dialog", (body) => chat.submit(body)],
    [
      "/api/lab",
      async (body) => {
        await actInLab(scene, view, body);
        return {};
      },
    ],
  ]);
  const { server, port } = await listen(options.port ?? 0);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response, { port, posts, stream, labUrl: scene.lab.webUrl }).catch(() =>
      response.destroy(),
    );
  });
  const forget = scene.teams.world.onChange(() => stream.refresh());
  const timer = setInterval(() => stream.refresh(), LAB_LOOK_MS);
  return {
    url: `http://${LOOPBACK}:${String(port)}/`,
    async close() {
      clearInterval(timer);
      forget();
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Serving {
  readonly port: number;
  readonly posts: ReadonlyMap<string, Post>;
  readonly stream: PartStream;
  readonly labUrl: string;
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  // A page elsewhere could point a name of its own at this address.
  if (!isOurHost(request.headers.host, serving.port)) {
    sendJson(response, 421, { error: "Use the address that the demo printed." });
    return;
  }
  setSecurity(response, serving.labUrl);
  const path = (request.url ?? "/").replace(/\?.*$/, "");
  if (request.method === "POST") await servePost(request, response, path, serving);
  else if (request.method !== "GET") sendJson(response, 405, { error: "GET or POST." });
  else if (path === "/api/stream") serveStream(response, serving.stream);
  else await serveFile(response, path);
}

async function servePost(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { posts, port, stream }: Serving,
): Promise<void> {
  const post = posts.get(path);
  const { origin } = request.headers;
  if (origin !== undefined && !isOurHost(URL.parse(origin)?.host, port)) {
    sendJson(response, 403, { error: "Only the demo's own page may do that." });
    return;
  }
  if (post === undefined || request.headers["content-type"] !== "application/json") {
    sendJson(response, post === undefined ? 404 : 415, { error: "There is nothing like that here." });
    return;
  }
  try {
    sendJson(response, 200, await post(JSON.parse(await readBody(request))));
  } catch (error) {
    sendJson(response, 400, { error: toSentence(error) });
  }
  stream.refresh();
}

function serveStream(response: ServerResponse, stream: PartStream): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  stream.add(response);
}

async function serveFile(response: ServerResponse, path: string): Promise<void> {
  const file = await findFile(path);
  if (file === undefined) {
    sendJson(response, 404, { error: "There is nothing at this address." });
    return;
  }
  response.writeHead(200, { "content-type": file.type, "cache-control": "no-cache" });
  response.end(file.content);
}

function setSecurity(response: ServerResponse, labUrl: string): void {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `img-src 'self' data: ${labUrl}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  response.setHeader("content-security-policy", policy.join("; "));
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
}

function isOurHost(host: string | undefined, port: number): boolean {
  return host === `${LOOPBACK}:${String(port)}` || host === `localhost:${String(port)}`;
}

function toSentence(error: unknown): string {
  if (error instanceof ZodError) return `That can't be done: ${error.issues[0]?.message ?? "bad input"}.`;
  if (error instanceof SyntaxError) return "That isn't JSON.";
  return error instanceof Error ? error.message : String(error);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_BODY_BYTES) throw new Error("That is too long.");
  }
  return text;
}

async function listen(wanted: number): Promise<{ server: Server; port: number }> {
  for (const candidate of [wanted, 0]) {
    const server = createServer();
    server.listen(candidate, LOOPBACK);
    try {
      await once(server, "listening");
    } catch (error) {
      if (candidate === 0) throw error;
      continue;
    }
    const address = server.address();
    if (typeof address === "object" && address !== null) return { server, port: address.port };
  }
  throw new Error("No port is free.");
}
