import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getServer, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { tellServer } from "./history.ts";
import { queuePush } from "./push/kind.ts";
import { addressOf, sayServer, toFacts } from "./words.ts";

type TrustTurn = Turn<{ readonly name: string }>;

/** Shows the key that is known and the one that the server shows: whoever set it up anew can tell whether that is it. */
export async function askTrust(turn: TrustTurn, deps: Deps): Promise<ConfirmationRequest> {
  const server = await deps.store.read((reads) => getServer(turn.args.name, turn.actor, reads));
  const name = escapeMarkdown(server.name);
  const { hostKeyFingerprint: known } = server;
  if (known === "") throw faults.SERVER_HOST_KEY_UNSEEN({ name });
  const seen = await deps.seeHostKey(server, turn.signal);
  if (seen === known) throw faults.SERVER_HOST_KEY_SAME({ name });
  return {
    question: `Trust the new host key of ${sayServer(server, getTeam(turn.actor))}? Only if it was set up anew: whoever else stands at ${escapeMarkdown(addressOf(server))} would get what Ployst sends there. On the server, "ssh-keygen -lf /etc/ssh/ssh\\_host\\_ed25519\\_key.pub" and the like show what it has.`,
    label: "Trust",
    target: { server: server.id, known, seen },
    facts: toFacts([
      ["Known", known],
      ["Shown now", seen],
    ]),
  };
}

/** `server trust <name>`: from here on the key that was agreed to, and no other, is the server's. */
export async function trustServer(turn: TrustTurn, deps: Deps): Promise<Reply> {
  const { known, seen } = turn.confirmed ?? {};
  if (typeof known !== "string" || typeof seen !== "string") throw faults.SERVER_CHANGED();
  return deps.store.transaction(async (tx) => {
    const server = await getServer(turn.args.name, turn.actor, tx);
    if (turn.confirmed?.["server"] !== server.id) throw faults.SERVER_CHANGED();
    if (!(await tx.servers.forgetHostKey(server.id, known))) throw faults.SERVER_CHANGED();
    await tx.servers.pinHostKey(server.id, seen);
    await tx.servers.change(server.id, { lastError: "" });
    await tellServer(tx, server.id, byActor(turn), { verb: "trusted", data: { known, seen } }, deps);
    // Who was set up anew has no variables, and what was to be written meanwhile was not.
    await queuePush(tx, [server.id], deps);
    tx.afterCommit(deps.wakeChecks);
    const text = `✅ Trusted the new host key of ${sayServer(server, getTeam(turn.actor))}. \`server check ${server.name}\` tells how it is.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
