export interface RemoteAddress {
  /** A name or an address, as it was typed or as a cloud told it. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** How one server is reached. */
export interface RemoteAccess {
  readonly address: RemoteAddress;
  readonly os: "linux" | "windows";
  /**
   * As OpenSSH writes them (its own form, PKCS#1 or SEC1), tried in order; never logged. Ed25519, ECDSA and RSA count,
   * what can't be read is passed over. sshd ends the conversation after six that it doesn't know.
   */
  readonly privateKeys: readonly string[];
  /** The pinned `SHA256:…`; `''` takes what is seen first, for the caller to pin. */
  readonly hostKey: string;
}
