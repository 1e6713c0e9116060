import { startServer, type FakeServer, type Outgoing } from "../http/server.ts";
import type { FakeHooks } from "../http/hooks.ts";
import { Account, tooMany, type Scopes } from "./account.ts";
import { refusal } from "./answers.ts";
import { Droplets, type Droplet, type Pace } from "./droplets.ts";
import { Keys } from "./keys.ts";
import { answer } from "./routes.ts";

export type { Droplet } from "./droplets.ts";

export interface DigitalOceanOptions extends FakeHooks, Partial<Pace> {
  readonly port?: number;
  readonly now?: () => Date;
  readonly mostAPage?: number;
}

export interface FakeDigitalOcean extends FakeServer {
  addToken(token: string, scopes: Scopes): void;
  setDropletLimit(limit: number): void;
  setHourlyLimit(limit: number): void;
  setStatus(status: "active" | "warning" | "locked"): void;
  /** Those that cost money. */
  droplets(): readonly Droplet[];
  /** MD5 fingerprints of the account's keys. */
  keys(): readonly string[];
  /** As somebody in the control panel would. */
  deleteByHand(id: number): Promise<void>;
}

const RETRY_AFTER_SECONDS = 90;

/**
 * DigitalOcean's API v2 in memory, on loopback, as far as Ployst uses it: written from its OpenAPI description
 * (github.com/digitalocean/openapi, specification/DigitalOcean-public.v2.yaml), its scopes
 * (docs.digitalocean.com/reference/api/scopes), and messages that people were shown (github.com/digitalocean/api-v2,
 * issues). It is our reading of those, not DigitalOcean.
 */
export async function startDigitalOcean(options: DigitalOceanOptions = {}): Promise<FakeDigitalOcean> {
  const { now = () => new Date(), mostAPage, port } = options;
  const { readsUntilDone = 2, listsUntilShown = 0, readsUntilFound = 0, readsUntilGone = 0 } = options;
  const account = new Account(now);
  const keys = new Keys();
  const pace = { readsUntilDone, listsUntilShown, readsUntilFound, readsUntilGone };
  const droplets = new Droplets(pace, options, now);
  const world = { account, keys, droplets, mostAPage };
  const server = await startServer(
    {
      nameOf: ({ method, path, query }) =>
        `${method} ${path}${query.size === 0 ? "" : `?${query.toString()}`}`,
      answer: (incoming) => answer(world, incoming),
      broken: (status) => broken(status, now()),
    },
    port,
  );
  return {
    ...server,
    addToken: (token, scopes) => account.addToken(token, scopes),
    setDropletLimit: (limit) => {
      account.dropletLimit = limit;
    },
    setHourlyLimit: (limit) => {
      account.hourlyLimit = limit;
    },
    setStatus: (status) => {
      account.status = status;
    },
    droplets: () => droplets.live,
    keys: () => keys.all.map(({ fingerprint }) => fingerprint),
    deleteByHand: async (id) => {
      const droplet = droplets.live.find((one) => one.id === id);
      if (droplet !== undefined) await droplets.delete(droplet);
    },
  };
}

function broken(status: number, now: Date): Outgoing {
  if (status === 429) return tooMany(Math.ceil(now.getTime() / 1_000) + RETRY_AFTER_SECONDS);
  if (status < 500) return refusal(status, "trouble", "Something is wrong.");
  // From the front, where there is no JSON.
  const headers = { "content-type": "text/html" };
  if (status !== 500) return { status, headers, body: `<html><h1>${String(status)} Bad Gateway</h1></html>` };
  return refusal(500, "server_error", "Unexpected server-side error");
}
