import type { Instance } from "@aws-sdk/client-ec2";
import type { CloudServer, CloudServerState } from "../contract/index.ts";

/** Every instance that any Ployst made has it. */
export const OWN_TAG = "ployst";

const STATES: Readonly<Record<string, CloudServerState>> = {
  pending: "pending",
  running: "running",
  "shutting-down": "deleting",
  terminated: "gone",
  stopping: "stopping",
  stopped: "stopped",
};
const BUSY: readonly CloudServerState[] = ["pending", "stopping", "deleting"];

export function toServer(instance: Instance, region: string): CloudServer {
  const state = STATES[instance.State?.Name ?? ""] ?? "pending";
  const tags = instance.Tags ?? [];
  const isOurs = tags.some(({ Key }) => Key === OWN_TAG);
  return {
    providerId: instance.InstanceId ?? "",
    clientToken: isOurs ? (instance.ClientToken ?? "") : "",
    name: tags.find(({ Key }) => Key === "Name")?.Value ?? "",
    state,
    publicAddress: instance.PublicIpAddress ?? "",
    privateAddress: instance.PrivateIpAddress ?? "",
    region,
    size: instance.InstanceType ?? "",
    image: instance.ImageId ?? "",
    createdAt: instance.LaunchTime?.toISOString() ?? "",
    isBusy: BUSY.includes(state),
  };
}
