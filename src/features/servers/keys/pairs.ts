import type { KeyPairOwner, KeyPairRecord, Reads } from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import type { Actor } from "../../../core/turn.ts";
import { getTeam, sayGiven } from "../find.ts";

/** sshd ends the conversation after six keys, and one more may be on its way in. */
export const MOST_PAIRS = 5;
const MOST_LISTED = 100;
const TEAM = "team:";

type PairReads = Pick<Reads, "keyPairs">;

/** A key pair that may be chosen, and the word for it in a command. */
export interface PairChoice {
  readonly word: string;
  readonly pair: KeyPairRecord;
}

/** The active pairs of the team and of the actor. */
export async function listPairs(actor: Actor, reads: PairReads): Promise<readonly PairChoice[]> {
  const team = await listActive(ownerOf(TEAM, actor), reads);
  const own = await listActive(ownerOf("", actor), reads);
  return [
    ...team.map((pair) => ({ pair, word: `${TEAM}${pair.name}` })),
    ...own.map((pair) => ({ pair, word: pair.name })),
  ];
}

/** `team:deploys` or `laptop`. Throws SERVER_PAIR_UNKNOWN and SERVER_PAIRS_TOO_MANY. */
export async function getPairs(
  words: readonly string[],
  actor: Actor,
  reads: PairReads,
): Promise<readonly KeyPairRecord[]> {
  if (words.length > MOST_PAIRS) throw faults.SERVER_PAIRS_TOO_MANY({ most: MOST_PAIRS });
  const pairs: KeyPairRecord[] = [];
  for (const word of words) pairs.push(await getPair(word, actor, reads));
  return [...new Map(pairs.map((pair) => [pair.id, pair])).values()];
}

/** Throws SERVER_PAIR_UNKNOWN. */
export async function getPair(word: string, actor: Actor, reads: PairReads): Promise<KeyPairRecord> {
  const isTeams = word.toLowerCase().startsWith(TEAM);
  const name = isTeams ? word.slice(TEAM.length) : word;
  const found = await reads.keyPairs.findByName(ownerOf(isTeams ? TEAM : "", actor), name);
  if (found?.state === "active") return found;
  const whose = isTeams ? `Team ${getTeam(actor).name} has` : "You have";
  const list = `keypair list${isTeams ? " team" : ""}`;
  throw faults.SERVER_PAIR_UNKNOWN({ given: sayGiven(name), whose, list });
}

function ownerOf(whose: typeof TEAM | "", actor: Actor): KeyPairOwner {
  return whose === TEAM
    ? { ownerType: "team", ownerId: getTeam(actor).id }
    : { ownerType: "user", ownerId: actor.userId };
}

async function listActive(owner: KeyPairOwner, reads: PairReads): Promise<readonly KeyPairRecord[]> {
  const pairs = await reads.keyPairs.listByOwner(owner, { limit: MOST_LISTED });
  return pairs.filter(({ state }) => state === "active");
}

/** One line of `authorized_keys`; its comment tells where it came from, and which it is. */
export function publicLine({ publicKey, name }: Pick<KeyPairRecord, "publicKey" | "name">): string {
  return `${publicKey} ployst-${name}`;
}
