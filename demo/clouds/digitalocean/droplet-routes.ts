import type { Outgoing } from "../http/server.ts";
import { json, noContent, notFound, refusal, unprocessable } from "./answers.ts";
import { findImage, findRegion, findSize, toDropletJson, type Droplet } from "./droplets.ts";
import type { Call } from "./routes.ts";

const NAME = /^[a-zA-Z0-9]?[a-z0-9A-Z.-]*[a-z0-9A-Z]$/;
const TAG = /^[a-zA-Z0-9_:-]{1,255}$/;
const MOST_USER_DATA = 64 * 1_024;
const ACTIONS = ["reboot", "power_cycle", "shutdown", "power_off", "power_on"];
const PENDING = unprocessable("Droplet already has a pending event.");

/** POST /v2/droplets, for one droplet. */
export async function createDroplet({ world, body, has }: Call): Promise<Outgoing> {
  const { name, region: regionSlug, size: sizeSlug, image: imageId, user_data: userData = "" } = body;
  const tags = toTexts(body["tags"]);
  const identifiers = toTexts(body["ssh_keys"]);
  if (tags.length > 0 && !has("tag:create")) return forbidden;
  if (identifiers.length > 0 && !has("ssh_key:read")) return forbidden;
  if (typeof name !== "string" || name.length > 255 || !NAME.test(name))
    return unprocessable("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)");
  const region = findRegion(regionSlug);
  if (region === undefined) return unprocessable("You specified an invalid region for Droplet creation.");
  const size = findSize(sizeSlug, region);
  if (size === undefined) return unprocessable("You specified an invalid size for Droplet creation.");
  const image = findImage(imageId, region);
  if (image === undefined) return unprocessable("You specified an invalid image for Droplet creation.");
  const keys = identifiers.map((one) => world.keys.find(one));
  const known = keys.filter((key) => key !== undefined);
  if (known.length < keys.length)
    return unprocessable(`${identifiers.join(", ")} are invalid key identifiers for Droplet creation.`);
  if (typeof userData !== "string" || Buffer.byteLength(userData) > MOST_USER_DATA)
    return unprocessable("User data is too long.");
  if (!tags.every((tag) => TAG.test(tag))) return unprocessable("Tags is invalid.");
  if (world.droplets.live.length >= world.account.dropletLimit)
    return unprocessable("creating this/these droplet(s) will exceed your droplet limit");
  const droplet = await world.droplets.create(
    {
      ...{ name, region, size, image, tags, userData },
      keys: known.map(({ fingerprint }) => fingerprint),
      vpcUuid:
        typeof body["vpc_uuid"] === "string" ? body["vpc_uuid"] : "5a4981aa-9653-4bd1-bef5-d6bff52042e4",
    },
    known.map(({ public_key }) => public_key),
  );
  const actionId = droplet.pending?.id ?? 0;
  const href = `https://api.digitalocean.com/v2/actions/${String(actionId)}`;
  return json(202, {
    droplet: toDropletJson(droplet, has),
    links: { actions: [{ id: actionId, rel: "create", href }] },
  });
}

/** POST /v2/droplets/{id}/actions */
export function actOn({ world, body, params }: Call): Outgoing {
  const droplet = world.droplets.find(params[0] ?? "");
  if (droplet === undefined) return notFound;
  const { type } = body;
  if (typeof type !== "string" || !ACTIONS.includes(type)) return unprocessable("Type is invalid.");
  if (droplet.pending !== undefined) return PENDING;
  const wrong = wrongState(droplet, type);
  if (wrong !== undefined) return wrong;
  const { id } = world.droplets.act(droplet, type);
  return json(201, { action: { id, status: "in-progress", type, resource_id: droplet.id } });
}

function wrongState({ status }: Droplet, type: string): Outgoing | undefined {
  if (type === "power_on" && status === "active") return unprocessable("Droplet is already powered on.");
  if (type !== "power_on" && status === "off") return unprocessable("Droplet is already powered off.");
  return undefined;
}

export async function deleteDroplet({ world, params }: Call): Promise<Outgoing> {
  const droplet = world.droplets.find(params[0] ?? "");
  if (droplet === undefined) return notFound;
  if (droplet.pending !== undefined) return PENDING;
  await world.droplets.delete(droplet);
  return noContent;
}

export const forbidden = refusal(403, "forbidden", "You are not authorized to perform this operation");

function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((one) => String(one)) : [];
}
