import type { z } from "zod";
import type { CloudAccount } from "../contract/index.ts";
import type { Api, Ask } from "./api.ts";
import { Account, Droplets } from "./shapes.ts";

export interface Usage {
  readonly account: z.infer<typeof Account>["account"] | undefined;
  /** Undefined if the token may not see it. */
  readonly limit: number | undefined;
  readonly used: number;
}

/** How many droplets there are, and may be. */
export async function readUsage(api: Api, account: CloudAccount): Promise<Usage> {
  const asked = await api.read(Account, account, ACCOUNT);
  const limit = asked?.account.droplet_limit;
  const droplets = limit === undefined ? undefined : await api.read(Droplets, account, ONE_DROPLET);
  return { account: asked?.account, limit, used: droplets?.meta?.total ?? 0 };
}

const ACCOUNT: Ask = { method: "GET", path: "/v2/account", scopes: ["account:read"] };
/** The total comes with any page. */
const ONE_DROPLET: Ask = { method: "GET", path: "/v2/droplets?per_page=1", scopes: ["droplet:read"] };
