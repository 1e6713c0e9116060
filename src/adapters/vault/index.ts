export { createSigner } from "./signer.ts";
export type { Signer } from "./signer.ts";
export { createVault } from "./vault.ts";
export type { MasterKey, Vault } from "./vault.ts";
