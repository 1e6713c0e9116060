import type { CloudAccount, CloudServer } from "../contract/index.ts";
import { lacking, type Api } from "./api.ts";
import { OWN_TAG, tagOf, toServer } from "./server.ts";
import { Droplets } from "./shapes.ts";

const SCOPES = ["droplet:read", "tag:read"];

/** The order's droplets, the oldest first: more than one only if two processes asked at the same moment. */
export async function findByTag(
  api: Api,
  account: CloudAccount,
  clientToken: string,
): Promise<readonly CloudServer[]> {
  const servers = await listTagged(api, account, tagOf(clientToken));
  return servers
    .filter((server) => server.clientToken === clientToken)
    .sort((a, b) => Number(a.providerId) - Number(b.providerId));
}

export function listOwn(api: Api, account: CloudAccount): Promise<readonly CloudServer[]> {
  return listTagged(api, account, OWN_TAG);
}

async function listTagged(api: Api, account: CloudAccount, tag: string): Promise<readonly CloudServer[]> {
  const path = `/v2/droplets?tag_name=${encodeURIComponent(tag)}`;
  const droplets = (await api.readPages(Droplets, account, path, SCOPES)).flatMap((page) => page.droplets);
  // Without the scope tags aren't shown, and nothing says that the filter holds: better no droplet than another's.
  if (droplets.some(({ tags }) => tags === undefined || tags === null)) throw lacking(["tag:read"]);
  return droplets.filter(({ tags }) => tags?.includes(tag) === true).map(toServer);
}
