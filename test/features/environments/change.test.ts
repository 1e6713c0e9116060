import assert from "node:assert/strict";
import type { Transaction } from "../../../src/adapters/store/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { readOwn, withRetries, writeOwn } from "../../../src/features/environments/change.ts";
import { getScopeById } from "../../../src/features/environments/find.ts";
import { withVariable } from "../../../src/features/environments/values.ts";
import type { Actor } from "../../../src/core/turn.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const MIRA = { tenantId: "t", teamsUserId: "29:mira", aadObjectId: "mira", displayName: "Mira" };

describe("a change of variables", () => {
  let store: TestStore;
  let actor: Actor;
  beforeEach(async () => {
    store = await openTestStore();
    actor = await store.transaction(async (tx) => {
      const { id: ownerId } = await tx.users.ensure(MIRA);
      const team = await tx.teams.create({ tenantId: "t", name: "Platform", ownerId });
      const force = { id: team?.id ?? "", name: "Platform", isLinked: false, memberId: "" };
      const powers = new Set([]);
      return { userId: ownerId, person: MIRA, isAdmin: false, team: { ...force, role: "owner", powers } };
    });
  });
  afterEach(() => store.cleanup());

  /** Sets one, as often as somebody else is `overtaken` by the way the transaction answers. */
  const set = (name: string, change: (tx: Transaction) => Transaction): Promise<unknown> =>
    withRetries({ store }, async (tx) => {
      const scope = await getScopeById("team", actor.team?.id ?? "", actor, tx);
      const { environment, variables } = await readOwn(scope, tx);
      await writeOwn(change(tx), scope, environment, withVariable(variables, name, name));
    });
  const there = async (): Promise<unknown> => {
    const scope = await store.read((reads) => getScopeById("team", actor.team?.id ?? "", actor, reads));
    return store.transaction(async (tx) => (await readOwn(scope, tx)).variables);
  };
  const plain = (tx: Transaction): Transaction => tx;

  it("is made again on what somebody else left, who made the row first", async () => {
    let overtaken = 0;
    await set("MINE", (tx) => {
      overtaken += 1;
      if (overtaken > 1) return tx;
      return { ...tx, teams: { ...tx.teams, setEnvironment: () => Promise.resolve(false) } };
    });

    assert.equal(overtaken, 2);
    assert.deepEqual(await there(), { MINE: "MINE" });
  });

  it("is made again where the version has grown", async () => {
    await set("FIRST", plain);
    let overtaken = 0;
    await set("SECOND", (tx) => {
      overtaken += 1;
      if (overtaken > 2) return tx;
      return { ...tx, environments: { ...tx.environments, setVariables: () => Promise.resolve(undefined) } };
    });

    assert.equal(overtaken, 3);
    assert.deepEqual(await there(), { FIRST: "FIRST", SECOND: "SECOND" });
  });

  it("is made again where the scope uses another row by now, and leaves the one of before alone", async () => {
    await set("FIRST", plain);
    const teamId = actor.team?.id ?? "";
    const before = (await store.read((reads) => reads.teams.find(teamId)))?.environmentId ?? "";
    let overtaken = 0;
    await set("SECOND", (tx) => {
      overtaken += 1;
      if (overtaken > 1) return tx;
      const shares = async (id: string, from: string, to: string): Promise<boolean> => {
        const { id: other } = await tx.environments.create({ teamId, variables: {} });
        return (await tx.teams.setEnvironment(id, from, other)) && tx.teams.setEnvironment(id, from, to);
      };
      return { ...tx, teams: { ...tx.teams, setEnvironment: shares } };
    });

    assert.equal(overtaken, 2);
    assert.deepEqual(await there(), { FIRST: "FIRST", SECOND: "SECOND" });
    const row = await store.read((reads) => reads.environments.find(before));
    assert.equal(row?.version, 2);
  });

  it("gives up after a few times, and leaves nothing half done", async () => {
    const never = set("MINE", (tx) => ({
      ...tx,
      teams: { ...tx.teams, setEnvironment: () => Promise.resolve(false) },
    }));

    await assert.rejects(never, (error) => isFault(error, "STORE_BUSY"));
    assert.deepEqual(await there(), {});
  });

  it("takes any name that POSIX takes", async () => {
    await set("__proto__", plain);
    await set("_", plain);

    assert.deepEqual(Object.entries((await there()) ?? {}).toSorted(), [
      ["_", "_"],
      ["__proto__", "__proto__"],
    ]);
  });
});
