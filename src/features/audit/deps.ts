import type { Store } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";

export interface AuditDeps {
  readonly audit: { readonly store: Pick<Store, "read">; readonly clock: Clock };
}

export type Deps = AuditDeps["audit"];
