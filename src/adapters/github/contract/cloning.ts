/** What git needs to read code from GitHub. All safe. */
export interface GitHubCloning {
  /**
   * A token that reads the code of this one repository and nothing else, for at most an hour; kept until shortly before
   * its end.
   */
  getCloneToken(installationId: string, repositoryName: string): Promise<string>;
  /**
   * GitHub's own SSH host keys (`ssh-ed25519 AAAA…`), asked over TLS and remembered for a day; undefined for a GitHub that
   * publishes none.
   */
  findHostKeys(): Promise<readonly string[] | undefined>;
}
