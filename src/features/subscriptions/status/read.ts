import type { ConversationBacklog, ListedSubscription } from "../../../adapters/store/contract/index.ts";
import { Fault } from "../../../core/fault.ts";
import type { Turn } from "../../../core/turn.ts";
import type { SubscriptionDeps } from "../deps.ts";
import { see, type Seen } from "../seen.ts";
import { listMissing, type Known, type Visible } from "./trouble.ts";

type Deps = SubscriptionDeps["subscriptions"];

/** Of events that failed for good, the latest that are looked through. */
const DEAD_READ = 200;

/** Subscriptions that have stopped for the same reason. */
export interface Stopped {
  readonly creatorId: string;
  readonly login: string;
  readonly reason: string;
  readonly count: number;
}

/** How everything stands in one conversation. */
export interface Standing {
  /** What `subscribe list` would name. */
  readonly visible: readonly { readonly seen: Visible; readonly known: Known }[];
  readonly stopped: readonly Stopped[];
  /** Not stopped, but out of our GitHub App's reach: not even their names are told. */
  readonly unreached: number;
  readonly backlog: ConversationBacklog;
}

/** Reads the tables, then asks GitHub as `subscribe list` does: what that hides isn't told here either. */
export async function readStanding(turn: Turn<unknown>, deps: Deps): Promise<Standing> {
  const { channelId, teamId } = turn.place.reference;
  const told = await deps.store.read(async (reads) => {
    const rows = await reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId);
    return {
      rows,
      health: await reads.subscriptionHealth.list(rows.map(({ id }) => id)),
      creators: await reads.githubUsers.listStanding(rows.map(({ chatOpsUsersId }) => chatOpsUsersId)),
      dead: await reads.deliveries.listDead(DEAD_READ),
      backlog: await reads.outbox.backlogOf(turn.place.conversationId),
    };
  });
  const health = new Map(told.health.map((one) => [one.subscriptionId, one]));
  const creators = new Map(told.creators.map((one) => [one.id, one]));
  const lost = told.rows.filter((row) => row.state === "lost");
  const live = told.rows.filter((row) => row.state !== "lost");
  const visible = (await see(live, deps)).filter(isVisible);
  const asks = visible.some((seen) => listMissing(seen).length > 0) ? await findAsked(deps) : undefined;
  const toKnown = (row: ListedSubscription): Known => ({
    health: health.get(row.id),
    creator: creators.get(row.chatOpsUsersId),
    deadAt: told.dead.find((one) => row.ghArtifactType === "Repo" && one.repositoryId === row.ghArtifactId)
      ?.receivedAt,
    asks,
  });
  return {
    visible: visible.map((seen) => ({ seen, known: toKnown(seen.row) })),
    stopped: toStopped(lost, (id) => creators.get(id)?.ghLogin ?? ""),
    unreached: live.length - visible.length,
    backlog: told.backlog,
  };
}

/** The permissions that the App asks its installations for. */
async function findAsked({ app }: Deps): Promise<Known["asks"]> {
  try {
    return (await app.getSelf()).permissions;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function isVisible(seen: Seen): seen is Visible {
  return seen.kind !== "hidden";
}

function toStopped(
  lost: readonly ListedSubscription[],
  loginOf: (creatorId: string) => string,
): readonly Stopped[] {
  const groups = Map.groupBy(lost, (row) => `${row.chatOpsUsersId} ${row.stateReason}`);
  return [...groups.values()].flatMap((rows) => {
    const [row] = rows;
    if (row === undefined) return [];
    const { chatOpsUsersId: creatorId, stateReason: reason } = row;
    return { creatorId, login: loginOf(creatorId), reason, count: rows.length };
  });
}
