import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { Client } from "ldapts";
import type { DirectoryConfig } from "../../config/directory.ts";
import { toFault } from "./failures.ts";

const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;

/** One signed-in connection for the length of some work. */
export type WithSession = <T>(work: (client: Client) => Promise<T>) => Promise<T>;

/** StartTLS comes before anything is said (RFC 4513, 3.1); certificates are checked always. */
export function createSession(config: DirectoryConfig, answerMs = ANSWER_MS): WithSession {
  return async (work) => {
    const tls = config.caFile === undefined ? {} : { ca: [await readFile(config.caFile, "utf8")] };
    const client = new Client({
      url: config.url,
      timeout: answerMs,
      connectTimeout: CONNECT_MS,
      ...(config.url.startsWith("ldaps:") && { tlsOptions: tls }),
    });
    try {
      // Without the host the certificate would be held against "localhost".
      if (config.startTls) await client.startTLS({ ...tls, ...identityOf(config.url) });
      await client.bind(config.bindDn, config.bindPassword);
      return await work(client);
    } catch (error) {
      throw toFault(error);
    } finally {
      // A connection that is gone already has nothing left to end.
      await client.unbind().catch(() => undefined);
    }
  };
}

/** Whom the certificate must name. An address goes without SNI (RFC 6066, 3). */
function identityOf(url: string): { readonly host: string; readonly servername?: string } {
  const host = (URL.parse(url)?.hostname ?? "").replace(/^\[(.*)\]$/, "$1");
  return isIP(host) === 0 ? { host, servername: host } : { host };
}
