import type { NewServer, ServerRecord, Transaction } from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { reply, type Reply } from "../../../core/reply.ts";
import type { TurnContext } from "../../../core/turn.ts";
import type { Deps } from "../deps.ts";
import { getTeam } from "../find.ts";
import { byActor } from "../../../core/doer.ts";
import { recordServer } from "../history.ts";
import type { CreateTurn } from "./ask.ts";
import { showForm } from "./form.ts";
import { toCreateJob } from "./kind.ts";
import { findCloud, isStillAgreed, toOrder, type Order } from "./order.ts";
import { showOrder } from "./progress.ts";

/** `server create [name] [key=value…]`: the card that asks for what is missing, or, once it was confirmed, the servers. */
export async function createServers(turn: CreateTurn, deps: Deps): Promise<Reply> {
  const { confirmed } = turn;
  if (confirmed === undefined) {
    const { card, data, summary } = await showForm(turn.args.draft, turn.actor, deps);
    return reply.card(card, data, summary);
  }
  const draft = turn.args.draft;
  const cloud = await deps.store.read((reads) => findCloud(draft.cloud, turn.actor, reads));
  if (cloud === undefined) throw faults.SERVER_CHANGED();
  const { driver } = await deps.useCloud(cloud);
  return deps.store.transaction(async (tx) => {
    const found = await toOrder(draft, cloud, driver.description, turn.actor, tx);
    // Between the question and this, names may have been taken, key pairs revoked, and variables parted.
    if (!isStillAgreed(found, confirmed) || !(await hold(tx, found))) throw faults.SERVER_CHANGED();
    const { region, user } = confirmed;
    if (typeof region !== "string" || typeof user !== "string") throw faults.SERVER_CHANGED();
    const servers = await keepServers(tx, turn, { ...found, region, user }, deps);
    return deps.record(tx, turn, reply.text(sayBegun(servers, turn)));
  });
}

/** From here to the commit the cloud is there, and the variables that are shared. */
async function hold(tx: Transaction, { cloud, environment }: Order): Promise<boolean> {
  if (!(await tx.clouds.hold(cloud.id))) return false;
  return environment === undefined || tx.environments.hold(environment.id);
}

/** Rows with their tokens, their keys, their events and their jobs: all of it, or nothing. */
async function keepServers(
  tx: Transaction,
  turn: TurnContext,
  order: Order,
  deps: Deps,
): Promise<readonly ServerRecord[]> {
  const team = getTeam(turn.actor);
  const servers = await tx.servers.createMany(order.names.map((name) => toRow(name, order, turn)));
  if (servers === undefined)
    throw faults.SERVER_NAME_TAKEN({ name: order.names.join(", "), team: team.name });
  const by = byActor(turn);
  for (const server of servers) {
    await tx.serverKeyPairs.want(
      server.id,
      order.pairs.map(({ id }) => id),
    );
    const { image, size, region, environment } = order;
    const variables = environment && { variables: `${environment.of.kind} ${environment.of.name}` };
    await recordServer(tx, server, by, {
      verb: "created",
      data: { image, size, region, ...variables },
    });
    await deps.onServerChanged(tx, server, { what: "created" });
  }
  const serverIds = servers.map(({ id }) => id);
  const told = { order: turn.jobId, serverIds };
  const jobs = await tx.jobs.createMany(serverIds.map((id) => toCreateJob(id, told)));
  await showOrder(tx, told, deps);
  tx.afterCommit(() => {
    deps.wakeJobs(jobs.map(({ id }) => id));
  });
  return servers;
}

function toRow(name: string, order: Order, { actor, place }: TurnContext): NewServer {
  const { cloud, os, image, size, region, user, port, address } = order;
  return {
    ...{ teamId: cloud.teamId, cloudId: cloud.id, name, os, image, size, region },
    ...{ publicAddress: address, sshUser: user, sshPort: port, environmentId: order.environment?.id ?? "" },
    clientToken: newId(),
    requestedBy: actor.userId,
    conversationId: place.conversationId,
    threadRootId: place.reference.threadRootId ?? "",
  };
}

function sayBegun(servers: readonly ServerRecord[], { actor }: TurnContext): string {
  const names = servers.map(({ name }) => `**${name}**`).join(", ");
  const what = servers.length === 1 ? `server ${names}` : `servers ${names}`;
  return `✅ Making ${what} for team **${getTeam(actor).name}**. A card of its own shows how far it is.`;
}
