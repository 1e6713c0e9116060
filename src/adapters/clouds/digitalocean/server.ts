import type { CloudServer, CloudServerState } from "../contract/index.ts";
import type { DropletShape } from "./shapes.ts";

/** Every droplet that any Ployst made has it. */
export const OWN_TAG = "ployst";
const TOKEN_TAG = /^ployst-([0-9a-f-]{36})$/;

/** The tag that finds the droplet of an order. */
export function tagOf(clientToken: string): string {
  return `${OWN_TAG}-${clientToken}`;
}

const STATES: Readonly<Record<string, CloudServerState>> = {
  new: "pending",
  active: "running",
  off: "stopped",
  archive: "gone",
};

export function toServer(droplet: DropletShape): CloudServer {
  const { id, name, status, locked, region, image, networks, tags } = droplet;
  const addressOf = (type: string): string =>
    networks?.v4.find((network) => network.type === type)?.ip_address ?? "";
  const tokens = (tags ?? []).flatMap((tag) => TOKEN_TAG.exec(tag)?.[1] ?? []);
  const state = STATES[status] ?? "pending";
  return {
    providerId: String(id),
    clientToken: tokens[0] ?? "",
    name,
    state,
    publicAddress: addressOf("public"),
    privateAddress: addressOf("private"),
    region: region.slug,
    size: droplet.size_slug,
    image: image?.slug ?? (image ? String(image.id) : ""),
    createdAt: toIso(droplet.created_at),
    isBusy: locked || state === "pending",
  };
}

function toIso(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
