import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { CloudFaults } from "./faults.ts";

const LOOPBACK = "127.0.0.1";
/** Calls that are answered before a late one is done. */
const LATE_AFTER_CALLS = 4;

export interface Incoming {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Outgoing {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A vendor's API, without its HTTP. */
export interface Site {
  /** Names the call in `asked`, and for troubles. */
  readonly nameOf: (incoming: Incoming) => string;
  readonly answer: (incoming: Incoming) => Promise<Outgoing>;
  /** What the vendor answers with that status when it is in trouble itself. */
  readonly broken: (status: number) => Outgoing;
}

export interface FakeServer {
  readonly url: string;
  /** The names of all calls, in order. */
  readonly asked: string[];
  readonly faults: CloudFaults;
  /** Does now what came late. */
  actLate(): Promise<void>;
  close(): void;
}

/** Serves the site on loopback, with the troubles that are planned. */
export async function startServer(site: Site, port = 0): Promise<FakeServer> {
  const asked: string[] = [];
  const faults = new CloudFaults();
  const late: { left: number; readonly act: () => Promise<unknown> }[] = [];
  const actDue = async (): Promise<void> => {
    for (const one of [...late]) {
      one.left -= 1;
      if (one.left > 0) continue;
      late.splice(late.indexOf(one), 1);
      await one.act();
    }
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const incoming = await read(request);
    const name = site.nameOf(incoming);
    asked.push(name);
    const trouble = faults.take(name);
    // Before the answer: whoever looks for it again and again doesn't overtake what takes a moment to be done.
    await actDue();
    if (trouble === "late") late.push({ left: LATE_AFTER_CALLS + 1, act: () => site.answer(incoming) });
    if (trouble === "reset" || trouble === "late") request.socket.destroy();
    if (trouble === "reset" || trouble === "late" || trouble === "hang") return;
    const answer = typeof trouble === "number" ? site.broken(trouble) : await site.answer(incoming);
    if (trouble === "reset-after") request.socket.destroy();
    else if (trouble !== "hang-after") write(response, answer);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) write(response, { status: 500, body: `The fake itself failed: ${message}` });
    });
  }).listen(port, LOOPBACK);
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return {
    url: `http://${LOOPBACK}:${String(address.port)}`,
    asked,
    faults,
    actLate: async () => {
      for (const { act } of late.splice(0)) await act();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Incoming> {
  const { pathname, searchParams } = new URL(request.url ?? "/", `http://${LOOPBACK}`);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? "")]);
  return {
    method: request.method ?? "GET",
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: await text(request),
  };
}

function write(response: ServerResponse, { status, headers, body }: Outgoing): void {
  // In two steps: restify, where it is loaded too, lets writeHead answer nothing.
  response.writeHead(status, { ...headers });
  response.end(body);
}
