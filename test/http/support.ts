import { connect, type Socket } from "node:net";
import { createHttpServer, type HttpServer, type HttpServerOptions } from "../../src/http/index.ts";
import type { Log, LogFields } from "../../src/core/log.ts";

export interface LoggedLine {
  readonly level: string;
  readonly fields: LogFields;
  readonly text: string;
}

/** A log that keeps what it is told. */
export function recordingLog(lines: LoggedLine[], context: LogFields = {}): Log {
  const at = (level: string) => (fields: LogFields, text: string) => {
    lines.push({ level, fields: { ...context, ...fields }, text });
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => recordingLog(lines, { ...context, ...fields }),
  };
}

export interface RunningServer {
  readonly server: HttpServer;
  readonly port: number;
  readonly url: string;
  readonly lines: readonly LoggedLine[];
}

/** A server on a free loopback port, with the routes that `mount` gives it. */
export async function startServer(
  mount: (server: HttpServer) => void,
  options: Partial<HttpServerOptions> = {},
): Promise<RunningServer> {
  const lines: LoggedLine[] = [];
  const server = createHttpServer({ log: recordingLog(lines), trustProxy: 0, isSecure: false, ...options });
  mount(server);
  const { port } = await server.listen(0, "127.0.0.1");
  return { server, port, url: `http://127.0.0.1:${String(port)}`, lines };
}

/** A raw connection: what fetch would not send. `ended` resolves with all that came back. */
export function openSocket(port: number): { readonly socket: Socket; readonly ended: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  // A connection that is cut while we still write is an expected end here.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    resolve(text);
  });
  return { socket, ended: promise };
}
