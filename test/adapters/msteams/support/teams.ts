import {
  type FakeTeams,
  startFakeTeams,
  startTokenIssuer,
  type TokenIssuer,
} from "../../../../demo/teams/connector/index.ts";
import {
  createTeams,
  loadCards,
  type Teams,
  type TeamsEndpoints,
} from "../../../../src/adapters/msteams/index.ts";
import type { TeamsApp } from "../../../../src/adapters/msteams/index.ts";
import type { PostingPlace } from "../../../../src/core/connector.ts";
import { silentLog } from "../../../../src/core/log.ts";
import { systemClock } from "../../../../src/core/clock.ts";
import type { Log, LogFields } from "../../../../src/core/log.ts";
import { card, cardsFolder } from "./cards.ts";

export const APP: TeamsApp = {
  appId: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
  appPassword: "not-a-real-one",
  appType: "SingleTenant",
  tenantId: "11111111-1111-4111-8111-111111111111",
};

/** A fake Teams and the adapter over it, in local mode. */
export async function localTeams(
  options: { limits?: boolean; endpoints?: TeamsEndpoints } = {},
): Promise<{ fake: FakeTeams; teams: Teams; close: () => Promise<void> }> {
  const fake = await startFakeTeams({ limits: options.limits ?? false });
  const teams = adapter(undefined, options.endpoints ?? {});
  return { fake, teams, close: () => closeAll(teams, fake) };
}

/** A fake Teams, its token issuer, and the adapter that knows both. */
export async function authenticatedTeams(
  options: { endpoints?: TeamsEndpoints; allowedTenants?: readonly string[]; log?: Log } = {},
): Promise<{ fake: FakeTeams; issuer: TokenIssuer; teams: Teams; close: () => Promise<void> }> {
  const [fake, issuer] = await Promise.all([startFakeTeams({ limits: false }), startTokenIssuer()]);
  const endpoints: TeamsEndpoints = {
    openIdMetadataUrl: issuer.metadataUrl,
    tokens: () => Promise.resolve("outbound-token"),
    loopback: true,
    ...options.endpoints,
  };
  const teams = adapter(APP, endpoints, options.allowedTenants ?? [], options.log);
  return { fake, issuer, teams, close: () => closeAll(teams, fake, issuer) };
}

export function adapter(
  app: TeamsApp | undefined,
  endpoints: TeamsEndpoints,
  allowedTenants: readonly string[] = [],
  log: Log = silentLog,
): Teams {
  return createTeams({
    app,
    botName: "GitHub",
    allowedTenants,
    cards: loadCards(cardsFolder({ "a/b.json": card({ type: "TextBlock", text: "${title}" }) })),
    clock: systemClock,
    log,
    endpoints,
  });
}

export function placeIn(
  fake: FakeTeams,
  channelId: string,
  type: PostingPlace["type"] = "channel",
): PostingPlace {
  return { tenantId: fake.world.tenantId, channelId, type, serviceUrl: fake.url };
}

/** A log that keeps its lines. */
export function recordingLog(): Log & { lines: { level: string; fields: LogFields; text: string }[] } {
  const lines: { level: string; fields: LogFields; text: string }[] = [];
  const at = (level: string) => (fields: LogFields, text: string) => {
    lines.push({ level, fields, text });
  };
  const log = {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => log,
  };
  return log;
}

async function closeAll(teams: Teams, ...servers: readonly { close(): Promise<void> }[]): Promise<void> {
  teams.close();
  await Promise.all(servers.map((server) => server.close()));
}
