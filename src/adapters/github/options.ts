import type { ClientOptions } from "./http/client.ts";

/** What is left undefined is not configured: using it throws GITHUB_NOT_CONFIGURED. */
export interface GitHubOptions extends ClientOptions {
  readonly appId: string | undefined;
  /** PEM, PKCS#1 or PKCS#8. */
  readonly privateKey: string | undefined;
  readonly slug: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** The secret in use, then the one it replaces, if any. */
  readonly webhookSecrets: readonly string[];
  /** `https://github.com` or `https://ghes.example`, without a slash at the end. */
  readonly webUrl: string;
}
