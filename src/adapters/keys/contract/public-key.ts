/** A public key that sshd takes (RFC 4253, section 6.6, and OpenSSH's own kinds). */
export interface SshPublicKey {
  readonly type: string;
  /** `type base64`, without options and comment. */
  readonly publicKey: string;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** What followed it on its line, without invisible characters; `''` for none. */
  readonly comment: string;
}

/**
 * empty: no words; private: the half that nobody else may see; several: more than one key or line; options: something
 * stands before it; type: a kind that is not taken; damaged: not what its kind says; short: RSA of less than 2048 bits.
 */
export type PublicKeyRefusal = "empty" | "private" | "several" | "options" | "type" | "damaged" | "short";

export type ReadPublicKey =
  | { readonly kind: "key"; readonly key: SshPublicKey }
  | { readonly kind: "refused"; readonly why: PublicKeyRefusal };

/** Reads one line of an `authorized_keys` or `.pub` file. */
export type ParsePublicKey = (text: string) => ReadPublicKey;
