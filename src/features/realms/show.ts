import type { Reads, RealmRecord } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { isAsked, sayRealmStatus } from "../../core/realm-status.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { RealmReference } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { getRealm, type Placed } from "./find.ts";
import { listMeta } from "./meta.ts";
import { sayAddress } from "./words.ts";

const NAME_LENGTH = 60;
const LONGEST_VALUE = 200;

/** `realm show <name> [on <server>]`: all that is known of it. */
export async function showRealm(turn: Turn<{ readonly realm: RealmReference }>, deps: Deps): Promise<Reply> {
  const { placed, told } = await deps.store.read(async (reads) => {
    const found = await getRealm(turn.args.realm, "show", turn.actor, reads);
    return { placed: found, told: await sayOrigin(found.realm, reads) };
  });
  const { realm, server } = placed;
  return reply.toAsker({
    card: "realms/show",
    data: {
      title: `Realm ${toCardText(realm.name, NAME_LENGTH)}`,
      status: sayRealmStatus(realm, server),
      since: isAsked(realm, server) ? toCardTime(realm.statusSince) : "",
      error: isAsked(realm, server) ? toCardText(realm.lastError, LONGEST_VALUE) : "",
      checked: realm.checkedAt === undefined ? "" : toCardTime(realm.checkedAt),
      facts: toFacts(placed, told),
      link: sayAddress(realm),
      url: realm.url,
    },
    summary: toLine(`Realm ${realm.name} on ${server.name}: ${sayRealmStatus(realm, server)}`, LONGEST_VALUE),
  });
}

function toFacts({ realm, server }: Placed, told: string): readonly { title: string; value: string }[] {
  return [
    { title: "Server", value: toCardText(server.name, NAME_LENGTH) },
    { title: "Comes from", value: told },
    ...listMeta(realm.meta).map(({ key, value }) => ({
      title: toLine(key, 40),
      value: toCardText(value, LONGEST_VALUE),
    })),
  ];
}

/** Who told of it, and whether they still do. */
async function sayOrigin(
  { deploymentId, leftOutBy }: RealmRecord,
  reads: Pick<Reads, "deployments">,
): Promise<string> {
  if (deploymentId === "") return "Added by hand";
  const told = await sayDeployment(deploymentId, reads);
  if (leftOutBy === "") return told;
  return `${told}; ${await sayDeployment(leftOutBy, reads)} no longer tells of it`;
}

async function sayDeployment(id: string, reads: Pick<Reads, "deployments">): Promise<string> {
  const deployment = await reads.deployments.find(id);
  const group = deployment && (await reads.deployments.findGroup(deployment.groupId));
  return group === undefined ? "A deployment" : `Deployment #${String(group.number)}`;
}
