import type { Passwords } from "./adapters/passwords/index.ts";
import type { Mail } from "./adapters/mail/index.ts";
import type { Store } from "./adapters/store/index.ts";
import type { Signer, Vault } from "./adapters/vault/index.ts";
import type { Config } from "./config/index.ts";
import type { Clock } from "./core/clock.ts";
import type { Metrics } from "./core/metrics.ts";
import {
  ACCOUNT_LIMITS,
  ADDRESS_LIMITS,
  RESET_LIMITS,
  Throttle,
} from "./features/accounts/sessions-throttle.ts";
import { accountCookies } from "./features/accounts/web/cookies.ts";
import type { AccountWebDeps } from "./features/accounts/web/deps.ts";
import { createFormGuard } from "./features/accounts/web/form-guard.ts";

type From = Pick<AccountWebDeps, "acceptInvitation" | "keys"> & {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly signer: Signer;
  readonly passwords: Passwords;
  readonly vault: Pick<Vault, "seal" | "open">;
  readonly mail: Pick<Mail, "send"> | undefined;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
};

/** What the pages and the API for accounts work with. */
export function createAccountWebDeps(from: From): AccountWebDeps {
  const { config, store, clock, metrics, signer, passwords, acceptInvitation, keys } = from;
  const { mail, wakeJobs, vault } = from;
  const { publicUrl } = config.http;
  const cookies = accountCookies(publicUrl);
  return {
    ...{ store, clock, passwords, signer, cookies, acceptInvitation, keys },
    forms: createFormGuard(publicUrl, cookies.form, signer),
    login: {
      ...{ store, passwords, clock },
      accountThrottle: new Throttle(clock, ACCOUNT_LIMITS),
      addressThrottle: new Throttle(clock, ADDRESS_LIMITS),
      countLogin: (origin, outcome) => {
        metrics.count("ployst_logins_total", { origin, outcome });
      },
    },
    reset: {
      ...{ store, clock, publicUrl, mail, wakeJobs },
      tokens: {
        seal: (text, about) => vault.seal(text, about),
        open: (sealed, about) => vault.open(sealed, about),
      },
    },
    resetThrottles: {
      account: new Throttle(clock, RESET_LIMITS),
      address: new Throttle(clock, { ...RESET_LIMITS, freeTries: 15 }),
    },
    bot: { name: config.bot.name, appId: config.microsoft?.appId },
  };
}
