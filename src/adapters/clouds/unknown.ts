import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { CloudImage, CloudRegion, CloudSize, ServerOrder } from "./contract/index.ts";

const LONGEST_GIVEN = 60;

/** What can be had where the order wants it. */
export interface Offer {
  readonly provider: string;
  readonly regions: readonly CloudRegion[];
  readonly sizes: readonly CloudSize[];
  readonly images: readonly CloudImage[];
}

/** The first of the order's region, size and image that isn't offered; undefined if all are. Pure. */
export function findUnknown(
  { region, size, image }: Pick<ServerOrder, "region" | "size" | "image">,
  { provider, regions, sizes, images }: Offer,
): Fault | undefined {
  const regionIds = regions.map(({ id }) => id);
  if (!regionIds.includes(region))
    return faults.CLOUD_REGION_UNKNOWN(toArgs(provider, region, "", regionIds));
  if (!sizes.some(({ id }) => id === size)) return unknownSize(provider, size, region, sizes);
  const isOffered = images.some(({ id, alias }) => id === image || alias === image);
  return isOffered ? undefined : unknownImage(provider, image, region, images);
}

export function unknownSize(
  provider: string,
  size: string,
  region: string,
  sizes: readonly CloudSize[],
): Fault {
  const ids = sizes.map(({ id }) => id);
  return faults.CLOUD_SIZE_UNKNOWN(toArgs(provider, size, region, ids));
}

export function unknownImage(
  provider: string,
  image: string,
  region: string,
  images: readonly CloudImage[],
): Fault {
  const names = images.flatMap(({ id, alias }) => [alias, id]).filter((name) => name !== "");
  return faults.CLOUD_IMAGE_UNKNOWN(toArgs(provider, image, region, names));
}

function toArgs(
  provider: string,
  given: string,
  region: string,
  known: readonly string[],
): Parameters<typeof faults.CLOUD_SIZE_UNKNOWN>[0] {
  return {
    provider,
    given: escapeMarkdown(given.slice(0, LONGEST_GIVEN).toWellFormed()),
    region: escapeMarkdown(region),
    suggestion: nearest(given, known) ?? "",
  };
}
