import { Client } from "./client.ts";
import { FaultPlan } from "./faults.ts";
import { SlidingLimits } from "./limits.ts";
import type { RecordedRequest } from "./model.ts";
import { listen } from "./service.ts";
import { World } from "./world.ts";

export type { BotAnswer, BotEndpoint } from "./bot-link.ts";
export type { ClickResult } from "./client.ts";
export type { FaultScope, InjectedFault } from "./faults.ts";
export type { FakeConversation, FakeMessage, FakePerson, JsonObject, RecordedRequest } from "./model.ts";
export { startTokenIssuer, type TokenIssuer } from "./tokens.ts";

export interface FakeTeamsOptions {
  /** Enforce the sliding limits and one request at a time per conversation; true unless told. */
  readonly limits?: boolean;
  /** The limits' clock, in milliseconds. */
  readonly now?: () => number;
  readonly tenantId?: string;
  /** How long the service takes for each request; 1 ms unless told. */
  readonly latencyMs?: number;
  /** The bot as Teams names it: `28:<app id>`. */
  readonly bot?: { readonly id: string; readonly name: string };
}

export type FakeTeams = Client & {
  /** The service URL, with a trailing slash, as Teams writes it. */
  readonly url: string;
  /** Every request that came in, in order. */
  readonly requests: RecordedRequest[];
  failNext: FaultPlan["failNext"];
  /** From now on only this bearer token is let in; undefined lets everybody in. */
  requireToken(bearer: string | undefined): void;
  close(): Promise<void>;
};

/** Starts a Teams channel service on a free loopback port. */
export async function startFakeTeams(options: FakeTeamsOptions = {}): Promise<FakeTeams> {
  const world = new World(options.tenantId ?? "11111111-1111-4111-8111-111111111111");
  const faults = new FaultPlan();
  const requests: RecordedRequest[] = [];
  let bearer: string | undefined;
  const limits = options.limits === false ? undefined : new SlidingLimits(options.now ?? Date.now);
  const { server, url } = await listen({
    world,
    faults,
    limits,
    bearer: () => bearer,
    requests,
    latencyMs: options.latencyMs ?? 1,
  });
  const client = new Client(world, url, options.bot ?? { id: "28:ployst", name: "GitHub" });

  return Object.assign(client, {
    url,
    requests,
    failNext: faults.failNext.bind(faults),
    requireToken: (token: string | undefined) => {
      bearer = token;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
}
