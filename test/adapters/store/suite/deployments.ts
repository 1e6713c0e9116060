import assert from "node:assert/strict";
import type {
  DeploymentGroupRecord,
  DeploymentRepository,
  Transaction,
} from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { newId } from "../../../../src/core/ids.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { aProject, aShop, type Shop } from "./projects.ts";
import { another, there } from "./team-world.ts";

type NewGroup = Parameters<DeploymentRepository["create"]>[0];
export const SHA = "0123456789abcdef0123456789abcdef01234567";
const SOON = new Date(NOW.getTime() + MINUTE);

/** A deploy of the shop to all of its servers. */
export function aGroup(
  shop: Pick<Shop, "teamId" | "userId" | "servers"> & { readonly project: Pick<Shop["project"], "id"> },
  change: Partial<NewGroup> = {},
): NewGroup {
  return {
    teamId: shop.teamId,
    projectId: shop.project.id,
    ref: "main",
    sha: SHA,
    previousSha: "",
    requestedBy: shop.userId,
    conversationId: "",
    threadRootId: "",
    plan: { commits: 3, note: "Grüße 世界" },
    noop: false,
    rollbackOf: "",
    approvalsNeeded: 0,
    state: "queued",
    servers: shop.servers.map((serverId) => ({ serverId, script: "./deploy 世界", previousSha: "" })),
    ...change,
  };
}

/** Deployed, from the first to the last state. */
export async function deployed(
  tx: Transaction,
  group: NewGroup,
  endedAt?: Date,
): Promise<DeploymentGroupRecord> {
  const made = await tx.deployments.create(group);
  await tx.deployments.moveGroup(made.group.id, ["queued"], "executing");
  for (const { id } of made.deployments) {
    await tx.deployments.move(id, ["queued"], "executing");
    await tx.deployments.move(id, ["executing"], "success", { exitcode: 0 });
  }
  const end = endedAt && { endedAt };
  await tx.deployments.moveGroup(made.group.id, ["executing"], "success", end);
  return made.group;
}

