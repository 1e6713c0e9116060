import { madeUpAddresses, type FakeAddresses, type FakeHooks } from "../http/hooks.ts";
import { IMAGES, REGIONS, SIZES, type Image, type Region, type Size } from "./catalog.ts";

/** How slow the fake is, counted in how often something is read. */
export interface Pace {
  /** Reads of a droplet until what goes on with it is done. */
  readonly readsUntilDone: number;
  /** Lists that a new droplet isn't in yet (github.com/digitalocean/api-v2/issues/202). */
  readonly listsUntilShown: number;
  /** Reads of a new droplet that find nothing yet. */
  readonly readsUntilFound: number;
  /** Reads that still find a deleted one. */
  readonly readsUntilGone: number;
}

export interface Droplet {
  readonly id: number;
  readonly name: string;
  readonly region: Region;
  readonly size: Size;
  readonly image: Image;
  readonly tags: readonly string[];
  /** MD5 fingerprints. */
  readonly keys: readonly string[];
  readonly userData: string;
  readonly vpcUuid: string;
  readonly createdAt: string;
  status: "new" | "active" | "off";
  pending: { readonly id: number; readonly type: string; left: number } | undefined;
  addresses: FakeAddresses | undefined;
  readonly promised: FakeAddresses;
  deleted: boolean;
  listsUntilShown: number;
  readsUntilFound: number;
  readsUntilGone: number;
}

export type NewDroplet = Pick<Droplet, "name" | "region" | "size" | "image" | "tags" | "keys" | "userData"> &
  Pick<Droplet, "vpcUuid">;

export class Droplets {
  readonly #droplets: Droplet[] = [];
  readonly #pace: Pace;
  readonly #hooks: FakeHooks;
  readonly #now: () => Date;
  #nextId = 3_164_444;
  #nextActionId = 36_804_636;

  constructor(pace: Pace, hooks: FakeHooks, now: () => Date) {
    this.#pace = pace;
    this.#hooks = hooks;
    this.#now = now;
  }

  /** Those that cost money, whether they show yet or not. */
  get live(): readonly Droplet[] {
    return this.#droplets.filter(({ deleted }) => !deleted);
  }

  async create(wanted: NewDroplet, publicKeys: readonly string[]): Promise<Droplet> {
    const { name, region, size, image, userData } = wanted;
    const id = this.#nextId;
    this.#nextId += 1;
    const made = { providerId: String(id), name, region: region.slug, size: size.slug, userData, publicKeys };
    const hooked = await this.#hooks.onServerCreated?.({ ...made, image: image.slug ?? String(image.id) });
    const droplet: Droplet = {
      ...{ ...wanted, id, status: "new", addresses: undefined, deleted: false },
      createdAt: `${this.#now().toISOString().slice(0, 19)}Z`,
      promised: hooked ?? madeUpAddresses(id),
      pending: undefined,
      listsUntilShown: this.#pace.listsUntilShown,
      readsUntilFound: this.#pace.readsUntilFound,
      readsUntilGone: this.#pace.readsUntilGone,
    };
    this.#droplets.push(droplet);
    this.act(droplet, "create");
    return droplet;
  }

  act(droplet: Droplet, type: string): { readonly id: number; readonly type: string } {
    const id = this.#nextActionId;
    this.#nextActionId += 1;
    droplet.pending = { id, type, left: this.#pace.readsUntilDone };
    return { id, type };
  }

  async delete(droplet: Droplet): Promise<void> {
    droplet.deleted = true;
    await this.#hooks.onServerDeleted?.(String(droplet.id));
  }

  /** For acting on it: found as it is read, but nothing goes on by that. */
  find(id: string): Droplet | undefined {
    const droplet = this.#droplets.find((one) => String(one.id) === id);
    return droplet === undefined || droplet.deleted || droplet.readsUntilFound > 0 ? undefined : droplet;
  }

  /** As somebody looks, time goes by. */
  read(id: string): Droplet | undefined {
    const droplet = this.#droplets.find((one) => String(one.id) === id);
    if (droplet === undefined) return undefined;
    if (droplet.readsUntilFound > 0) {
      droplet.readsUntilFound -= 1;
      return undefined;
    }
    if (droplet.deleted && droplet.readsUntilGone <= 0) return undefined;
    if (droplet.deleted) droplet.readsUntilGone -= 1;
    goOn(droplet);
    return droplet;
  }

  list(tag: string | undefined): readonly Droplet[] {
    const shown: Droplet[] = [];
    for (const droplet of this.live) {
      if (tag !== undefined && !droplet.tags.includes(tag)) continue;
      if (droplet.listsUntilShown > 0) droplet.listsUntilShown -= 1;
      else shown.push(droplet);
    }
    for (const droplet of shown) goOn(droplet);
    return shown;
  }
}

function goOn(droplet: Droplet): void {
  const { pending } = droplet;
  if (pending === undefined) return;
  pending.left -= 1;
  if (pending.left > 0) return;
  droplet.pending = undefined;
  if (pending.type === "create") droplet.addresses = droplet.promised;
  if (pending.type === "create" || pending.type === "power_on") droplet.status = "active";
  if (pending.type === "shutdown" || pending.type === "power_off") droplet.status = "off";
}

/** A droplet as the API writes it; what a token has no scope for is left out. */
export function toDropletJson(droplet: Droplet, has: (scope: string) => boolean): Record<string, unknown> {
  const { id, name, size, image, region, tags, createdAt, addresses, vpcUuid } = droplet;
  const network = (ip_address: string, type: string): object => ({
    ip_address,
    type,
    netmask: "255.255.240.0",
  });
  const v4 =
    addresses === undefined
      ? []
      : [network(addresses.privateAddress, "private"), network(addresses.publicAddress, "public")];
  return {
    ...{ id, name, memory: size.memory, vcpus: size.vcpus, disk: size.disk },
    locked: droplet.pending !== undefined,
    status: droplet.status,
    kernel: null,
    created_at: createdAt,
    ...{ features: [], backup_ids: [], snapshot_ids: [], volume_ids: [], next_backup_window: null },
    ...{ image, size, size_slug: size.slug, region, networks: { v4, v6: [] } },
    ...(has("tag:read") && { tags }),
    ...(has("vpc:read") && { vpc_uuid: vpcUuid }),
  };
}

export function findRegion(slug: unknown): Region | undefined {
  return REGIONS.find((region) => region.slug === slug && region.available);
}

export function findSize(slug: unknown, region: Region): Size | undefined {
  return SIZES.find((one) => one.slug === slug && one.available && one.regions.includes(region.slug));
}

export function findImage(given: unknown, region: Region): Image | undefined {
  return IMAGES.find(
    ({ id, slug, status, regions }) =>
      (id === given || (slug !== null && slug === given)) &&
      status === "available" &&
      regions.includes(region.slug),
  );
}
