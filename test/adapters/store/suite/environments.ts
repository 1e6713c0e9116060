import assert from "node:assert/strict";
import { newId } from "../../../../src/core/ids.ts";
import { useStore, type MakeDatabase } from "./fixture.ts";
import { aTeam, there } from "./team-world.ts";

const SECRET = "hunter2 'Grüße' 世界 🎉\n$HOME `id`";

export function describeEnvironments(makeDatabase: MakeDatabase): void {
  describe("environments", () => {
    const at = useStore(makeDatabase);

    it("tell names in order, and values only to who opens them", async () => {
      const { store } = at();
      const variables = { ZONE: "", DB_PASSWORD: SECRET, __proto__x: "1" };

      const made = await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        return tx.environments.create({ teamId: team.id, name: "Shared 世界", variables });
      });

      assert.deepEqual(made.names, ["DB_PASSWORD", "ZONE", "__proto__x"]);
      assert.deepEqual([made.name, made.version], ["Shared 世界", 1]);
      assert.ok(!JSON.stringify(made).includes("hunter2"));
      await store.read(async ({ environments }) => {
        assert.deepEqual(await environments.find(made.id), made);
        assert.equal(await environments.find(newId()), undefined);
        assert.deepEqual(await environments.findVariables(made.id), variables);
        assert.equal(await environments.findVariables(newId()), undefined);
      });
    });

    it("keep a variable whatever its name", async () => {
      const { store } = at();
      const variables = Object.fromEntries([
        ["__proto__", "a"],
        ["constructor", "b"],
      ]);

      const opened = await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        const { id } = await tx.environments.create({ teamId: team.id, variables });
        return there(await tx.environments.findVariables(id));
      });

      assert.deepEqual(Object.entries(opened), [
        ["__proto__", "a"],
        ["constructor", "b"],
      ]);
    });

    it("are replaced only over the version that was seen", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        const { environments } = tx;
        const made = await environments.create({ teamId: team.id, variables: { A: "1", B: "2" } });

        const changed = await environments.setVariables(made.id, made.version, { C: "3" });

        assert.deepEqual(changed, { ...made, names: ["C"], version: 2 });
        assert.equal(await environments.setVariables(made.id, made.version, {}), undefined);
        assert.equal(await environments.setVariables(newId(), 1, {}), undefined);
        assert.deepEqual(await environments.findVariables(made.id), { C: "3" });
        const empty = there(await environments.setVariables(made.id, 2, {}));
        assert.deepEqual([empty.names, await environments.findVariables(made.id)], [[], {}]);
      });
    });

    it("are read many at once, a thousand too", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        const { environments } = tx;
        const first = await environments.create({ teamId: team.id, variables: { A: "1" } });
        const second = await environments.create({ teamId: team.id, variables: { B: "2" } });
        const nobody = Array.from({ length: 1_000 }, newId);
        const ids = [second.id, ...nobody, first.id, first.id];

        const listed = await environments.listByIds(ids);
        const opened = await environments.listVariables(ids);

        assert.deepEqual(
          listed.toSorted((a, b) => a.id.localeCompare(b.id)),
          [first, second],
        );
        assert.deepEqual(
          [opened.size, opened.get(first.id), opened.get(second.id)],
          [2, { A: "1" }, { B: "2" }],
        );
        assert.deepEqual(await environments.listByIds([]), []);
      });
    });

    it("are changed by one of many at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { id } = await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        return tx.environments.create({ teamId: team.id, variables: {} });
      });

      const changed = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.environments.setVariables(id, 1, { N: String(n) }),
          ),
        ),
      );

      const won = changed.findIndex((each) => each !== undefined);
      assert.equal(changed.filter((each) => each !== undefined).length, 1);
      const opened = await store.read((reads) => reads.environments.findVariables(id));
      assert.deepEqual(opened, { N: String(won) });
    });
  });
}
