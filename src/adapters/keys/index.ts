export { createKeyPairs } from "./pairs.ts";
export { parsePublicKey } from "./public-key.ts";
export type { GeneratedPair, ImportRefusal, KeyAlgorithm, KeyPairs } from "./contract/pairs.ts";
export type { ParsePublicKey, PublicKeyRefusal, ReadPublicKey, SshPublicKey } from "./contract/public-key.ts";
