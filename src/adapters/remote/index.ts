export { createRemote, type RemoteOptions } from "./remote.ts";
export type * from "./contract/index.ts";