export function describeDeployments(makeDatabase: MakeDatabase): void {
  describe("deployments", () => {
    const at = useStore(makeDatabase);
    const numbers = (groups: readonly DeploymentGroupRecord[]) => groups.map(({ number }) => number);

    it("keep what their output must not show until they end", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const [part] = (await deployments.create(aGroup(await aShop(tx)))).deployments;
        const { id } = there(part);
        assert.deepEqual(await deployments.listMasked(id), []);
        await deployments.keepMasked(id, ["s3cr3t", "Grüße"]);
        await deployments.move(id, ["queued"], "executing");
        assert.deepEqual(await deployments.listMasked(id), ["s3cr3t", "Grüße"]);

        await deployments.move(id, ["executing"], "success");

        assert.deepEqual(await deployments.listMasked(id), []);
        assert.deepEqual(await deployments.listMasked(newId()), []);
      });
    });

    it("are a group with one for each server, in order", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const shop = await aShop(tx);
        const { deployments } = tx;
        const place = { conversationId: newId(), threadRootId: "1732" };

        const { group, deployments: parts } = await deployments.create(
          aGroup(shop, {
            ...place,
            state: "pending_approval",
            expiresAt: SOON,
            approvalsNeeded: 2,
            noop: true,
          }),
        );

        const { servers: _servers, ...asked } = aGroup(shop, { ...place, approvalsNeeded: 2, noop: true });
        assert.deepEqual(group, {
          ...{ ...asked, id: group.id, number: 1, state: "pending_approval", stateReason: "" },
          ...{ ghDeploymentId: "", confirmedAt: NOW, expiresAt: SOON, createdAt: NOW },
        });
        assert.deepEqual(
          parts.map(({ serverId, position, state }) => [serverId, position, state]),
          shop.servers.map((serverId, n) => [serverId, n, "pending_approval"]),
        );
        const [first] = parts;
        assert.deepEqual(await deployments.findGroup(group.id), group);
        assert.deepEqual(await deployments.findGroupByNumber(shop.teamId, 1), group);
        assert.equal(await deployments.findGroupByNumber(shop.teamId, 2), undefined);
        assert.deepEqual(await deployments.find(first?.id ?? ""), first);
        assert.deepEqual(await deployments.listByGroup(group.id), parts);
        const other = await deployments.create(aGroup(shop));
        const both = await deployments.listByGroups([other.group.id, group.id]);
        const of = (id: string) => both.filter(({ groupId }) => groupId === id);
        assert.deepEqual([of(group.id), of(other.group.id)], [parts, other.deployments]);
        assert.deepEqual(await deployments.listByGroups([]), []);
      });
    });

    it("count up in their team", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const shop = await aShop(tx);
        const project = there(await tx.projects.create(aProject(shop.teamId, { name: "Other" })));
        const first = await tx.deployments.create(aGroup(shop));
        const second = await tx.deployments.create(aGroup({ ...shop, project }));
        assert.deepEqual(numbers([first.group, second.group]), [1, 2]);
      });
    });

    it("are listed newest first, and by state oldest first", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const shop = await aShop(tx);
        const { deployments } = tx;
        const project = there(await tx.projects.create(aProject(shop.teamId, { name: "Other" })));
        const ids: string[] = [];
        for (const each of [shop, shop, { ...shop, project }, shop])
          ids.push((await deployments.create(aGroup(each))).group.id);
        await deployments.moveGroup(ids[1] ?? "", ["queued"], "executing");
        const { teamId } = shop;
        const { id } = shop.project;

        const page = await deployments.listGroupsByTeam(teamId, { limit: 3 });
        assert.deepEqual(numbers(page), [4, 3, 2]);
        const before = page[2]?.id ?? "";
        assert.deepEqual(numbers(await deployments.listGroupsByTeam(teamId, { limit: 3, before })), [1]);
        assert.deepEqual(numbers(await deployments.listGroupsByProject(id, { limit: 9 })), [4, 2, 1]);
        assert.deepEqual(numbers(await deployments.listGroupsByProject(id, { limit: 9, before })), [1]);
        assert.deepEqual(numbers(await deployments.listGroupsInState(id, ["queued"])), [1, 4]);
        assert.deepEqual(
          numbers(await deployments.listGroupsInState(id, ["queued", "executing"])),
          [1, 2, 4],
        );
        assert.deepEqual(numbers(await deployments.listGroupsInState(id, [])), []);
        assert.deepEqual(numbers(await deployments.listTeamGroupsInState(teamId, ["queued"])), [1, 3, 4]);
        const waiting = await deployments.listInState(["queued"], 100);
        assert.deepEqual(numbers(waiting.filter((group) => group.teamId === teamId)), [1, 3, 4]);
        assert.equal((await deployments.listInState(["queued", "executing"], 2)).length, 2);
      });
    });

    it("go from state to state with their times, and what changes beside it", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const { group, deployments: parts } = await deployments.create(aGroup(await aShop(tx)));
        const part = there(parts[0]);
        clock.pass(MINUTE);
        const startedAt = clock.now();
        const started = { fromState: "queued", toState: "executing" };
        assert.deepEqual(await deployments.moveGroup(group.id, ["queued"], "executing"), started);
        assert.equal(await deployments.moveGroup(group.id, ["queued"], "executing"), undefined);
        assert.equal(await deployments.moveGroup(newId(), ["queued"], "executing"), undefined);
        assert.deepEqual(
          await deployments.move(part.id, ["queued"], "executing", { step: "acquire" }),
          started,
        );
        assert.equal(await deployments.move(part.id, ["queued"], "executing"), undefined);
        const far = 5_000_000_000;
        assert.equal(await deployments.change(part.id, { logOffset: far, previousSha: "abc" }), true);
        assert.equal(await deployments.change(newId(), {}), false);
        assert.equal(await deployments.changeGroup(group.id, { ghDeploymentId: "42" }), true);
        assert.equal(await deployments.changeGroup(newId(), {}), false);
        const executing = { state: "executing", startedAt } as const;
        const read = { logOffset: far, previousSha: "abc", step: "acquire" };
        assert.deepEqual(await deployments.find(part.id), { ...part, ...executing, ...read });
        clock.pass(MINUTE);
        await deployments.move(part.id, ["executing"], "failed", { exitcode: 3, lastError: "世界" });
        const failed = { exitcode: 3, lastError: "世界", endedAt: clock.now() };
        assert.deepEqual(await deployments.find(part.id), {
          ...part,
          ...executing,
          ...read,
          ...failed,
          state: "failed",
        });
        await deployments.moveGroup(group.id, ["executing"], "failed", {
          stateReason: "web-1",
          endedAt: SOON,
        });
        assert.deepEqual(await deployments.findGroup(group.id), {
          ...{
            ...group,
            startedAt,
            ghDeploymentId: "42",
            stateReason: "web-1",
            endedAt: SOON,
            state: "failed",
          },
        });
      });
    });

    it("have no end any more when they are taken up again", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const made = await deployments.create(aGroup(await aShop(tx)));
        const { id } = there(made.deployments[0]);
        await deployments.move(id, ["queued"], "executing");
        await deployments.move(id, ["executing"], "unknown");
        assert.deepEqual((await deployments.find(id))?.endedAt, NOW);
        await deployments.move(id, ["unknown"], "executing");
        assert.equal((await deployments.find(id))?.endedAt, undefined);
      });
    });

    it("expire when nobody approved them in time", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const shop = await aShop(tx);
        const pending = (expiresAt: Date) =>
          deployments.create(aGroup(shop, { state: "pending_approval", expiresAt }));
        await pending(new Date(SOON.getTime() + 1));
        const { group } = await pending(SOON);
        await pending(new Date(SOON.getTime() - 1));
        await deployments.create(aGroup(shop));

        const due = async () => numbers(await deployments.listDueForExpiry(SOON, 10));
        assert.deepEqual(await due(), [3, 2]);
        assert.deepEqual(numbers(await deployments.listDueForExpiry(SOON, 1)), [3]);
        await deployments.moveGroup(group.id, ["pending_approval"], "queued");
        assert.deepEqual(await due(), [3]);
        assert.equal((await deployments.findGroup(group.id))?.expiresAt, undefined);
      });
    });

    it("tell what succeeded last, and what each server has of the project", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const shop = await aShop(tx);
        const [a = "", b = "", c = ""] = shop.servers;
        const to = (...ids: string[]) => ids.map((serverId) => ({ serverId, script: "", previousSha: "" }));
        const other = there(await tx.projects.create(aProject(shop.teamId, { name: "Other" })));
        const current = async () =>
          Object.fromEntries(await deployments.listCurrent(shop.project.id, [...shop.servers, newId()]));

        assert.deepEqual(await current(), {});
        const late = await deployments.create(aGroup(shop, { sha: "late", servers: to(a) }));
        await deployed(tx, aGroup(shop, { sha: "one", servers: to(a, b) }));
        await deployed(tx, aGroup(shop, { sha: "two", servers: to(b) }));
        await deployed(tx, aGroup(shop, { sha: "dry", servers: to(a, b, c), noop: true }));
        await deployed(tx, aGroup({ ...shop, project: other }, { sha: "other", servers: to(c) }));
        const failing = await deployments.create(aGroup(shop, { sha: "bad", servers: to(a) }));
        await deployments.move(there(failing.deployments[0]).id, ["queued"], "failed");
        assert.deepEqual(await current(), { [a]: "one", [b]: "two" });

        clock.pass(MINUTE);
        await deployments.move(there(late.deployments[0]).id, ["queued"], "success");
        await deployments.moveGroup(late.group.id, ["queued"], "success");
        assert.deepEqual(await current(), { [a]: "late", [b]: "two" });
        const shas = (await deployments.listSucceeded(shop.project.id, 10)).map(({ sha }) => sha);
        assert.deepEqual(shas, ["late", "two", "one"]);
        assert.deepEqual(
          (await deployments.listSucceeded(shop.project.id, 1)).map(({ sha }) => sha),
          ["late"],
        );
        assert.equal((await deployments.listCurrent(shop.project.id, [])).size, 0);
      });
    });

    it("keep a server busy while they work on it", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const shop = await aShop(tx);
        const [a = "", b = ""] = shop.servers;
        const { id } = there((await deployments.create(aGroup(shop))).deployments[0]);
        const busy = async () => [await deployments.isBusy(a), await deployments.isBusy(b)];

        assert.deepEqual(await busy(), [false, false]);
        await deployments.move(id, ["queued"], "executing");
        assert.deepEqual(await busy(), [true, false]);
        await deployments.move(id, ["executing"], "cancelling");
        assert.deepEqual(await busy(), [true, false]);
        await deployments.move(id, ["cancelling"], "cancelled");
        assert.deepEqual(await busy(), [false, false]);
      });
    });
  });

  describe("approvals of deployments", () => {
    const at = useStore(makeDatabase);

    it("are one for a person, while the group waits for them", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const shop = await aShop(tx);
        const [ann, bob] = [await another(tx, "ann"), await another(tx, "bob")];
        const { id: groupId } = (await deployments.create(aGroup(shop, { state: "pending_approval" }))).group;
        const yes = { groupId, userId: ann.id, decision: "approved", reason: "" } as const;
        const no = { groupId, userId: bob.id, decision: "denied", reason: "世界" } as const;

        assert.equal(await deployments.decide(yes), true);
        clock.pass(MINUTE);
        assert.equal(await deployments.decide({ ...yes, decision: "denied" }), false);
        assert.equal(await deployments.decide(no), true);
        assert.deepEqual(await deployments.listApprovals(groupId), [
          { ...yes, at: NOW },
          { ...no, at: SOON },
        ]);
        assert.deepEqual(await deployments.listApprovals(newId()), []);
        await deployments.moveGroup(groupId, ["pending_approval"], "denied");
        assert.equal(await deployments.decide({ ...no, userId: shop.userId }), false);
      });
    });
  });

  describe("output of deployments", () => {
    const at = useStore(makeDatabase);
    const aRun = async (tx: Transaction): Promise<string> =>
      there((await tx.deployments.create(aGroup(await aShop(tx)))).deployments[0]).id;

    it("is kept in numbered pieces, each once", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const id = await aRun(tx);
        for (const seq of [0, 2, 1, 10])
          assert.equal(await deployments.appendOutput(id, seq, `${seq}\n`), true);
        assert.equal(await deployments.appendOutput(id, 2, "again"), false);

        const seqs = (chunks: readonly { readonly seq: number }[]) => chunks.map(({ seq }) => seq);
        assert.deepEqual(await deployments.listOutput(id, -1, 2), [
          { seq: 0, chunk: "0\n" },
          { seq: 1, chunk: "1\n" },
        ]);
        assert.deepEqual(seqs(await deployments.listOutput(id, 1, 10)), [2, 10]);
        assert.deepEqual(seqs(await deployments.listLastOutput(id, 2)), [2, 10]);
        assert.deepEqual(await deployments.listOutput(newId(), -1, 10), []);
      });
    });

    it("takes whatever a program writes", async () => {
      const { store } = at();
      const wild = "\u0000\u001b[31mGrüße 🎉\u001b[0m\r\n\ud800'\"`\\x";

      const [kept] = await store.transaction(async (tx) => {
        const id = await aRun(tx);
        await tx.deployments.appendOutput(id, 0, wild);
        return tx.deployments.listOutput(id, -1, 1);
      });

      assert.equal(kept?.chunk, wild.replace("\u0000", "\uFFFD").replace("\ud800", "\uFFFD"));
    });

    it("goes when its deployment ended long ago, a limited part at a time", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { deployments } = tx;
        const shop = await aShop(tx);
        const [ended, later, running] = (await deployments.create(aGroup(shop))).deployments.map(
          ({ id }) => id,
        );
        for (const id of [ended, later, running])
          for (const seq of [0, 1, 2]) await deployments.appendOutput(id ?? "", seq, "x");
        await deployments.move(ended ?? "", ["queued"], "failed");
        clock.pass(MINUTE);
        await deployments.move(later ?? "", ["queued"], "success");
        const left = async (id = "") => (await deployments.listOutput(id, -1, 10)).length;

        assert.equal(await deployments.pruneOutput(NOW, 10), 0);
        assert.equal(await deployments.pruneOutput(SOON, 2), 2);
        assert.equal(await left(ended), 1);
        assert.equal(await deployments.pruneOutput(SOON, 2), 1);
        assert.equal(await deployments.pruneOutput(SOON, 2), 0);
        assert.deepEqual([await left(ended), await left(later), await left(running)], [0, 3, 3]);
        assert.equal(await deployments.pruneOutput(new Date(SOON.getTime() + 1), 3), 3);
        assert.deepEqual([await left(later), await left(running)], [0, 3]);
      });
    });
  });
}
