import type { HealthProbe } from "../../adapters/services/contract/index.ts";
import type { RealmRecord, ServerRecord, Store } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import type { OnRealmChanged } from "./deps.ts";
import { isRunning } from "../../core/realm-status.ts";
import { judge, type Answer } from "./health.ts";
import { recordRealm } from "./history.ts";

/** How long a realm waits that can't be asked because its server isn't there. */
const WHILE_SERVER_AWAY_MS = MINUTE;

export interface CheckDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly probe: Pick<HealthProbe, "ask">;
  readonly clock: Clock;
  readonly onRealmChanged: OnRealmChanged;
}

/** Asks a realm how it is and keeps the answer; who checks it at the same moment changes nothing more. */
export async function checkRealm(
  realm: RealmRecord,
  server: Pick<ServerRecord, "status"> | undefined,
  deps: CheckDeps,
  signal: AbortSignal,
): Promise<void> {
  if (server === undefined || !isRunning(server)) {
    const now = deps.clock.now();
    const later = addMilliseconds(now, WHILE_SERVER_AWAY_MS);
    // Nothing can start there yet.
    const since = realm.status === "starting" ? now : undefined;
    await deps.store.transaction((tx) => tx.realms.postponeCheck(realm, later, since));
    return;
  }
  const answer = await ask(realm, deps, signal);
  // What was broken off says nothing of the realm.
  if (signal.aborted) return;
  await deps.store.transaction(async (tx) => {
    const found = judge(realm, answer, deps.clock.now());
    const transition = await tx.realms.recordCheck(realm, found);
    if (transition === undefined) return;
    const checked = (await tx.realms.find(realm.id)) ?? realm;
    const doer = { actorType: "component", actorId: "realms" } as const;
    const data = found.lastError === "" ? {} : { reason: found.lastError };
    await recordRealm(tx, checked, doer, { verb: "status_changed", transition, data });
    await deps.onRealmChanged(tx, checked, { what: "checked", transition, askedIn: "" });
  });
}

async function ask({ url }: RealmRecord, deps: CheckDeps, signal: AbortSignal): Promise<Answer> {
  try {
    const status = await deps.probe.ask(url, signal);
    if (status >= 200 && status < 400) return { isUp: true };
    return { isUp: false, why: `It answers with HTTP ${String(status)}.` };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { isUp: false, why: sayWhy(error) };
  }
}

function sayWhy({ code, sentence }: Fault): string {
  if (code === "SERVICE_UNREACHABLE") return "It doesn't answer.";
  if (code === "SERVICE_CERTIFICATE") return "Its certificate is not one that I trust.";
  return sentence;
}
