import type { CloudImage, CloudSize } from "../../../adapters/clouds/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import { nearest } from "../../../core/suggest.ts";
import type { CloudInUse } from "../deps.ts";
import { sayGiven } from "../find.ts";
import type { Order } from "./order.ts";

/** What of an order its provider knows. */
export interface Checked {
  readonly size: CloudSize | undefined;
  readonly image: CloudImage | undefined;
}

/**
 * Asks the provider whether it has what is ordered, so that a mistake shows before anything is made. Throws
 * CLOUD_REGION_UNKNOWN, _SIZE_UNKNOWN, _IMAGE_UNKNOWN with what may be meant, CLOUD_ADDRESS_INVALID, and what lists throw.
 */
export async function checkOrder(order: Order, { driver, account }: CloudInUse): Promise<Checked> {
  const { name, key, hasRegions } = driver.description;
  if (key === "existing") {
    // Of hosts, the endpoint is the host.
    await driver.verify({ ...account, endpoint: order.address });
    return { size: undefined, image: undefined };
  }
  const provider = name;
  if (hasRegions) {
    const ids = (await driver.listRegions(account)).map(({ id }) => id);
    if (!ids.includes(order.region))
      throw faults.CLOUD_REGION_UNKNOWN({ provider, ...unknown(order.region, ids) });
  }
  const [sizes, images] = await Promise.all([
    driver.listSizes(account, order.region),
    driver.listImages(account, order.region),
  ]);
  const { region } = order;
  const size = sizes.find(({ id }) => id === order.size);
  if (size === undefined) {
    const ids = sizes.map(({ id }) => id);
    throw faults.CLOUD_SIZE_UNKNOWN({ provider, region, ...unknown(order.size, ids) });
  }
  const image = findImage(order.image, images);
  if (image === undefined) {
    const ids = images.flatMap((one) => [one.alias, one.id]).filter((one) => one !== "");
    throw faults.CLOUD_IMAGE_UNKNOWN({ provider, region, ...unknown(order.image, ids) });
  }
  return { size, image };
}

function findImage(wanted: string, images: readonly CloudImage[]): CloudImage | undefined {
  return images.find(({ id }) => id === wanted) ?? images.find(({ alias }) => alias === wanted);
}

function unknown(
  given: string,
  known: readonly string[],
): { readonly given: string; readonly suggestion: string } {
  return { given: sayGiven(given), suggestion: nearest(given, known) ?? "" };
}

/** "$6.00 a month each, $12.00 together"; `''` where the provider tells no price. */
export function sayPrice(size: CloudSize | undefined, count: number): string {
  const price = size?.monthlyPrice;
  if (price === undefined) return "";
  const each = toDollars(price.amount);
  return count === 1
    ? `${each} a month`
    : `${each} a month each, ${toDollars(price.amount * count)} a month together`;
}

/** "s-1vcpu-1gb: 1 CPU, 1 GB memory, 25 GB disk" */
export function saySize({ id, cpus, memoryMb, diskGb }: CloudSize): string {
  const memory =
    memoryMb < 1_024 ? `${String(memoryMb)} MB` : `${String(Math.round(memoryMb / 102.4) / 10)} GB`;
  const disk = diskGb === undefined ? "" : `, ${String(diskGb)} GB disk`;
  return `${id}: ${String(cpus)} ${cpus === 1 ? "CPU" : "CPUs"}, ${memory} memory${disk}`;
}

function toDollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
