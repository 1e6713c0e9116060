import type { EventRecord, Reads } from "../../adapters/store/contract/index.ts";
import type { AuditFilter } from "./filter.ts";

/** Whose events: what the person did, what happened in a team, or all of the organization. */
export type AuditScope =
  | { readonly kind: "mine"; readonly userId: string }
  | { readonly kind: "team"; readonly teamId: string; readonly tenantId: string }
  | { readonly kind: "all"; readonly tenantId: string };

export interface AuditPage {
  readonly events: readonly EventRecord[];
  /** Where the next page goes on; absent at the end. */
  readonly before?: string;
  /** It ended because enough was looked through, not because there is nothing more. */
  readonly isCutShort: boolean;
}

export const ROWS_ON_A_CARD = 10;
const READ_AT_ONCE = 500;
/** What one card looks through: a rare thing is found over several of them, each as quick as the other. */
const LOOK_THROUGH = 2_000;

/** The newest events of the scope that pass the filter. Reads along an index, and never more than LOOK_THROUGH. */
export async function findEvents(
  scope: AuditScope,
  filter: AuditFilter,
  from: string | undefined,
  reads: Pick<Reads, "events">,
): Promise<AuditPage> {
  const events: EventRecord[] = [];
  const limit = isNarrow(filter) ? READ_AT_ONCE : ROWS_ON_A_CARD + 1;
  let before = from;
  for (let seen = 0; seen < LOOK_THROUGH;) {
    const read = await readSome(scope, filter, { limit, ...(before !== undefined && { before }) }, reads);
    for (const event of read) {
      if (isWanted(event, scope, filter)) {
        // One more than fits: there is a next page.
        if (events.length === ROWS_ON_A_CARD)
          return { events, before: events.at(-1)?.id ?? "", isCutShort: false };
        events.push(event);
      }
      before = event.id;
    }
    if (read.length < limit) return { events, isCutShort: false };
    seen += read.length;
  }
  return { events, ...(before !== undefined && { before }), isCutShort: true };
}

/** Are there events in the scope that the store doesn't leave out by itself? */
function isNarrow({ types, name, actorId }: AuditFilter): boolean {
  return types !== undefined || name !== undefined || actorId !== undefined;
}

function readSome(
  scope: AuditScope,
  { since, until, actorId }: AuditFilter,
  page: { readonly limit: number; readonly before?: string },
  { events }: Pick<Reads, "events">,
): Promise<readonly EventRecord[]> {
  const times = {
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
  const wanted = { ...page, ...times };
  // What one person did is less than what happened in a whole team or organization.
  if (scope.kind !== "mine" && actorId !== undefined) return events.listByActor(actorId, wanted);
  if (scope.kind === "mine") return events.listByActor(scope.userId, wanted);
  return scope.kind === "team"
    ? events.listByTeam(scope.teamId, wanted)
    : events.listByTenant(scope.tenantId, wanted);
}

/** The scope is checked again: what is read by actor holds that person's other teams, too. */
function isWanted(event: EventRecord, scope: AuditScope, { types, name, actorId }: AuditFilter): boolean {
  if (scope.kind === "team" && event.teamId !== scope.teamId) return false;
  if (scope.kind === "all" && event.tenantId !== scope.tenantId) return false;
  if (scope.kind === "mine" && event.actorId !== scope.userId) return false;
  if (actorId !== undefined && event.actorId !== actorId) return false;
  if (types !== undefined && !types.includes(event.entityType)) return false;
  return name === undefined || namesOf(event).includes(name);
}

function namesOf({ entityId, data }: EventRecord): readonly string[] {
  const { name, repository } = data;
  return [entityId, name, repository].flatMap((one) => (typeof one === "string" ? [one.toLowerCase()] : []));
}
