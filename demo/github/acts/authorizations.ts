import type { Account, AppRecord, World } from "../world.ts";
import { emitAuthorizationRevoked } from "../webhooks/emit.ts";
import { done, type Done } from "./done.ts";

/** A person takes back the App's authorisation: every token of theirs dies, and the App is told. */
export function revokeAuthorization(world: World, app: AppRecord, user: Account): Done<Account> {
  world.tokens.revokeAllOf(app, user);
  return done(world, user, [emitAuthorizationRevoked(world, app, user)]);
}
