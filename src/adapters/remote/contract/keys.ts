/** The user's `~/.ssh/authorized_keys`. Keys are compared by type and content; all other lines stay as they are. */
export interface RemoteKeys {
  /** Every key in the file, as `type base64`. */
  listKeys(): Promise<readonly string[]>;
  /** Adds those that are missing, each a line `type base64 [comment]` without options. Throws SERVER_FILE_BUSY. */
  authorizeKeys(lines: readonly string[]): Promise<void>;
  /**
   * Removes keys, with whatever options they have. The key with which this connection was made goes only if one of
   * `keep` (public keys to which the caller has the private ones) stays in the file. Throws SERVER_KEY_LAST,
   * SERVER_FILE_BUSY.
   */
  removeKeys(lines: readonly string[], keep: readonly string[]): Promise<void>;
}
