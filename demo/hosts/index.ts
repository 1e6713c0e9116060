export { makeSshKeyPair, type SshKeyPair } from "./host-keys.ts";
export { startLabHost, type LabHost, type LabHostOptions } from "./lab-host.ts";
export { startMachine, type Machine } from "./machine.ts";
