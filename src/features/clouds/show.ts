import type { CloudRecord, ServerRecord } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { toCardText } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getCloud, getTeam } from "./find.ts";
import { nameOfProvider } from "./providers.ts";
import { accountNameOf } from "./verified.ts";
import { sayServers, stateWords, titleOf, toCardSentence } from "./words.ts";

const MOST_NAMED = 20;
const VALUE_LENGTH = 120;

/** `cloud show <name>`: all that is known of it, but its credentials. */
export async function showCloud(turn: Turn<{ readonly cloud: string }>, deps: Deps): Promise<Reply> {
  const { cloud, servers, count } = await deps.store.read(async (reads) => {
    const found = await getCloud(turn.args.cloud, turn.actor, reads);
    return {
      cloud: found,
      servers: await reads.servers.listByCloud(found.id, { limit: MOST_NAMED }),
      count: await reads.servers.countByCloud(found.id),
    };
  });
  return reply.toAsker({
    card: "clouds/show",
    data: {
      title: titleOf(cloud, getTeam(turn.actor)),
      state: stateWords(cloud),
      verified: cloud.verifiedAt === undefined ? "" : toCardTime(cloud.verifiedAt),
      error: toCardSentence(cloud.lastError),
      facts: toFacts(cloud, { servers, count }, deps),
    },
    summary: `Cloud ${cloud.name}: ${stateWords(cloud)}`,
  });
}

function toFacts(
  cloud: CloudRecord,
  has: { readonly servers: readonly ServerRecord[]; readonly count: number },
  deps: Deps,
): readonly { readonly title: string; readonly value: string }[] {
  const facts = [
    { title: "Provider", value: nameOfProvider(cloud, deps.providers) },
    { title: "Account", value: accountNameOf(cloud) },
    { title: "Region", value: cloud.region },
    { title: "Private network", value: cloud.privateNetwork },
    { title: "Endpoint", value: cloud.address },
  ];
  return [
    ...facts
      .filter(({ value }) => value !== "")
      .map(({ title, value }) => ({ title, value: toCardText(value, VALUE_LENGTH) })),
    { title: "Servers", value: toServers(has) },
  ];
}

function toServers({
  servers,
  count,
}: {
  readonly servers: readonly ServerRecord[];
  readonly count: number;
}) {
  if (count === 0) return "None yet";
  const names = servers.map(({ name }) => toCardText(name, VALUE_LENGTH)).join(", ");
  return count > servers.length
    ? `${sayServers(count)}: ${names} and ${String(count - servers.length)} more`
    : names;
}
