import type { Passwords } from "../../../adapters/passwords/contract/index.ts";
import type { Store, UserRecord } from "../../../adapters/store/contract/index.ts";
import type { Clock } from "../../../core/clock.ts";
import type { LoginDeps } from "../sessions-login.ts";
import type { ResetDeps } from "../reset-deps.ts";
import type { Throttle } from "../sessions-throttle.ts";
import type { BotFace } from "./activate-pages.ts";
import type { AcceptInvitation } from "./activation.ts";
import type { AccountCookies } from "./cookies.ts";
import type { FormGuard, FormSigner } from "./form-guard.ts";

/** What `account key add|remove` do in chat, for whoever is signed in. They throw faults with sentences. */
export interface KeyUseCases {
  readonly add: (user: UserRecord, line: string) => Promise<void>;
  readonly remove: (user: UserRecord, fingerprint: string) => Promise<void>;
}

export interface AccountWebDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly signer: FormSigner;
  readonly cookies: AccountCookies;
  readonly forms: FormGuard;
  readonly login: LoginDeps;
  readonly reset: ResetDeps;
  readonly resetThrottles: { readonly account: Throttle; readonly address: Throttle };
  readonly acceptInvitation: AcceptInvitation;
  readonly keys: KeyUseCases;
  readonly bot: BotFace;
}
