import { apiTokens } from "../models/api-tokens.ts";
import { keyPairs } from "../models/key-pairs.ts";
import { serviceConnections } from "../models/service-connections.ts";
import { sshPublicKeys } from "../models/ssh-public-keys.ts";
import { trackedRepositories } from "../models/tracked-repositories.ts";
import { webSessions } from "../models/web-sessions.ts";
import { cutName } from "../name-key.ts";
import type { Session } from "../session.ts";
import { keyPairKey } from "./key-pairs.ts";
import { sshKeyKey } from "./ssh-public-keys.ts";

/** Gives a user's keys, tokens, sessions, services and tracked repositories to another. */
export async function moveBelongings(session: Session, fromId: string, toId: string): Promise<void> {
  await moveSshKeys(session, fromId, toId);
  await moveKeyPairs(session, fromId, toId);
  await moveConnections(session, fromId, toId);
  await moveTracked(session, fromId, toId);
  await session.table(apiTokens).update({ userId: fromId }, { userId: toId });
  await session.table(webSessions).update({ userId: fromId }, { userId: toId });
}

async function moveSshKeys(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(sshPublicKeys);
  const live = await table.listAll({ userId: fromId, deletedAt: null });
  const own = new Set(
    (await table.listAll({ userId: toId, deletedAt: null })).map(({ fingerprint }) => fingerprint),
  );
  const deletedAt = session.clock.now();
  for (const { id, fingerprint } of live) {
    const change = own.has(fingerprint)
      ? { deletedAt, liveKey: id }
      : { liveKey: sshKeyKey(toId, fingerprint) };
    await table.update({ id }, change);
  }
  await table.update({ userId: fromId }, { userId: toId });
}

async function moveKeyPairs(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(keyPairs);
  const user = { ownerType: "user" } as const;
  const active = await table.listAll({ ...user, ownerId: fromId, state: "active" });
  const own = await table.listAll({ ...user, ownerId: toId, state: "active" });
  const taken = new Set(own.map(({ liveKey }) => liveKey));
  for (const { id, name } of active) {
    const to = { ...user, ownerId: toId };
    // A second pair of that name gets the end of its id behind it.
    const kept = taken.has(keyPairKey(to, name)) ? `${cutName(name).slice(0, 87)}-${id.slice(-12)}` : name;
    await table.update({ id }, { name: kept, liveKey: keyPairKey(to, kept) });
  }
  await table.update({ ...user, ownerId: fromId }, { ownerId: toId });
}

/** Of two connections to one provider the one that works stays, the other goes with its secrets. */
async function moveConnections(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(serviceConnections);
  const own = await table.listAll({ ownerType: "user", ownerId: toId });
  const byProvider = new Map(own.map((row) => [row.provider, row]));
  for (const { id, provider, state } of await table.listAll({ ownerType: "user", ownerId: fromId })) {
    const rival = byProvider.get(provider);
    if (rival !== undefined && (rival.state !== "disabled" || state === "disabled")) {
      await table.delete({ id });
      continue;
    }
    if (rival !== undefined) await table.delete({ id: rival.id });
    await table.update({ id }, { ownerId: toId });
  }
}

async function moveTracked(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(trackedRepositories);
  const own = new Set((await table.listAll({ userId: toId })).map(({ ghRepoId }) => ghRepoId));
  for (const { id, ghRepoId } of await table.listAll({ userId: fromId }))
    if (own.has(ghRepoId)) await table.delete({ id });
  await table.update({ userId: fromId }, { userId: toId });
}
