import assert from "node:assert/strict";
import type { Store, Transaction } from "../../../../src/adapters/store/index.ts";
import { createVault } from "../../../../src/adapters/vault/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { newId } from "../../../../src/core/ids.ts";
import { aCloud } from "./clouds.ts";
import { aGroup } from "./deployments.ts";
import { aWorld, NOW, useStore, type Fixture, type MakeDatabase } from "./fixture.ts";
import { aProject } from "./projects.ts";
import { made as makeServers } from "./servers.ts";
import { aPair } from "./server-key-pairs.ts";
import { aConnection } from "./services.ts";
import { aTeam, there, TOMORROW } from "./team-world.ts";

const ALL = { limit: 500 };
// The key that the tests' stores begin with, and one that comes after it.
const FIRST = { id: "test", key: Buffer.alloc(32, 7) };
const NEXT = { id: "next", key: Buffer.alloc(32, 8) };

export type Opened = Readonly<Record<string, unknown>>;

/** Something sealed in each sealed column of each table; answers how to read all of it. */
export async function sealEverywhere(store: Store): Promise<(by: Store) => Promise<Opened>> {
  const ids = await store.transaction(async (tx) => {
    const { githubUser, user } = await aWorld(tx);
    await tx.githubUsers.saveTokens(githubUser.id, { accessToken: "access", refreshToken: "refresh" });
    const { team, membership } = await aTeam(tx);
    const attempt = { userId: user.id, verifier: "verifier", expiresAt: TOMORROW };
    const { id: verifying } = await tx.signInAttempts.create({ ...attempt, stateHash: "s-1" });
    const { id: confirming } = await tx.signInAttempts.create({ ...attempt, stateHash: "s-2" });
    const tokens = { accessToken: "provisional", ghUserId: "1", ghLogin: "l" };
    await tx.signInAttempts.recordTokens(confirming, tokens, "code");
    const pair = await aPair(tx, team.id, "deploy");
    const token = { teamMemberId: membership.id, cloudId: newId(), key: "k", expiresAt: TOMORROW };
    const issued = await tx.providerTokens.save({ ...token, value: "issued" });
    const service = await tx.serviceConnections.save(aConnection(user.id));
    const variables = { A: "variable" };
    const environment = await tx.environments.create({ teamId: team.id, variables });
    const cloud = there(await tx.clouds.create(aCloud(team.id)));
    const site = { teamId: team.id, cloudId: cloud.id, requestedBy: user.id };
    const [server] = await makeServers(tx, site, "web-1");
    const project = there(await tx.projects.create(aProject(team.id)));
    const shop = { teamId: team.id, userId: user.id, project, servers: [there(server).id] };
    const [deployment] = (await tx.deployments.create(aGroup(shop))).deployments;
    await tx.deployments.keepMasked(there(deployment).id, ["given"]);
    return {
      deployment: there(deployment),
      githubUser,
      verifying,
      confirming,
      pair,
      issued,
      service,
      environment,
      cloud,
    };
  });
  const read = async (tx: Transaction): Promise<Opened> => ({
    github: await tx.githubUsers.findTokens(ids.githubUser.id),
    verifier: await tx.signInAttempts.findVerifier(ids.verifying),
    pair: await tx.keyPairs.findPrivateKey(ids.pair.id),
    token: await tx.providerTokens.findValue(ids.issued.id),
    service: await tx.serviceConnections.findCredentials(ids.service.id),
    environment: await tx.environments.findVariables(ids.environment.id),
    cloud: await tx.clouds.findCredentials(ids.cloud.id),
    masked: await tx.deployments.listMasked(ids.deployment.id),
    tokens: await tx.signInAttempts.takeTokens(ids.confirming),
  });
  return async (by) => {
    let opened: Opened = {};
    const reading = by.transaction(async (tx) => {
      opened = await read(tx);
      // Tokens of a sign-in are taken once: they are put back.
      throw new Error("only to read");
    });
    await assert.rejects(reading, /only to read/);
    return opened;
  };
}

