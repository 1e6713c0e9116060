import assert from "node:assert/strict";
import type { Store, Transaction } from "../../../../src/adapters/store/index.ts";
import { aGroup, SHA } from "./deployments.ts";
import { overlap, useStore, type MakeDatabase } from "./fixture.ts";
import { aShop } from "./projects.ts";
import { another, there } from "./team-world.ts";

const MANY = 30;

export function describeDeploymentsAtOnce(makeDatabase: MakeDatabase): void {
  describe("deployments at the same moment", () => {
    const at = useStore(makeDatabase);

    /** As two processes would. */
    async function atOnce<T>(times: number, work: (store: Store, n: number) => Promise<T>): Promise<T[]> {
      const stores = [at().store, await at().another()] as const;
      return Promise.all(Array.from({ length: times }, (_, n) => work(stores[n % 2 === 0 ? 0 : 1], n)));
    }

    it("get a number each", async () => {
      const shop = await at().store.transaction(aShop);
      let runs = 0;

      const made = await atOnce(MANY, (store) =>
        store.transaction((tx) => {
          runs += 1;
          return tx.deployments.create(aGroup(shop));
        }),
      );

      const numbers = made.map(({ group }) => group.number).toSorted((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: MANY }, (_, n) => n + 1),
      );
      assert.equal(runs, MANY);
    });

    it("are moved by one", async () => {
      const { store } = at();
      const made = await store.transaction(async (tx) => tx.deployments.create(aGroup(await aShop(tx))));
      const { id } = there(made.deployments[0]);
      const targets = ["executing", "cancelled"] as const;

      const groupMoves = await atOnce(20, (each, n) =>
        each.transaction((tx) =>
          tx.deployments.moveGroup(made.group.id, ["queued"], targets[n % 2] ?? "failed"),
        ),
      );
      const moves = await atOnce(20, (each, n) =>
        each.transaction((tx) => tx.deployments.move(id, ["queued"], targets[n % 2] ?? "failed")),
      );

      const won = [groupMoves, moves].map((all) => all.filter((move) => move !== undefined));
      await store.read(async ({ deployments }) => {
        const states = [
          (await deployments.findGroup(made.group.id))?.state,
          (await deployments.find(id))?.state,
        ];
        assert.deepEqual(
          won.map((all) => all.map(({ toState }) => toState)),
          states.map((state) => [state]),
        );
      });
    });

    it("take one voice of a person, and see all voices when they are counted", async () => {
      const { store } = at();
      const [groupId, people] = await store.transaction(async (tx) => {
        const { group } = await tx.deployments.create(aGroup(await aShop(tx), { state: "pending_approval" }));
        const ids: string[] = [];
        for (let n = 0; n < 6; n++) ids.push((await another(tx, `voter-${n}`)).id);
        return [group.id, ids] as const;
      });

      // Each votes twice; whoever makes it six lets it go.
      const moves = await atOnce(12, (each, n) =>
        each.transaction(async ({ deployments }) => {
          const voice = { groupId, userId: people[n % 6] ?? "", decision: "approved", reason: "" } as const;
          if (!(await deployments.decide(voice))) return undefined;
          if ((await deployments.listApprovals(groupId)).length < 6) return undefined;
          return deployments.moveGroup(groupId, ["pending_approval"], "queued");
        }),
      );

      assert.equal(moves.filter((move) => move !== undefined).length, 1);
      const approvals = await store.read((reads) => reads.deployments.listApprovals(groupId));
      assert.equal(approvals.length, 6);
    });

    it("are approved by two, of whom the later one sees both", async () => {
      const { store } = at();
      const { groupId, ann, bob } = await store.transaction(async (tx) => {
        const { group } = await tx.deployments.create(aGroup(await aShop(tx), { state: "pending_approval" }));
        const people = [await another(tx, "ann"), await another(tx, "bob")] as const;
        return { groupId: group.id, ann: people[0].id, bob: people[1].id };
      });
      const decideAndCount =
        (userId: string) =>
        async ({ deployments }: Transaction): Promise<number> => {
          await deployments.decide({ groupId, userId, decision: "approved", reason: "" });
          return (await deployments.listApprovals(groupId)).length;
        };

      const { first, second } = await overlap(at(), decideAndCount(ann), decideAndCount(bob));

      assert.deepEqual([first, second], [1, 2]);
    });

    it("leave one behind on a server", async () => {
      const { store } = at();
      const { shop, ids } = await store.transaction(async (tx) => {
        const made = await aShop(tx);
        const servers = made.servers
          .slice(0, 1)
          .map((serverId) => ({ serverId, script: "", previousSha: "" }));
        const runs: string[] = [];
        for (let n = 0; n < 8; n++)
          runs.push(
            there(
              (await tx.deployments.create(aGroup(made, { servers, sha: `${n}${SHA.slice(1)}` })))
                .deployments[0],
            ).id,
          );
        return { shop: made, ids: runs };
      });

      const moves = await atOnce(ids.length, (each, n) =>
        each.transaction((tx) => tx.deployments.move(ids[n] ?? "", ["queued"], "success")),
      );

      assert.equal(moves.filter((move) => move !== undefined).length, ids.length);
      const current = await store.read((reads) =>
        reads.deployments.listCurrent(shop.project.id, shop.servers),
      );
      assert.equal(current.size, 1);
    });

    it("write each piece of output once", async () => {
      const { store } = at();
      const made = await store.transaction(async (tx) => tx.deployments.create(aGroup(await aShop(tx))));
      const { id } = there(made.deployments[0]);

      const written = await atOnce(MANY, (each, n) =>
        each.transaction((tx) => tx.deployments.appendOutput(id, n % 10, String(n % 10))),
      );

      assert.equal(written.filter(Boolean).length, 10);
      const chunks = await store.read((reads) => reads.deployments.listOutput(id, -1, 100));
      assert.equal(chunks.map(({ chunk }) => chunk).join(""), "0123456789");
    });
  });
}
