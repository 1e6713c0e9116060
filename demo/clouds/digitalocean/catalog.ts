/** A few true rows of /v2/regions, /v2/sizes and /v2/images?type=distribution, as docs.digitalocean.com shows them. */

export interface Region {
  readonly slug: string;
  readonly name: string;
  readonly available: boolean;
}

export interface Size {
  readonly slug: string;
  readonly description: string;
  readonly memory: number;
  readonly vcpus: number;
  readonly disk: number;
  readonly transfer: number;
  readonly price_monthly: number;
  readonly price_hourly: number;
  readonly available: boolean;
  readonly regions: readonly string[];
}

export interface Image {
  readonly id: number;
  readonly slug: string | null;
  readonly name: string;
  readonly distribution: string;
  readonly status: string;
  readonly regions: readonly string[];
}

export const REGIONS: readonly Region[] = [
  { slug: "ams3", name: "Amsterdam 3", available: true },
  { slug: "blr1", name: "Bangalore 1", available: true },
  { slug: "fra1", name: "Frankfurt 1", available: true },
  { slug: "lon1", name: "London 1", available: true },
  { slug: "nyc1", name: "New York 1", available: true },
  { slug: "nyc3", name: "New York 3", available: true },
  { slug: "sfo1", name: "San Francisco 1", available: false },
  { slug: "sgp1", name: "Singapore 1", available: true },
];

const EVERYWHERE = REGIONS.filter(({ available }) => available).map(({ slug }) => slug);

export const SIZES: readonly Size[] = [
  basic("s-1vcpu-512mb-10gb", 512, 1, 10, 0.5, 4, 0.00595),
  basic("s-1vcpu-1gb", 1_024, 1, 25, 1, 6, 0.00893),
  basic("s-1vcpu-2gb", 2_048, 1, 50, 2, 12, 0.01786),
  basic("s-2vcpu-2gb", 2_048, 2, 60, 3, 18, 0.02679),
  basic("s-2vcpu-4gb", 4_096, 2, 80, 4, 24, 0.03571),
  basic("s-4vcpu-8gb", 8_192, 4, 160, 5, 48, 0.07143),
  {
    ...basic("c-2", 4_096, 2, 25, 4, 42, 0.0625),
    description: "CPU-Optimized",
    regions: ["fra1", "nyc1", "nyc3", "sgp1"],
  },
  { ...basic("1gb", 1_024, 1, 30, 2, 10, 0.01488), description: "Legacy", available: false, regions: [] },
];

export const IMAGES: readonly Image[] = [
  distribution(195_932_981, "debian-12-x64", "12 x64", "Debian"),
  distribution(203_423_331, "debian-13-x64", "13 x64", "Debian"),
  distribution(155_133_621, "ubuntu-22-04-x64", "22.04 (LTS) x64", "Ubuntu"),
  distribution(195_932_990, "ubuntu-24-04-x64", "24.04 (LTS) x64", "Ubuntu"),
  distribution(192_463_107, "fedora-42-x64", "42 x64", "Fedora"),
  distribution(194_427_540, "almalinux-9-x64", "AlmaLinux 9", "AlmaLinux"),
  { ...distribution(192_463_111, "centos-stream-9-x64", "Stream 9 x64", "CentOS"), regions: ["nyc3"] },
  { ...distribution(112_929_408, "centos-7-x64", "7 x64", "CentOS"), status: "retired" },
];

function basic(
  slug: string,
  memory: number,
  vcpus: number,
  disk: number,
  transfer: number,
  price_monthly: number,
  price_hourly: number,
): Size {
  const description = "Basic";
  const at = { available: true, regions: EVERYWHERE };
  return { slug, description, memory, vcpus, disk, transfer, price_monthly, price_hourly, ...at };
}

function distribution(id: number, slug: string, name: string, vendor: string): Image {
  return { id, slug, name, distribution: vendor, status: "available", regions: EVERYWHERE };
}
