import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { ServiceHttp } from "../../../src/adapters/services/contract/index.ts";
import { createAddressGuard } from "../../../src/adapters/services/http/address-guard.ts";
import { createServiceHttp } from "../../../src/adapters/services/http/service-http.ts";

export interface LocalServer {
  readonly url: string;
  /** `GET /path`, in order. */
  readonly asked: string[];
  /** Speaks to it, and to nothing else that is private. */
  readonly http: ServiceHttp;
  close(): void;
}

export interface LocalAnswer {
  readonly status?: number;
  readonly json?: unknown;
}

/** A service on loopback that answers what `answer` says; 404 for undefined. */
export async function startLocalServer(
  answer: (path: string, request: IncomingMessage) => LocalAnswer | undefined,
): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    asked.push(`${method} ${url}`);
    request.resume();
    const { status = 200, json = {} } = answer(url, request) ?? { status: 404 };
    // In two steps: restify, where it is loaded too, lets writeHead answer nothing.
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(json));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const guard = createAddressGuard([{ kind: "host", name: "127.0.0.1" }]);
  const http = createServiceHttp({ guard, version: "1", timeoutMs: 1_000 });
  return {
    url: typeof address === "object" && address !== null ? `http://127.0.0.1:${String(address.port)}` : "",
    asked,
    http,
    close: () => {
      http.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
