import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import type { CloudAccount, CloudNetwork } from "../contract/index.ts";

const CONNECT_MS = 5_000;
/** RunInstances and long lists take seconds. */
const REQUEST_MS = 30_000;
const MOST_BYTES = 16 * 1_024 * 1_024;
const SOCKETS_A_HOST = 16;

export interface ClientOptions {
  readonly network: CloudNetwork;
  readonly version: string;
  /** For one request, its answer included. */
  readonly timeoutMs?: number;
}

export interface Clients {
  readonly timeoutMs: number;
  /** A client for one account in one region. Throws SERVICE_ADDRESS_PRIVATE. */
  open(account: CloudAccount, region: string): EC2Client;
  close(): void;
}

/**
 * The SDK as we want it: one attempt (our jobs repeat, and know whether they may), nothing of the machine's own
 * configuration, no words of its own, and no connection that the network refuses.
 */
export function createClients({ network, version, timeoutMs = REQUEST_MS }: ClientOptions): Clients {
  const agent = { keepAlive: true, maxSockets: SOCKETS_A_HOST, lookup: network.lookup };
  const httpAgent = new HttpAgent(agent);
  const httpsAgent = new HttpsAgent(agent);
  const shared: EC2ClientConfig = {
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    ignoreConfiguredEndpointUrls: true,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: [],
    userAgentAppId: "ployst",
    customUserAgent: `ployst/${version}`,
    logger: silent,
    streamCollector: collect,
    requestHandler: {
      httpAgent,
      httpsAgent,
      connectionTimeout: Math.min(CONNECT_MS, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      logger: silent,
    },
  };
  return {
    timeoutMs,
    open: ({ endpoint, credentials }, region) => {
      if (endpoint !== "") network.refusePrivate(new URL(endpoint));
      const { accessKeyId = "", secretAccessKey = "" } = credentials;
      const own = { region, credentials: { accessKeyId, secretAccessKey } };
      return new EC2Client({ ...shared, ...own, ...(endpoint !== "" && { endpoint }) });
    },
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** What is answered, as long as it isn't endless. */
async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The SDK's words may hold what it sends. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  return undefined;
}
