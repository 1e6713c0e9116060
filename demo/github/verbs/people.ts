import { getAccount, getMainApp } from "../lookups.ts";
import type { World } from "../world.ts";
import { revokeAuthorization } from "../acts/authorizations.ts";

/** What happens to people's authorisations of the lab's App. */
export interface PeopleVerbs {
  /** The person takes the App's authorisation back: tokens die, `github_app_authorization` is sent. */
  revokeAuthorization(login: string): Promise<void>;
  /** The tokens die and nobody is told, as when GitHub finds one leaked. */
  revokeTokens(login: string): void;
  /** The access tokens reach their end now; with `refresh` the refresh tokens too. */
  expireTokens(login: string, options?: { refresh?: boolean }): void;
  /** A user token (and refresh token) without the browser's part of signing in. */
  createUserToken(login: string): { token: string; refreshToken: string | undefined };
}

export function createPeopleVerbs(world: World): PeopleVerbs {
  return {
    async revokeAuthorization(login) {
      await revokeAuthorization(world, getMainApp(world), getAccount(world, login)).sent;
    },
    revokeTokens(login) {
      world.tokens.revokeAllOf(getMainApp(world), getAccount(world, login));
    },
    expireTokens(login, { refresh = false } = {}) {
      world.tokens.expireAllOf(getMainApp(world), getAccount(world, login), refresh);
    },
    createUserToken(login) {
      const token = world.tokens.createUserToken(getMainApp(world), getAccount(world, login));
      return { token: token.value, refreshToken: token.refresh?.value };
    },
  };
}
