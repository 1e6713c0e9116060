import assert from "node:assert/strict";
import type { ApprovalDecision, Transaction, UserRecord } from "../../../../src/adapters/store/index.ts";
import { aGroup } from "./deployments.ts";
import { aPerson, useStore, type MakeDatabase } from "./fixture.ts";
import { aShop, type Shop } from "./projects.ts";
import { aServer } from "./servers.ts";
import { another, invitedByMail, there } from "./team-world.ts";

const ANN = aPerson({ aadObjectId: "aad-ann", teamsUserId: "29:ann", displayName: "ann" });

interface Twice {
  readonly shop: Shop;
  /** From Teams. */
  readonly known: UserRecord;
  /** The same person, by mail. */
  readonly invited: UserRecord;
}

async function twice(tx: Transaction): Promise<Twice> {
  const shop = await aShop(tx);
  const owner = there(await tx.users.find(shop.userId));
  const known = await another(tx, "ann");
  return { shop, known, invited: await invitedByMail(tx, owner, "ann@example.test") };
}

export function describeLinkedOperations(makeDatabase: MakeDatabase): void {
  describe("what a person who becomes one of two did", () => {
    const at = useStore(makeDatabase);
    const join = async (tx: Transaction, { id }: UserRecord): Promise<void> => {
      assert.equal((await tx.users.linkToTeams(id, ANN)).outcome, "merged");
    };

    it("is the one's: servers, deployments and locks", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { shop, known, invited } = await twice(tx);
        const [web] = await tx.servers.listByIds(shop.servers);
        const site = { teamId: shop.teamId, cloudId: there(web).cloudId, requestedBy: invited.id };
        const [server] = there(await tx.servers.createMany([aServer(site, { name: "ann's" })]));
        const { group } = await tx.deployments.create(aGroup(shop, { requestedBy: invited.id }));
        await tx.projects.lock(shop.project.id, { by: invited.id, reason: "freeze" });

        await join(tx, invited);

        assert.equal((await tx.servers.find(server?.id ?? ""))?.requestedBy, known.id);
        assert.equal((await tx.servers.find(web?.id ?? ""))?.requestedBy, shop.userId);
        assert.equal((await tx.deployments.findGroup(group.id))?.requestedBy, known.id);
        const lock = there((await tx.projects.find(shop.project.id))?.lock);
        assert.deepEqual([lock.by, lock.reason], [known.id, "freeze"]);
        assert.equal(await tx.projects.unlock(shop.project.id, lock), true);
      });
    });

    it("is one voice for a deployment, and a no rather than a yes", async () => {
      const { store } = at();
      const outcomes: readonly (readonly [
        ApprovalDecision | "",
        ApprovalDecision | "",
        ApprovalDecision | "",
      ])[] = [
        ["", "approved", "approved"],
        ["approved", "", "approved"],
        ["approved", "approved", "approved"],
        ["approved", "denied", "denied"],
        ["denied", "approved", "denied"],
        ["", "", ""],
      ];
      await store.transaction(async (tx) => {
        const { shop, known, invited } = await twice(tx);
        const groups: string[] = [];
        for (const [own, other] of outcomes) {
          const { group } = await tx.deployments.create(aGroup(shop, { state: "pending_approval" }));
          groups.push(group.id);
          const decide = async (userId: string, decision: ApprovalDecision | ""): Promise<void> => {
            if (decision !== "")
              await tx.deployments.decide({ groupId: group.id, userId, decision, reason: "" });
          };
          await decide(known.id, own);
          await decide(invited.id, other);
        }

        await join(tx, invited);

        for (const [n, [, , expected]] of outcomes.entries()) {
          const voices = await tx.deployments.listApprovals(groups[n] ?? "");
          assert.deepEqual(
            voices.map(({ userId, decision }) => [userId, decision]),
            expected === "" ? [] : [[known.id, expected]],
            String(outcomes[n]),
          );
        }
      });
    });

    it("approves nothing that they asked for themselves, while it still waits", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { shop, known, invited } = await twice(tx);
        const ask = async (requestedBy: string, decision: ApprovalDecision, userId: string) => {
          const asked = aGroup(shop, { requestedBy, state: "pending_approval" });
          const { id: groupId } = (await tx.deployments.create(asked)).group;
          await tx.deployments.decide({ groupId, userId, decision, reason: "" });
          return groupId;
        };
        const waiting = await ask(known.id, "approved", invited.id);
        const reverse = await ask(invited.id, "approved", known.id);
        const denied = await ask(known.id, "denied", invited.id);
        const done = await ask(known.id, "approved", invited.id);
        await tx.deployments.moveGroup(done, ["pending_approval"], "queued");
        const others = await ask(known.id, "approved", shop.userId);

        await join(tx, invited);

        const voices = async (id: string) => (await tx.deployments.listApprovals(id)).length;
        assert.deepEqual([await voices(waiting), await voices(reverse)], [0, 0]);
        assert.deepEqual([await voices(denied), await voices(done), await voices(others)], [1, 1, 1]);
      });
    });
  });
}
