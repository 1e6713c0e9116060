import type { Account, AppRecord, InstallationRecord } from "../world.ts";
import { randomText } from "../ids.ts";

const HOUR_MS = 3600 * 1000;
/** Seconds a user token lives: eight hours. */
export const USER_TOKEN_SECONDS = 28_800;
/** Seconds a refresh token lives: six months. */
export const REFRESH_TOKEN_SECONDS = 15_897_600;
const TOKENS_PER_USER_AND_APP = 10;

export interface UserToken {
  kind: "user";
  id: number;
  value: string;
  app: AppRecord;
  user: Account;
  createdAt: Date;
  expiresAt: Date | undefined;
  refresh: { value: string; expiresAt: Date } | undefined;
}

export interface InstallationToken {
  kind: "installation";
  value: string;
  installation: InstallationRecord;
  /** Undefined: all the installation's repositories. */
  repositoryIds: Set<number> | undefined;
  permissions: Record<string, "read" | "write">;
  expiresAt: Date;
}

/**
 * Every token the lab has issued and not revoked. A token that is not here, or past its time, is bad credentials.
 * Source: docs.github.com "Refreshing user access tokens", "Generating an installation access token".
 */
export class TokenBook {
  readonly #now: () => Date;
  readonly #tokens = new Map<string, UserToken | InstallationToken>();
  #nextId = 1_000_000_001;

  constructor(now: () => Date) {
    this.#now = now;
  }

  createUserToken(app: AppRecord, user: Account): UserToken {
    const now = this.#now();
    const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
    const token: UserToken = {
      kind: "user",
      id: this.#nextId++,
      value: `ghu_${randomText(36)}`,
      app,
      user,
      createdAt: now,
      expiresAt: app.expireUserTokens ? after(USER_TOKEN_SECONDS) : undefined,
      refresh: app.expireUserTokens
        ? { value: `ghr_${randomText(76)}`, expiresAt: after(REFRESH_TOKEN_SECONDS) }
        : undefined,
    };
    const earlier = this.listUserTokens(app, user);
    for (const old of earlier.slice(0, Math.max(0, earlier.length + 1 - TOKENS_PER_USER_AND_APP))) {
      this.revoke(old.value);
    }
    this.#tokens.set(token.value, token);
    return token;
  }

  createInstallationToken(
    installation: InstallationRecord,
    limits: Pick<InstallationToken, "repositoryIds" | "permissions">,
  ): InstallationToken {
    const expiresAt = new Date(this.#now().getTime() + HOUR_MS);
    const value = `ghs_${randomText(36)}`;
    const token: InstallationToken = { kind: "installation", value, installation, expiresAt, ...limits };
    this.#tokens.set(value, token);
    return token;
  }

  /** The live token of that value. */
  find(value: string): UserToken | InstallationToken | undefined {
    const token = this.#tokens.get(value);
    if (token === undefined) return undefined;
    const { expiresAt } = token;
    return expiresAt !== undefined && expiresAt <= this.#now() ? undefined : token;
  }

  /** The token pair a refresh token belongs to, if that refresh token still works. */
  findByRefresh(refresh: string): UserToken | undefined {
    const owner = this.#userTokens().find((token) => token.refresh?.value === refresh);
    return owner?.refresh !== undefined && owner.refresh.expiresAt > this.#now() ? owner : undefined;
  }

  listUserTokens(app: AppRecord, user: Account): UserToken[] {
    return this.#userTokens().filter((token) => token.app === app && token.user === user);
  }

  /** Forgets the token and its refresh token. */
  revoke(value: string): void {
    this.#tokens.delete(value);
  }

  revokeAllOf(app: AppRecord, user: Account): void {
    for (const token of this.listUserTokens(app, user)) this.revoke(token.value);
  }

  revokeInstallation(installation: InstallationRecord): void {
    for (const token of [...this.#tokens.values()]) {
      if (token.kind === "installation" && token.installation === installation) this.revoke(token.value);
    }
  }

  /** Makes a person's access tokens expire now; with `refresh` their refresh tokens too. */
  expireAllOf(app: AppRecord, user: Account, refresh: boolean): void {
    const now = this.#now();
    for (const token of this.listUserTokens(app, user)) {
      token.expiresAt = now;
      if (refresh && token.refresh !== undefined) token.refresh.expiresAt = now;
    }
  }

  #userTokens(): UserToken[] {
    return [...this.#tokens.values()].filter((token) => token.kind === "user");
  }
}
