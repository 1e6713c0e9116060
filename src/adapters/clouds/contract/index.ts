export type { CloudImage, CloudRegion, CloudSize } from "./catalog.ts";
export type { Clouds } from "./clouds.ts";
export { CLOUD_PROVIDERS } from "./description.ts";
export type { CloudDescription, CloudField, CloudProviderKey } from "./description.ts";
export type { CloudAccount, CloudDriver, VerifiedCloud } from "./driver.ts";
export type { CloudHttp, CloudNetwork } from "./outside.ts";
export type {
  CloudServer,
  CloudServerState,
  Deletion,
  PowerAction,
  ServerOrder,
  ServerPlace,
} from "./server.ts";
