import type { Clock } from "../../core/clock.ts";
import type { ChatConnector } from "../../core/connector.ts";
import type { Fault } from "../../core/fault.ts";
import type { InboundActivity } from "../../core/inbound.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Reply } from "../../core/reply.ts";
import { entraTokens, type TeamsApp } from "./app.ts";
import { createAuthenticator } from "./authentication.ts";
import type { Cards } from "./cards.ts";
import { TeamsConnector } from "./connector.ts";
import { toInvokeResponse } from "./invoke-response.ts";
import { OutboundToken, type TokenSource } from "./outbound-token.ts";
import { receive, type ReceiveDeps, type Received, type RequestHeaders } from "./receive.ts";
import { createAgents } from "./sdk-client.ts";
import { loopbackServiceUrls, teamsServiceUrls } from "./service-url.ts";

export { ADAPTIVE_CARD } from "./activity.ts";
export { entraTokens, type TeamsApp } from "./app.ts";
export { type Cards, checkRendered, loadCards } from "./cards.ts";
export type { TokenSource } from "./outbound-token.ts";
export type { Received, RequestHeaders } from "./receive.ts";
export { toTokenFailure } from "./token-failure.ts";

export interface TeamsOptions {
  /** Undefined: local mode. Nobody is authenticated, so only this machine is listened and spoken to. */
  readonly app: TeamsApp | undefined;
  readonly botName: string;
  /** Empty: the app's own tenant alone. Without either nobody is let in. */
  readonly allowedTenants: readonly string[];
  /** Compiled once for as many bots as there are in the process. */
  readonly cards: Cards;
  readonly clock: Clock;
  readonly log: Log;
  /** Stand-ins for Microsoft's endpoints, for tests and the demo. */
  readonly endpoints?: TeamsEndpoints;
}

export interface TeamsEndpoints {
  readonly openIdMetadataUrl?: string;
  /** Replaces Entra ID as the source of outbound tokens. */
  readonly tokens?: TokenSource;
  /** Teams is played by a service on this machine: only loopback service URLs are taken. */
  readonly loopback?: boolean;
  /** 10 s unless told. */
  readonly timeoutMs?: number;
}

export interface Teams {
  receive(headers: RequestHeaders, remoteAddress: string | undefined, body: unknown): Promise<Received>;
  /** The JSON that answers an invoke, always with HTTP 200; undefined: no body. */
  toInvokeResponse(invoke: InboundActivity, outcome: Reply | Fault | undefined): JsonObject | undefined;
  readonly connector: ChatConnector;
  readonly cards: Cards;
  /** Fetches the outbound token before the first message needs it. Never throws: a bot without a token still starts. */
  warmUp(): Promise<void>;
  close(): void;
}

const TIMEOUT_MS = 10_000;

/** Everything that Ployst has of Microsoft Teams. */
export function createTeams(options: TeamsOptions): Teams {
  const { app, cards, clock, log, endpoints = {} } = options;
  const agents = createAgents();
  const serviceUrls =
    app === undefined || endpoints.loopback === true ? loopbackServiceUrls : teamsServiceUrls;
  const timeoutMs = endpoints.timeoutMs ?? TIMEOUT_MS;
  const token =
    app === undefined ? undefined : new OutboundToken(endpoints.tokens ?? entraTokens(app), timeoutMs);
  const authenticator =
    app === undefined ? undefined : createAuthenticator(app, endpoints, log, () => clock.now().getTime());
  const connector = new TeamsConnector({
    agents,
    token,
    serviceUrls,
    bot: { id: app === undefined ? "28:local" : `28:${app.appId}`, name: options.botName },
    clock,
    timeoutMs,
  });
  const deps: ReceiveDeps = { authenticator, serviceUrls, allowedTenants: tenantsOf(options), log };

  return {
    receive: (headers, remoteAddress, body) => receive(headers, remoteAddress, body, deps),
    toInvokeResponse: (invoke, outcome) => toInvokeResponse(invoke, outcome, cards),
    connector,
    cards,
    warmUp: async () => {
      try {
        await token?.get();
      } catch (error) {
        log.warn({ kind: error instanceof Error ? error.name : "unknown" }, "no outbound token yet");
      }
    },
    close: () => {
      authenticator?.close();
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function tenantsOf(options: TeamsOptions): ReadonlySet<string> | undefined {
  if (options.app === undefined && options.allowedTenants.length === 0) return undefined;
  const own = options.app?.tenantId === undefined ? [] : [options.app.tenantId];
  const allowed = options.allowedTenants.length === 0 ? own : options.allowedTenants;
  return new Set(allowed.map((tenant) => tenant.toLowerCase()));
}
