import type { Mail } from "../../adapters/mail/contract/index.ts";
import type { Store } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";

/** What new passwords for forgotten ones work with: the page that asks and the jobs that mail. */
export interface ResetDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly clock: Clock;
  readonly publicUrl: string;
  /** Undefined: no mail can be sent. */
  readonly mail: Pick<Mail, "send"> | undefined;
  /** Keeps what a job must not show; `about` binds it to its place. */
  readonly tokens: {
    readonly seal: (text: string, about: string) => string;
    readonly open: (sealed: string, about: string) => string;
  };
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

export interface PasswordResetDeps {
  readonly passwordReset: ResetDeps;
}
