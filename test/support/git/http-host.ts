import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { runGitBackend } from "../../../demo/github/git/backend.ts";

export interface GitHttpHost {
  /** `localhost:1234` */
  readonly host: string;
  /** What requests brought as `Authorization`, decoded; `''` for none. */
  readonly seen: string[];
  /** Answers instead of git while it is set. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** As git answers. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** git's own smart HTTP server over a folder of repositories; lets in whoever brings `user:password`. */
export async function startGitHttpHost(root: string, login?: string): Promise<GitHttpHost> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const given = Buffer.from((request.headers.authorization ?? "").replace(/^Basic /, ""), "base64");
    seen.push(given.toString());
    if (host.answer !== undefined) {
      host.answer(request, response);
      return;
    }
    if (login !== undefined && given.toString() !== login) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    serve(root, request, response);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const host: GitHttpHost = {
    host: `localhost:${String(address.port)}`,
    seen,
    answer: undefined,
    serve: (request, response) => {
      serve(root, request, response);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return host;
}

function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  runGitBackend({ root, pathInfo: url.pathname, query: url.search.slice(1) }, request, response);
}
