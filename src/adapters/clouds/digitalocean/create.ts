import { faults } from "../../../core/errors.ts";
import type { CloudAccount, CloudDriver, CloudServer, ServerOrder } from "../contract/index.ts";
import { lookUntilSettled, type Time } from "../settling.ts";
import { buildUserData } from "../user-data.ts";
import { ensureKeys } from "./account-keys.ts";
import { provider, tryRead, type Api } from "./api.ts";
import { regionOf } from "./description.ts";
import { findByTag } from "./find.ts";
import { OWN_TAG, tagOf, toServer } from "./server.ts";
import { Droplet } from "./shapes.ts";
import { explainRefusal, type Lists } from "./why-refused.ts";

const WHAT = "the new droplet";
const SCOPES = ["droplet:create", "tag:create", "ssh_key:read"];

export interface CreateDeps {
  readonly api: Api;
  readonly lists: Lists;
  readonly time: Time;
  readonly deleteServer: CloudDriver["deleteServer"];
}

/**
 * DigitalOcean has no token of its own for a create, so the order's is a tag. It is looked for before each create; on a
 * repeat for as long as an earlier request may still be on its way or not be shown yet (ADR 0023).
 */
export async function createDroplet(
  account: CloudAccount,
  given: ServerOrder,
  { api, lists, time, deleteServer }: CreateDeps,
  signal: AbortSignal | undefined,
): Promise<CloudServer> {
  const order = { ...given, region: regionOf(account, given.region) };
  const userData = buildUserData({ publicKeys: [], given: order.userData ?? "" });
  const look = async (): Promise<CloudServer | undefined> => {
    const [first, ...others] = await findByTag(api, account, order.clientToken);
    // Only one of them can ever have been told of.
    for (const other of others) await deleteServer(account, other);
    return first;
  };
  const found = order.isRepeat ? await lookUntilSettled(look, time, signal) : await look();
  if (found !== undefined) return found;
  const keys = await ensureKeys(api, account, order.publicKeys);
  signal?.throwIfAborted();
  const answer = await api.call(
    account,
    {
      method: "POST",
      path: "/v2/droplets",
      body: toBody(account, order, keys, userData),
      scopes: account.privateNetwork === "" ? SCOPES : [...SCOPES, "vpc:read"],
      what: WHAT,
    },
    [422],
  );
  if (answer.status === 422) {
    // An earlier request may have arrived late, and have taken the last place that there was.
    const late = order.isRepeat ? await look() : undefined;
    if (late !== undefined) return late;
    throw await explainRefusal(account, order, answer, { api, lists });
  }
  const made = tryRead(Droplet, answer);
  if (made === undefined) throw faults.CLOUD_OUTCOME_UNKNOWN({ provider, what: WHAT });
  return { ...toServer(made.droplet), clientToken: order.clientToken };
}

function toBody(
  account: CloudAccount,
  { name, region, size, image, tags, clientToken }: ServerOrder,
  keys: readonly string[],
  userData: string,
): object {
  return {
    name,
    region,
    size,
    // A slug, or the number of an image without one.
    image: /^\d+$/.test(image) ? Number(image) : image,
    ssh_keys: keys,
    tags: [OWN_TAG, tagOf(clientToken), ...tags],
    ipv6: true,
    monitoring: true,
    ...(userData !== "" && { user_data: userData }),
    ...(account.privateNetwork !== "" && { vpc_uuid: account.privateNetwork }),
  };
}