export function describeSecrets(makeDatabase: MakeDatabase): void {
  describe("sealed values", () => {
    const at = useStore(makeDatabase);
    /** Stores that know both keys and seal with the next one, and that know only that one. */
    const after = async ({ another }: Fixture): Promise<readonly [Store, Store]> => [
      await another({ vault: createVault([NEXT, FIRST]) }),
      await another({ vault: createVault([NEXT]) }),
    ];

    it("of all tables are wrapped anew, and say the same under the new key alone", async () => {
      const { store } = at();
      const openAll = await sealEverywhere(store);
      const before = await openAll(store);
      const [both, alone] = await after(at());
      await assert.rejects(openAll(alone));

      const counts = await both.transaction(async ({ secrets }) => {
        const found: Record<string, readonly number[]> = {};
        for (const table of secrets.listTables()) {
          const { values, rewrapped, missed, unreadable } = await secrets.rewrap(table, ALL);
          found[table] = [values, rewrapped, missed, unreadable.length];
        }
        return found;
      });

      // A table that isn't here has come since: seal something in it, too.
      assert.deepEqual(counts, {
        chatopsgithubuser: [2, 2, 0, 0],
        sign_in_attempts: [2, 2, 0, 0],
        key_pairs: [1, 1, 0, 0],
        provider_tokens: [1, 1, 0, 0],
        service_connections: [1, 1, 0, 0],
        environments: [1, 1, 0, 0],
        clouds: [1, 1, 0, 0],
        deployments: [1, 1, 0, 0],
      });
      assert.ok(Object.values(before).every((value) => value !== undefined));
      assert.deepEqual(await openAll(alone), before);
      assert.deepEqual(await openAll(both), before);
    });

    it("are wrapped once, page by page, whoever does it again", async () => {
      const { store } = at();
      const ids = await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        const made: string[] = [];
        for (const A of ["1", "2", "3"])
          made.push((await tx.environments.create({ teamId: team.id, variables: { A } })).id);
        return made;
      });
      const [both, alone] = await after(at());
      const page = (limit: number, last?: string) =>
        both.transaction(({ secrets }) =>
          secrets.rewrap("environments", { limit, ...(last !== undefined && { after: last }) }),
        );
      const nothing = { missed: 0, unreadable: [] };

      assert.deepEqual(await page(2), { ...nothing, last: ids[1], values: 2, rewrapped: 2 });
      assert.deepEqual(await page(2), { ...nothing, last: ids[1], values: 2, rewrapped: 0 });
      assert.deepEqual(await page(2, ids[1]), { ...nothing, last: ids[2], values: 1, rewrapped: 1 });
      assert.deepEqual(await page(2, ids[2]), { ...nothing, values: 0, rewrapped: 0 });
      const opened = await alone.read(({ environments }) => environments.listVariables(ids));
      assert.deepEqual([...opened.values()].map(({ A }) => A).toSorted(), ["1", "2", "3"]);
    });

    it("that no key opens are told, and the others are wrapped all the same", async () => {
      const { store, another } = at();
      const lost = await another({ vault: createVault([{ id: "lost", key: Buffer.alloc(32, 9) }]) });
      const team = await store.transaction(async (tx) => (await aTeam(tx)).team);
      const create = (by: Store) =>
        by.transaction((tx) => tx.environments.create({ teamId: team.id, variables: {} }));
      const { id } = await create(lost);
      await create(store);
      const [both] = await after(at());

      const { values, rewrapped, unreadable } = await both.transaction(({ secrets }) =>
        secrets.rewrap("environments", ALL),
      );

      assert.deepEqual([values, rewrapped, unreadable.length], [2, 1, 1]);
      assert.deepEqual([unreadable[0]?.id, unreadable[0]?.column], [id, "variables"]);
      assert.match(unreadable[0]?.reason ?? "", /sealed with the key "lost"/);
    });

    it("don't count as changed by it", async () => {
      const { store, clock } = at();
      const { githubUser } = await store.transaction(aWorld);
      const [both] = await after(at());
      clock.pass(MINUTE);

      await both.transaction(({ secrets }) => secrets.rewrap("chatopsgithubuser", ALL));

      const [standing] = await store.read((reads) => reads.githubUsers.listStanding([githubUser.id]));
      assert.deepEqual(standing?.since, NOW);
    });

    it("that somebody changes at the same moment stay theirs", async () => {
      const { store } = at();
      const made = await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        return tx.environments.create({ teamId: team.id, variables: { A: "1" } });
      });
      const [both] = await after(at());

      for (let version = 1; version <= 10; version++)
        await Promise.all([
          both.transaction((tx) => tx.environments.setVariables(made.id, version, { A: String(version) })),
          both.transaction(({ secrets }) => secrets.rewrap("environments", ALL)),
        ]);

      const opened = await both.read(({ environments }) => environments.findVariables(made.id));
      assert.deepEqual(opened, { A: "10" });
    });

    it("are wrapped by one of many at the same moment", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        for (let n = 0; n < 5; n++) await tx.environments.create({ teamId: team.id, variables: {} });
      });
      const others = await Promise.all([after(at()), after(at()), after(at())]);

      const pages = await Promise.all(
        others.map(([both]) => both.transaction(({ secrets }) => secrets.rewrap("environments", ALL))),
      );

      const rewrapped = pages.reduce((sum, page) => sum + page.rewrapped, 0);
      assert.deepEqual([rewrapped, pages.every(({ values }) => values === 5)], [5, true]);
    });

    it("are where there are sealed columns only", async () => {
      await assert.rejects(
        at().store.transaction(({ secrets }) => secrets.rewrap("events", ALL)),
        RangeError,
      );
    });
  });
}
