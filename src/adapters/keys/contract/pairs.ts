export type KeyAlgorithm = "ed25519" | "rsa";

/** A key pair in the forms that OpenSSH reads. */
export interface GeneratedPair {
  readonly algorithm: KeyAlgorithm;
  /** `type base64`, without a comment. */
  readonly publicKey: string;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** What `ssh -i` takes. Never shown, logged or put into an event. */
  readonly privateKey: string;
}

/**
 * unreadable: no private key at all, or a damaged one; public: the other half was given; passphrase: it is locked;
 * algorithm: neither Ed25519 nor RSA; short: an RSA key that is too short.
 */
export type ImportRefusal = "unreadable" | "public" | "passphrase" | "algorithm" | "short";

export type ImportedPair =
  | { readonly kind: "imported"; readonly pair: GeneratedPair }
  | { readonly kind: "refused"; readonly why: ImportRefusal };

export interface KeyPairs {
  /** A new pair; made off the event loop. */
  generate(algorithm: KeyAlgorithm): Promise<GeneratedPair>;
  /** Reads a private key as OpenSSH, PKCS#1 or PKCS#8. */
  importPrivateKey(text: string): ImportedPair;
}
