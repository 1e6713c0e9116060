import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { faults } from "../../../core/errors.ts";
import { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { ServiceAnswer, ServiceRequest, ServiceTarget } from "../contract/http.ts";
import { createGuardedNetwork } from "./guarded-network.ts";
import type { ServiceHttpOptions } from "./service-http.ts";

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 2 * 1024 * 1024;
const SOCKETS_A_HOST = 6;
/** Node says no more where another protocol is switched to: no error, no answer, and no time runs out. */
export const UNANSWERED = "the connection was closed without an answer";

/** One request and its answer. */
export interface Exchange {
  run(target: ServiceTarget, request: ServiceRequest): Promise<ServiceAnswer>;
  close(): void;
}

export function createExchange(options: ServiceHttpOptions): Exchange {
  const { timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES, guard, version, ca } = options;
  const agents = {
    "http:": new HttpAgent({ keepAlive: true, maxSockets: SOCKETS_A_HOST }),
    "https:": new HttpsAgent({
      keepAlive: true,
      maxSockets: SOCKETS_A_HOST,
      ...(ca !== undefined && { ca }),
    }),
  };
  const network = createGuardedNetwork(guard);
  return {
    run: async (target, { method, path, headers = {}, body }) => {
      const url = new URL(`${target.baseUrl}${path}`);
      network.refusePrivate(url);
      const isSecure = url.protocol === "https:";
      const sent = toBody(body);
      const begin = isSecure ? httpsRequest : httpRequest;
      try {
        const outgoing = begin(url, {
          method,
          agent: isSecure ? agents["https:"] : agents["http:"],
          lookup: network.lookup,
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            accept: "application/json",
            "user-agent": `ployst/${version}`,
            ...(sent === undefined
              ? {}
              : { "content-length": sent.length, "content-type": "application/json" }),
            ...headers,
          },
        });
        return await readAnswer(outgoing, sent, mostBytes, target);
      } catch (error) {
        throw explain(error, target, url);
      }
    },
    close: () => {
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
}

function toBody(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

async function readAnswer(
  outgoing: ClientRequest,
  body: Buffer | undefined,
  mostBytes: number,
  { service }: ServiceTarget,
): Promise<ServiceAnswer> {
  const incoming = await new Promise<IncomingMessage>((settle, reject) => {
    outgoing.once("response", settle);
    outgoing.once("error", reject);
    outgoing.once("close", () => {
      reject(new Error(UNANSWERED));
    });
    outgoing.end(body);
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > mostBytes) {
      incoming.destroy();
      throw faults.SERVICE_TOO_BIG({ service });
    }
    chunks.push(bytes);
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? "")]);
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    text: Buffer.concat(chunks).toString("utf8"),
  };
}

/** The fault that a connection's error means: without the request, which holds credentials. */
export function explain(error: unknown, { service }: ServiceTarget, url: URL): Fault {
  if (error instanceof Fault) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL|EPROTO)/.test(code))
    return faults.SERVICE_CERTIFICATE({ service, host: escapeMarkdown(url.host) });
  // Of what a header holds only credentials are typed by people. Nothing was sent.
  if (code === "ERR_INVALID_CHAR") return faults.SERVICE_CREDENTIALS_REFUSED({ service });
  return faults.SERVICE_UNREACHABLE({ service });
}
