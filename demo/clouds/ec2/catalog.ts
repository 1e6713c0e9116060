/** A few rows as the EC2 API shows them: regions, instance types, and images of three vendors. */

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly architecture: "x86_64" | "arm64";
  readonly isCurrent: boolean;
  readonly isBareMetal: boolean;
  /** Of the disks in the machine; 0 for none. */
  readonly storageGb: number;
}

export interface Image {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly architecture: "x86_64" | "arm64";
  readonly createdAt: string;
  readonly state: "available" | "pending";
}

export const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];

export const TYPES: readonly InstanceType[] = [
  type("t3.micro", 2, 1_024),
  type("t3.small", 2, 2_048),
  type("t3.medium", 2, 4_096),
  type("m7i.large", 2, 8_192),
  type("c7i.xlarge", 4, 8_192),
  { ...type("t4g.small", 2, 2_048), architecture: "arm64" },
  { ...type("i4i.large", 2, 16_384), storageGb: 468 },
  { ...type("m7i.metal-24xl", 96, 393_216), isBareMetal: true },
  { ...type("m1.small", 1, 1_740), isCurrent: false },
];

const DEBIAN = "136693071363";
const CANONICAL = "099720109477";
const AMAZON = "137112412989";

export const IMAGES: readonly Image[] = [
  image("ami-0debba0000000012a", DEBIAN, "debian-12-amd64-20260210-2019", "2026-02-10"),
  image("ami-0debba0000000012b", DEBIAN, "debian-12-amd64-20251112-1978", "2025-11-12"),
  arm("ami-0debba00000000a12", DEBIAN, "debian-12-arm64-20260210-2019", "2026-02-10"),
  image("ami-0debba0000000013a", DEBIAN, "debian-13-amd64-20260220-2031", "2026-02-20"),
  image("ami-0debba000000001de", DEBIAN, "debian-13-amd64-daily-20260228-2039", "2026-02-28"),
  image(
    "ami-0abcdef000002204a",
    CANONICAL,
    "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260201",
    "2026-02-01",
  ),
  image(
    "ami-0abcdef000002404a",
    CANONICAL,
    "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260205",
    "2026-02-05",
  ),
  arm(
    "ami-0abcdef00000a2404",
    CANONICAL,
    "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20260205",
    "2026-02-05",
  ),
  image("ami-0a1a1a00000002023", AMAZON, "al2023-ami-2023.10.20260216.0-kernel-6.1-x86_64", "2026-02-16"),
  image(
    "ami-0a1a1a00000001111",
    AMAZON,
    "al2023-ami-minimal-2023.10.20260216.0-kernel-6.1-x86_64",
    "2026-02-17",
  ),
  image("ami-0bad0000000000666", "666666666666", "debian-12-amd64-20260227-9999", "2026-02-27"),
];

function type(name: string, vcpus: number, memoryMib: number): InstanceType {
  const usual = { architecture: "x86_64", isCurrent: true, isBareMetal: false, storageGb: 0 } as const;
  return { name, vcpus, memoryMib, ...usual };
}

function image(id: string, ownerId: string, name: string, day: string): Image {
  const createdAt = `${day}T06:00:00.000Z`;
  return { id, ownerId, name, architecture: "x86_64", createdAt, state: "available" };
}

function arm(id: string, ownerId: string, name: string, day: string): Image {
  return { ...image(id, ownerId, name, day), architecture: "arm64" };
}
