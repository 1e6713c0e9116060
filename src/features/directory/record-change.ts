import type { RegistrationState, Transaction, Transition } from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Account } from "./deps.ts";

type Verb =
  "posix_created" | "posix_renumbered" | "posix_refused" | "keys_requested" | "keys_set" | "posix_disabled";

/** What the directory's job did, in the transaction that did it. */
export async function recordChange(
  tx: Pick<Transaction, "events">,
  { registration, posix }: Account,
  verb: Verb,
  transition?: Transition<RegistrationState>,
  data: JsonObject = {},
): Promise<void> {
  await tx.events.record({
    actorType: "component",
    actorId: "directory",
    tenantId: registration.tenantId,
    entityType: "registration",
    entityId: registration.id,
    verb,
    ...transition,
    data: { uid: posix.posixUid, ...data },
  });
}
