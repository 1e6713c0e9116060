import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { RealmReference } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { getRealm, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { tellRemoved } from "./keep.ts";
import { sayRealm } from "./words.ts";

type RemoveTurn = Turn<{ readonly realm: RealmReference }>;

/** Says what stays: a realm is only what Ployst knows of something. */
export async function askRemove(turn: RemoveTurn, deps: Deps): Promise<ConfirmationRequest> {
  const { realm, server } = await deps.store.read((reads) =>
    getRealm(turn.args.realm, "remove", turn.actor, reads),
  );
  return {
    question: `Remove realm ${sayRealm(realm, server)}? Nobody asks any more how it is. On the server nothing changes; a deployment that tells of it brings it back.`,
    label: "Remove",
    // Its version grows with each check, which changes nothing of what is removed.
    target: { realm: realm.id, url: realm.url, deployment: realm.deploymentId },
  };
}

/** `realm remove <name> [on <server>]` */
export function removeRealm(turn: RemoveTurn, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const { realm, server } = await getRealm(turn.args.realm, "remove", turn.actor, tx);
    // Between the question and this another one can have come by the name.
    if (turn.confirmed?.["realm"] !== realm.id) throw faults.REALM_CHANGED();
    if (!(await tx.realms.remove(realm.id))) throw faults.REALM_CHANGED();
    await tellRemoved(tx, realm, { doer: byActor(turn), askedIn: turn.place.conversationId }, deps);
    const text = `✅ Removed realm ${sayRealm(realm, server)} of team **${getTeam(turn.actor).name}**.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
