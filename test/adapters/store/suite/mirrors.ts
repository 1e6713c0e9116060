import assert from "node:assert/strict";
import { MINUTE } from "../../../../src/core/clock.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";

const HELLO = {
  workerId: "worker-1",
  repositoryUrl: "https://github.com/octo/hello",
  path: "github.com/octo/hello.git",
};
const BIG = 6_000_000_000;

export function describeMirrors(makeDatabase: MakeDatabase): void {
  describe("mirrors", () => {
    const at = useStore(makeDatabase);

    it("are one for a worker and repository, and go through their states", async () => {
      const { store, clock } = at();
      await store.transaction(async ({ mirrors }) => {
        const made = await mirrors.ensure(HELLO);
        assert.deepEqual(made, {
          ...{ ...HELLO, id: made.id, state: "queued", bytes: 0, lastError: "", lastUsedAt: NOW },
        });
        assert.notEqual((await mirrors.ensure({ ...HELLO, workerId: "worker-2" })).id, made.id);
        clock.pass(MINUTE);
        const now = clock.now();
        assert.deepEqual(await mirrors.ensure(HELLO), { ...made, lastUsedAt: now });

        assert.equal(await mirrors.markReady(made.id, 1), undefined);
        assert.deepEqual(await mirrors.startCloning(made.id), { fromState: "queued", toState: "cloning" });
        assert.equal(await mirrors.startCloning(made.id), undefined);
        assert.deepEqual(await mirrors.markFailed(made.id, "世界"), {
          fromState: "cloning",
          toState: "failed",
        });
        assert.equal((await mirrors.find(HELLO.workerId, HELLO.repositoryUrl))?.lastError, "世界");
        await mirrors.startCloning(made.id);
        assert.deepEqual(await mirrors.markReady(made.id, BIG), { fromState: "cloning", toState: "ready" });
        assert.deepEqual(await mirrors.find(HELLO.workerId, HELLO.repositoryUrl), {
          ...{ ...made, state: "ready", bytes: BIG, headAt: now, lastUsedAt: now },
        });
        assert.equal(await mirrors.remove(made.id), true);
        assert.equal(await mirrors.remove(made.id), false);
      });
    });

    it("are listed by use, and summed up", async () => {
      const { store, clock } = at();
      await store.transaction(async ({ mirrors }) => {
        const ids: string[] = [];
        for (const name of ["a", "b", "c", "d"]) {
          clock.pass(MINUTE);
          const { id } = await mirrors.ensure({ ...HELLO, repositoryUrl: `https://github.com/octo/${name}` });
          ids.push(id);
          await mirrors.startCloning(id);
          if (name !== "d") await mirrors.markReady(id, BIG);
        }
        const [a = "", b = "", c = "", d = ""] = ids;
        clock.pass(MINUTE);
        await mirrors.touch(a);

        const byUse = (await mirrors.listLeastUsed(HELLO.workerId, 2)).map(({ id }) => id);
        assert.deepEqual(byUse, [b, c]);
        const page = (await mirrors.listByWorker(HELLO.workerId, { limit: 10, after: a })).map(
          ({ id }) => id,
        );
        assert.deepEqual(page, [b, c, d]);
        assert.equal(await mirrors.totalBytes(HELLO.workerId), 3 * BIG);
        assert.equal(await mirrors.totalBytes("worker-2"), 0);
      });
    });
  });

  describe("the keys of git hosts", () => {
    const at = useStore(makeDatabase);

    it("stay those that were seen first until they are forgotten", async () => {
      const { store } = at();
      await store.transaction(async ({ gitHostKeys }) => {
        const first = { host: "git.example.com", publicKeys: ["ssh-ed25519 AAAA"], createdAt: NOW };

        assert.deepEqual(await gitHostKeys.pin(first.host, first.publicKeys), first);
        assert.deepEqual(await gitHostKeys.pin(first.host, ["ssh-rsa EVIL"]), first);
        assert.deepEqual(await gitHostKeys.find(first.host), first);
        assert.equal(await gitHostKeys.find("[git.example.com]:2222"), undefined);
        assert.equal(await gitHostKeys.forget(first.host), true);
        assert.equal(await gitHostKeys.forget(first.host), false);
        assert.equal(await gitHostKeys.find(first.host), undefined);
      });
    });
  });
}
