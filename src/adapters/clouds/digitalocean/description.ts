import type { CloudAccount, CloudDescription } from "../contract/index.ts";
import { SETTLE_SECONDS } from "../settling.ts";

/** All that the driver may need (docs.digitalocean.com/reference/api/scopes); `vpc:read` only with a private network. */
export const SCOPES: readonly string[] = [
  "account:read",
  "actions:read",
  "droplet:create",
  "droplet:delete",
  "droplet:read",
  "droplet:update",
  "image:read",
  "regions:read",
  "sizes:read",
  "ssh_key:create",
  "ssh_key:read",
  "tag:create",
  "tag:read",
];

export const digitalOceanDescription: CloudDescription = {
  key: "digitalocean",
  name: "DigitalOcean",
  summary: "Droplets of a DigitalOcean account or team.",
  fields: [
    {
      name: "token",
      label: "API token",
      isSecret: true,
      isRequired: true,
      hint: "In DigitalOcean's control panel, API, Generate New Token. Custom scopes suffice: droplet (all four), ssh_key and tag (create, read), and read of account, actions, image, regions and sizes.",
      keptIn: "credentials",
    },
    {
      name: "privateNetwork",
      label: "VPC",
      isSecret: false,
      isRequired: false,
      hint: "The UUID of the VPC that new droplets join; empty for the region's default one. Another one needs the scope vpc:read.",
      keptIn: "privateNetwork",
    },
  ],
  endpoint: { isAsked: true, default: "https://api.digitalocean.com" },
  hasRegions: true,
  needsCredentials: true,
  canPower: true,
  defaults: { sshUser: "root", region: "fra1", size: "s-1vcpu-1gb", image: "debian-12-x64" },
  settleSeconds: SETTLE_SECONDS,
  caveat:
    "Tested against a fake that was written from DigitalOcean's published API, never against DigitalOcean itself.",
};

export function regionOf(account: Pick<CloudAccount, "region">, region: string): string {
  return region || account.region || digitalOceanDescription.defaults.region;
}
