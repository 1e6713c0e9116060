import { DescribeImagesCommand, type Image } from "@aws-sdk/client-ec2";
import type { CloudAccount, CloudImage } from "../contract/index.ts";
import type { Calls } from "./calls.ts";
import { readPages } from "./pages.ts";

const PAGE_SIZE = 1_000;

interface Family {
  readonly alias: string;
  readonly name: string;
  readonly owner: string;
  /** As DescribeImages filters names. */
  readonly pattern: string;
  /** As names of this family really are: patterns take in dailies and minimal ones, too. */
  readonly exact: RegExp;
  readonly sshUser: string;
}

/**
 * Whose images are offered: wiki.debian.org/Cloud/AmazonEC2Image, documentation.ubuntu.com/aws/aws-how-to/instances
 * /find-ubuntu-images, docs.aws.amazon.com/linux/al2023/ug/naming-and-versioning.html.
 */
const FAMILIES: readonly Family[] = [
  debian("13", "amd64", ""),
  debian("13", "arm64", " (ARM)"),
  debian("12", "amd64", ""),
  debian("12", "arm64", " (ARM)"),
  ubuntu("26.04", "amd64", ""),
  ubuntu("26.04", "arm64", " (ARM)"),
  ubuntu("24.04", "amd64", ""),
  ubuntu("24.04", "arm64", " (ARM)"),
  ubuntu("22.04", "amd64", ""),
  amazon("x86_64", "", ""),
  amazon("arm64", "-arm64", " (ARM)"),
];

/** The newest of each family, in that order. */
export async function readImages(
  calls: Calls,
  account: CloudAccount,
  region: string,
): Promise<readonly CloudImage[]> {
  const images = await readPages(account, async (token) => {
    const answer = await calls.call(account, region, { actions: ["DescribeImages"] }, (client, options) =>
      client.send(new DescribeImagesCommand({ ...QUERY, NextToken: token }), options),
    );
    return { list: answer.Images, nextToken: answer.NextToken };
  });
  return FAMILIES.flatMap((family) => newestOf(family, images) ?? []);
}

const QUERY = {
  Owners: [...new Set(FAMILIES.map(({ owner }) => owner))],
  Filters: [
    { Name: "name", Values: FAMILIES.map(({ pattern }) => pattern) },
    { Name: "state", Values: ["available"] },
  ],
  MaxResults: PAGE_SIZE,
};

function newestOf(family: Family, images: readonly Image[]): CloudImage | undefined {
  const own = images.filter((one) => one.OwnerId === family.owner && family.exact.test(one.Name ?? ""));
  const [newest] = own.sort((a, b) => (b.CreationDate ?? "").localeCompare(a.CreationDate ?? ""));
  if (newest?.ImageId === undefined) return undefined;
  const { alias, name, sshUser } = family;
  return { id: newest.ImageId, alias, name, sshUser };
}

function debian(version: string, architecture: string, suffix: string): Family {
  return {
    alias: `debian-${version}${architecture === "arm64" ? "-arm64" : ""}`,
    name: `Debian ${version}${suffix}`,
    owner: "136693071363",
    pattern: `debian-${version}-${architecture}-*`,
    exact: new RegExp(`^debian-${version}-${architecture}-\\d{8}-\\d+$`),
    sshUser: "admin",
  };
}

/** Between the kind of its disk and its version stands a code name. */
function ubuntu(version: string, architecture: string, suffix: string): Family {
  const end = `-${version}-${architecture}-server-`;
  return {
    alias: `ubuntu-${version}${architecture === "arm64" ? "-arm64" : ""}`,
    name: `Ubuntu ${version} LTS${suffix}`,
    owner: "099720109477",
    pattern: `ubuntu/images/hvm-ssd*/ubuntu-*${end}*`,
    exact: new RegExp(`^ubuntu/images/hvm-ssd(?:-gp3)?/ubuntu-[a-z]+${end.replaceAll(".", "\\.")}[\\d.]+$`),
    sshUser: "ubuntu",
  };
}

function amazon(architecture: string, ending: string, suffix: string): Family {
  return {
    alias: `al2023${ending}`,
    name: `Amazon Linux 2023${suffix}`,
    owner: "137112412989",
    pattern: `al2023-ami-2023.*-kernel-*-${architecture}`,
    exact: new RegExp(`^al2023-ami-2023\\.[\\d.]+-kernel-[\\d.]+-${architecture}$`),
    sshUser: "ec2-user",
  };
}
