import type { GitHubPerson, GitHubSshKey } from "../../adapters/github/contract/index.ts";
import type { KeyPairRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { LinkedGitHub, TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";

/** The pair that everybody gets at first contact. */
const PAIR_NAME = "account";

/** The account's pair, the active one. Throws SSH_KEY_NOT_READY. */
export async function getAccountPair(userId: string, deps: Pick<Deps, "store">): Promise<KeyPairRecord> {
  const pair = await findAccountPair(userId, deps);
  if (pair === undefined) throw faults.SSH_KEY_NOT_READY();
  return pair;
}

export async function findAccountPair(
  userId: string,
  { store }: Pick<Deps, "store">,
): Promise<KeyPairRecord | undefined> {
  const found = await store.read((reads) =>
    reads.keyPairs.findByName({ ownerType: "user", ownerId: userId }, PAIR_NAME),
  );
  return found?.state === "active" ? found : undefined;
}

/**
 * Keyed by the key itself: whoever has it already has it once. Answers whether it was there. Throws SSH_KEY_NOT_PERMITTED,
 * SSH_KEY_IN_USE, GITHUB_UNREACHABLE.
 */
export async function registerKey(
  { publicKey }: KeyPairRecord,
  person: GitHubPerson,
  title: string,
): Promise<"added" | "there"> {
  if ((await findRegistered(publicKey, person)) !== undefined) return "there";
  const outcome = await person.sshKeys.add({ title, publicKey });
  if (outcome.kind === "done") return "added";
  // The answer got lost; whether it was done GitHub knows.
  if (outcome.kind === "unknown") {
    if ((await findRegistered(publicKey, person)) !== undefined) return "added";
    throw faults.GITHUB_UNREACHABLE();
  }
  if (outcome.refusal === "invalid") throw faults.SSH_KEY_IN_USE();
  throw faults.SSH_KEY_NOT_PERMITTED();
}

/** Safe to repeat. Throws SSH_KEY_NOT_PERMITTED, GITHUB_UNREACHABLE. */
export async function unregisterKey(
  { publicKey }: KeyPairRecord,
  person: GitHubPerson,
): Promise<"removed" | "absent"> {
  const registered = await findRegistered(publicKey, person);
  if (registered === undefined) return "absent";
  const outcome = await person.sshKeys.remove(registered.id);
  if (outcome.kind === "done") return "removed";
  if (outcome.kind === "unknown") throw faults.GITHUB_UNREACHABLE();
  throw faults.SSH_KEY_NOT_PERMITTED();
}

/** Writes that the pair was handed to GitHub, or taken back, in the transaction that answers. */
export async function recordKey(
  tx: Transaction,
  { actor, place, jobId }: TurnContext,
  pair: KeyPairRecord,
  github: LinkedGitHub,
  verb: "registered" | "unregistered",
): Promise<void> {
  await tx.events.record({
    actorType: "user",
    actorId: actor.userId,
    tenantId: place.reference.tenantId,
    entityType: "key_pair",
    entityId: pair.id,
    verb,
    data: { name: pair.name, fingerprint: pair.fingerprint, login: github.ghLogin, userId: actor.userId },
    correlationId: jobId,
  });
}

/** For commands that need a connected account: the pipeline found it. */
export function gitHubOf({ actor: { github } }: TurnContext): LinkedGitHub {
  if (github === undefined) throw new RangeError("a turn without the account that it needs");
  return github;
}

async function findRegistered(
  publicKey: string,
  { sshKeys }: GitHubPerson,
): Promise<GitHubSshKey | undefined> {
  const known = await sshKeys.list();
  if (known === undefined) throw faults.SSH_KEY_NOT_PERMITTED();
  return known.find((key) => key.publicKey === publicKey);
}
