import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { isRunning } from "../../core/realm-status.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { NewRealm } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { getTeam, holdServer } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { keepRealm, MOST_OF_SERVER } from "./keep.ts";
import { sayRealm } from "./words.ts";

/** `realm add <name> on <server> [url] [key=value…]`: by hand, what no script tells. Said again it changes it. */
export async function addRealm(turn: Turn<{ readonly realm: NewRealm }>, deps: Deps): Promise<Reply> {
  const { name, server: on, url, meta } = turn.args.realm;
  if (url !== "") deps.probe.check(url);
  const team = getTeam(turn.actor);
  const by = { doer: byActor(turn), askedIn: turn.place.conversationId };
  return deps.store.transaction(async (tx) => {
    const server = await holdServer(on, turn.actor, tx);
    const there = await tx.realms.listByServer(server.id, { limit: MOST_OF_SERVER });
    const isThere = there.some((realm) => realm.name.toLowerCase() === name.toLowerCase());
    if (!isThere && there.length >= MOST_OF_SERVER)
      throw faults.REALM_TOO_MANY({ server: escapeMarkdown(server.name), most: MOST_OF_SERVER });
    const said = { teamId: team.id, serverId: server.id, deploymentId: "", name, url, meta };
    const { realm, outcome } = await keepRealm(tx, said, by, deps);
    const which = `realm ${sayRealm(realm, server)} of team **${team.name}**`;
    if (outcome === "same") return deps.record(tx, turn, reply.text(`That is how ${which} is already.`));
    const done = `✅ ${outcome === "created" ? "Added" : "Changed"} ${which}.`;
    const next = sayNext(url, isRunning(server), server.name);
    return deps.record(tx, turn, reply.text(`${done} ${next} \`realm show\` tells how it is.`));
  });
}

function sayNext(url: string, isServerRunning: boolean, server: string): string {
  if (url === "") return "It has no address, so nobody asks whether it answers.";
  if (isServerRunning) return "Its address is asked from now on.";
  return `Its address is asked as soon as server ${escapeMarkdown(server)} is online.`;
}
