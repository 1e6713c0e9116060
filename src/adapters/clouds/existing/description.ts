import type { CloudDescription } from "../contract/index.ts";

export const existingDescription: CloudDescription = {
  key: "existing",
  name: "Existing hosts",
  summary: "Hosts that are there already, each by its name or address.",
  fields: [],
  endpoint: { isAsked: false, default: "" },
  hasRegions: false,
  needsCredentials: false,
  canPower: false,
  defaults: { sshUser: "root", region: "", size: "", image: "" },
  settleSeconds: 0,
  caveat: "",
};
