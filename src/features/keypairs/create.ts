import type { GeneratedPair } from "../../adapters/keys/contract/pairs.ts";
import type { KeyPairRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import type { NewPair } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { freeName, listPairs, MOST_PAIRS } from "./find.ts";
import { recordPair } from "./history.ts";
import type { Owner } from "../../core/owner.ts";
import { keyBlock, pairWords } from "./words.ts";

/** `keypair create [name] [ed25519|rsa]`. */
export async function createPair(
  turn: Turn<{ readonly pair: NewPair }>,
  owner: Owner,
  deps: Deps,
): Promise<Reply> {
  const { name, algorithm } = turn.args.pair;
  // Cheaper to refuse before a key is made; the transaction checks again.
  await deps.store.read((reads) => checkRoom(name, owner, reads));
  const material = await deps.keys.generate(algorithm);
  return keepPair(turn, owner, { name, material, how: "generated" }, deps);
}

/** Keeps a new pair and shows its public half. */
export function keepPair(
  turn: TurnContext,
  owner: Owner,
  made: { readonly name: string; readonly material: GeneratedPair; readonly how: "generated" | "imported" },
  deps: Deps,
): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const pairs = await checkRoom(made.name, owner, tx);
    if (pairs.some(({ fingerprint }) => fingerprint === made.material.fingerprint))
      throw faults.KEYPAIR_IN_USE_ALREADY();
    const name = made.name === "" ? freeName(pairs) : made.name;
    const pair = await tx.keyPairs.create({ ...owner.key, name, ...made.material });
    if (pair === undefined) throw faults.KEYPAIR_NAME_TAKEN({ name: escapeMarkdown(name) });
    await recordPair(tx, pair, { verb: "created", toState: "active", how: made.how }, byActor(turn, owner));
    const verb = made.how === "imported" ? "Imported" : "Made";
    const text = `✅ ${verb} key pair ${pairWords(pair)} ${owner.of}. Fingerprint: \`${pair.fingerprint}\`. Its public key, for servers and services to let it in:\n\n${keyBlock(pair)}`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

export function byActor(
  { actor, place, jobId }: TurnContext,
  { teamId }: Owner,
): Parameters<typeof recordPair>[3] {
  return {
    actorType: "user",
    actorId: actor.userId,
    tenantId: place.reference.tenantId,
    teamId,
    correlationId: jobId,
  };
}

/** The owner's pairs. Throws KEYPAIR_TOO_MANY, KEYPAIR_NAME_TAKEN. */
async function checkRoom(
  name: string,
  owner: Owner,
  reads: Pick<Reads, "keyPairs">,
): Promise<readonly KeyPairRecord[]> {
  const pairs = await listPairs(owner, reads);
  if (pairs.length >= MOST_PAIRS) throw faults.KEYPAIR_TOO_MANY({ most: MOST_PAIRS });
  const isTaken =
    name !== "" &&
    pairs.some((pair) => pair.state === "active" && pair.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw faults.KEYPAIR_NAME_TAKEN({ name: escapeMarkdown(name) });
  return pairs;
}
