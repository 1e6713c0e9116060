import type { CloudRecord } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getTeam, MOST_CLOUDS } from "./find.ts";
import { nameOfProvider } from "./providers.ts";
import { accountNameOf } from "./verified.ts";
import { sayServers, stateWords, toCardSentence } from "./words.ts";

const NAME_LENGTH = 60;

/** `cloud list`: the team's clouds, each with how it stands. */
export async function listClouds(turn: TurnContext, deps: Deps): Promise<Reply> {
  const team = getTeam(turn.actor);
  const { clouds, counts } = await deps.store.read(async (reads) => {
    const found = await reads.clouds.listByTeam(team.id, { limit: MOST_CLOUDS });
    return { clouds: found, counts: await reads.servers.countByClouds(found.map(({ id }) => id)) };
  });
  const sorted = clouds.toSorted((one, other) => one.name.localeCompare(other.name));
  return reply.toAsker({
    card: "clouds/list",
    data: {
      title: `Clouds of team **${team.name}**`,
      count: clouds.length === 0 ? "None yet" : "",
      clouds: sorted.map((cloud) => toRow(cloud, counts.get(cloud.id) ?? 0, deps)),
      hint:
        clouds.length === 0
          ? "Say **cloud add** to add an account at a provider, or hosts that you have."
          : "Say for example **cloud show do-main** for more of one, **cloud verify do-main** to ask its provider now.",
    },
    summary: toLine(`Clouds: ${sorted.map(({ name }) => name).join(", ")}`, 200),
  });
}

function toRow(cloud: CloudRecord, servers: number, deps: Deps): Readonly<Record<string, string>> {
  const region = cloud.region === "" ? "" : ` · ${toCardText(cloud.region, NAME_LENGTH)}`;
  const account = accountNameOf(cloud);
  const as = account === "" ? "" : ` · ${toCardText(account, NAME_LENGTH)}`;
  return {
    name: toCardText(cloud.name, NAME_LENGTH),
    what: `${toCardText(nameOfProvider(cloud, deps.providers), NAME_LENGTH)}${region}${as} · ${sayServers(servers)}`,
    state: stateWords(cloud),
    verified: cloud.verifiedAt === undefined ? "" : toCardTime(cloud.verifiedAt),
    error: toCardSentence(cloud.lastError),
  };
}
