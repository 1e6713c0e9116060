import type { CloudDescription } from "../contract/index.ts";
import { SETTLE_SECONDS } from "../settling.ts";

export const ec2Description: CloudDescription = {
  key: "ec2",
  name: "AWS EC2",
  summary: "Instances of an AWS account.",
  fields: [
    {
      name: "accessKeyId",
      label: "Access key ID",
      isSecret: false,
      isRequired: true,
      hint: "In AWS: IAM, Users, a user for Ployst, Security credentials, Create access key.",
      keptIn: "credentials",
    },
    {
      name: "secretAccessKey",
      label: "Secret access key",
      isSecret: true,
      isRequired: true,
      hint: "Shown there once, beside the ID.",
      keptIn: "credentials",
    },
    {
      name: "securityGroup",
      label: "Security group",
      isSecret: false,
      isRequired: false,
      hint: "The id (sg-…) of a group that lets SSH in from Ployst; with none, the VPC's default group holds, which lets nobody in.",
      keptIn: "settings",
    },
    {
      name: "privateNetwork",
      label: "Subnet",
      isSecret: false,
      isRequired: false,
      hint: "The id (subnet-…) of the subnet that new instances join; empty for one of the default VPC.",
      keptIn: "privateNetwork",
    },
  ],
  endpoint: { isAsked: true, default: "" },
  hasRegions: true,
  needsCredentials: true,
  canPower: true,
  defaults: { sshUser: "admin", region: "eu-central-1", size: "t3.micro", image: "debian-12" },
  settleSeconds: SETTLE_SECONDS,
  caveat:
    "Tested through AWS's own SDK against a fake that was written from the published API, never against AWS itself.",
};
