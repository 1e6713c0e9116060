import type { CloudDescription } from "../../../adapters/clouds/contract/index.ts";
import type { CloudRecord, KeyPairRecord, Reads } from "../../../adapters/store/contract/index.ts";
import { isAgreed } from "../../../core/agreed.ts";
import { faults } from "../../../core/errors.ts";
import type { JsonObject } from "../../../core/json.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { nearest } from "../../../core/suggest.ts";
import type { Actor } from "../../../core/turn.ts";
import { getTeam, sayGiven } from "../find.ts";
import { getPairs } from "../keys/pairs.ts";
import { nameServers } from "../name.ts";
import type { Draft } from "./draft.ts";
import { findEnvironment, type SharedEnvironment } from "./environment.ts";

export const MOST_OF_TEAM = 200;
const MOST_CLOUDS = 100;
const SSH_PORT = 22;

/** What is to be made, to the last detail. */
export interface Order {
  readonly cloud: CloudRecord;
  readonly names: readonly string[];
  readonly os: "linux" | "windows";
  readonly image: string;
  readonly size: string;
  readonly region: string;
  readonly user: string;
  readonly port: number;
  readonly address: string;
  readonly pairs: readonly KeyPairRecord[];
  /** Whose variables it shares; undefined for none. */
  readonly environment: SharedEnvironment | undefined;
}

type OrderReads = Pick<Reads, "clouds" | "servers" | "keyPairs" | "projects" | "environments">;

/** The team's clouds, in the order in which they came. Throws SERVER_CLOUD_NONE. */
export async function listClouds(
  actor: Actor,
  reads: Pick<Reads, "clouds">,
): Promise<readonly [CloudRecord, ...CloudRecord[]]> {
  const team = getTeam(actor);
  const [first, ...others] = await reads.clouds.listByTeam(team.id, { limit: MOST_CLOUDS });
  if (first === undefined) throw faults.SERVER_CLOUD_NONE({ team: team.name });
  return [first, ...others];
}

/** The cloud that is meant; undefined where the team has several and none was named. Throws SERVER_CLOUD_*. */
export async function findCloud(
  name: string,
  actor: Actor,
  reads: Pick<Reads, "clouds">,
): Promise<CloudRecord | undefined> {
  const clouds = await listClouds(actor, reads);
  if (name === "" && clouds.length > 1) return undefined;
  const found =
    name === "" ? clouds[0] : clouds.find((cloud) => cloud.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const names = clouds.map((cloud) => cloud.name);
    const suggestion = nearest(name, names) ?? "";
    throw faults.SERVER_CLOUD_UNKNOWN({ given: sayGiven(name), team: getTeam(actor).name, suggestion });
  }
  if (found.state === "inactive") throw faults.SERVER_CLOUD_INACTIVE({ cloud: escapeMarkdown(found.name) });
  return found;
}

/** What a draft lacks before it can be ordered, as a sentence begins; undefined for nothing. */
export function findMissing(
  { image, size, keys, address }: Draft,
  { key }: Pick<CloudDescription, "key">,
): string | undefined {
  if (key === "existing" && address === "") return "The address";
  if (key !== "existing" && size === "") return "The size";
  if (key !== "existing" && image === "") return "The image";
  return keys.length === 0 ? "A key pair" : undefined;
}

/** The draft with names, key pairs and variables found; what the provider has to say of it is asked elsewhere. */
export async function toOrder(
  draft: Draft,
  cloud: CloudRecord,
  description: Pick<CloudDescription, "key" | "defaults">,
  actor: Actor,
  reads: OrderReads,
): Promise<Order> {
  const team = getTeam(actor);
  const servers = await reads.servers.listByTeam(team.id, { limit: MOST_OF_TEAM + 1 });
  const count = draft.count === 0 ? 1 : draft.count;
  if (servers.length + count > MOST_OF_TEAM)
    throw faults.SERVER_TOO_MANY({ team: team.name, most: MOST_OF_TEAM });
  const isHost = description.key === "existing";
  if (isHost && count > 1) throw faults.SERVER_ONE_HOST();
  const taken = servers.map(({ name }) => name);
  const names = nameServers(draft.name, count, taken);
  const again = names.find((name) => taken.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (again !== undefined) throw faults.SERVER_NAME_TAKEN({ name: again, team: team.name });
  const region = draft.region || cloud.region || description.defaults.region;
  return {
    ...{ cloud, names },
    os: draft.os || "linux",
    ...(isHost ? { image: "", size: "", region: "" } : { image: draft.image, size: draft.size, region }),
    user: draft.user || description.defaults.sshUser,
    port: draft.port || SSH_PORT,
    address: isHost ? draft.address : "",
    pairs: await getPairs(draft.keys, actor, reads),
    environment: await findEnvironment(draft.env, actor, reads),
  };
}

/** What is agreed to. */
export function toTarget({ cloud, names, pairs, environment, ...spec }: Order): JsonObject {
  const ids = { cloud: cloud.id, pairs: pairs.map(({ id }) => id), environment: environment?.id ?? "" };
  return { ...spec, names, ...ids };
}

/** Is that still what was agreed to, as far as others can have changed it? */
export function isStillAgreed(order: Order, agreed: JsonObject): boolean {
  const { cloud, names, pairs, environment } = toTarget(order);
  return isAgreed({ cloud, names, pairs, environment }, agreed);
}
