import type { Incoming, Outgoing } from "../http/server.ts";
import type { Account } from "./account.ts";
import { json, notFound, page, refusal, unprocessable } from "./answers.ts";
import { IMAGES, REGIONS, SIZES } from "./catalog.ts";
import { actOn, createDroplet, deleteDroplet, forbidden } from "./droplet-routes.ts";
import { toDropletJson, type Droplets } from "./droplets.ts";
import type { Keys } from "./keys.ts";

export interface World {
  readonly account: Account;
  readonly keys: Keys;
  readonly droplets: Droplets;
  /** So that a test can see more pages than there are rows. */
  readonly mostAPage: number | undefined;
}

export interface Call {
  readonly world: World;
  readonly incoming: Incoming;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The parts of the path that vary. */
  readonly params: readonly string[];
  readonly has: (scope: string) => boolean;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly scopes: readonly string[];
  readonly run: (call: Call) => Outgoing | Promise<Outgoing>;
}

/** What Ployst uses of the API; anything else is 404. The scopes are those of each operation's page. */
const ROUTES: readonly Route[] = [
  route("GET", /^\/v2\/account$/, ["account:read"], showAccount),
  route("GET", /^\/v2\/regions$/, ["regions:read"], (call) => list(call, "regions", REGIONS)),
  route("GET", /^\/v2\/sizes$/, ["sizes:read"], (call) => list(call, "sizes", SIZES)),
  route("GET", /^\/v2\/images$/, ["image:read"], (call) => list(call, "images", IMAGES)),
  route("GET", /^\/v2\/account\/keys$/, ["ssh_key:read"], listKeys),
  route("POST", /^\/v2\/account\/keys$/, ["ssh_key:create"], addKey),
  route("GET", /^\/v2\/account\/keys\/([^/]+)$/, ["ssh_key:read"], showKey),
  route("POST", /^\/v2\/droplets$/, ["droplet:create"], createDroplet),
  route("GET", /^\/v2\/droplets$/, ["droplet:read"], listDroplets),
  route("GET", /^\/v2\/droplets\/(\d+)$/, ["droplet:read"], showDroplet),
  route("DELETE", /^\/v2\/droplets\/(\d+)$/, ["droplet:delete"], deleteDroplet),
  route("POST", /^\/v2\/droplets\/(\d+)\/actions$/, ["droplet:update"], actOn),
  // On cloud.digitalocean.com, not on the API's own host: the vendor's doctl asks it (do/oauth.go).
  route("GET", /^\/v1\/oauth\/token\/info$/, [], showToken),
];

function route(method: string, path: RegExp, scopes: readonly string[], run: Route["run"]): Route {
  return { method, path, scopes, run };
}

export async function answer(world: World, incoming: Incoming): Promise<Outgoing> {
  const token = /^Bearer (.+)$/.exec(incoming.headers["authorization"] ?? "")?.[1] ?? "";
  if (world.account.scopesOf(token) === undefined)
    return refusal(401, "unauthorized", "Unable to authenticate you");
  const limited = world.account.spend(token);
  if (limited !== undefined) return limited;
  const answered = await dispatch(world, incoming, token);
  return { ...answered, headers: { ...world.account.headers(token), ...answered.headers } };
}

async function dispatch(world: World, incoming: Incoming, token: string): Promise<Outgoing> {
  for (const { method, path, scopes, run } of ROUTES) {
    const match = method === incoming.method ? path.exec(incoming.path) : null;
    if (match === null) continue;
    const has = (scope: string): boolean => world.account.has(token, scope);
    if (!scopes.every(has)) return forbidden;
    const body = toObject(incoming);
    if (body === undefined) return refusal(400, "bad_request", "Unable to parse the request.");
    const params = match.slice(1).map((part) => decodeURIComponent(part));
    return run({ world, incoming, token, body, params, has });
  }
  return notFound;
}

function toObject({ body, headers }: Incoming): Readonly<Record<string, unknown>> | undefined {
  if (body === "") return {};
  if (headers["content-type"]?.startsWith("application/json") !== true) return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function list(call: Call, key: string, all: readonly unknown[]): Outgoing {
  return page(call.incoming, key, all, call.world.mostAPage);
}

function showAccount({ world, has }: Call): Outgoing {
  return json(200, {
    account: {
      ...(has("droplet:read") && { droplet_limit: world.account.dropletLimit }),
      email: "sammy@digitalocean.com",
      name: "Sammy the Shark",
      uuid: "b6fr89dbf6d9156cace5f3c78dc9851d957381ef",
      email_verified: true,
      status: world.account.status,
      status_message: "",
      team: { uuid: "5df3e3004a17e242b7c20ca6c9fc25b701a47ece", name: "My Team" },
    },
  });
}

function showToken({ world, token }: Call): Outgoing {
  const scopes = world.account.scopesOf(token);
  return json(200, {
    resource_owner_id: 6_304_041,
    scopes: scopes === "full" ? ["read", "write"] : scopes,
    expires_in_seconds: 7_776_000,
  });
}

function listKeys(call: Call): Outgoing {
  return call.world.account.spendKeyList() ?? list(call, "ssh_keys", call.world.keys.all);
}

function showKey({ world, params }: Call): Outgoing {
  const key = world.keys.find(params[0] ?? "");
  return key === undefined ? notFound : json(200, { ssh_key: key });
}

function addKey({ world, body }: Call): Outgoing {
  const { name, public_key: publicKey } = body;
  if (typeof name !== "string" || typeof publicKey !== "string") return unprocessable("Name can't be blank");
  const added = world.keys.add(name, publicKey);
  if (added === "malformed") return unprocessable("Key invalid, key should be of the format `ssh-rsa ...`");
  if (added === undefined) return unprocessable("SSH Key is already in use on your account");
  return json(201, { ssh_key: added });
}

function listDroplets(call: Call): Outgoing {
  const tag = call.incoming.query.get("tag_name") ?? undefined;
  if (tag !== undefined && !call.has("tag:read")) return forbidden;
  const shown = call.world.droplets.list(tag).map((droplet) => toDropletJson(droplet, call.has));
  return list(call, "droplets", shown);
}

function showDroplet({ world, params, has }: Call): Outgoing {
  const droplet = world.droplets.read(params[0] ?? "");
  return droplet === undefined ? notFound : json(200, { droplet: toDropletJson(droplet, has) });
}
