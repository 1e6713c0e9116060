import assert from "node:assert/strict";
import { newId } from "../../../../src/core/ids.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { aProject } from "./projects.ts";
import { aServer, aSite } from "./servers.ts";
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

    it("tell what refers to them, while it lives", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const site = await aSite(tx);
        const { teamId, cloudId } = site;
        const { id } = await tx.environments.create({ teamId, variables: { A: "1" } });
        const other = await tx.environments.create({ teamId, variables: { A: "1" } });
        const web = { name: "Größe 🎉", environmentId: id };
        const [server, gone, its] = there(
          await tx.servers.createMany([
            ...[aServer(site, web), aServer(site, { ...web, name: "gone" })],
            aServer(site, { name: "other", environmentId: other.id }),
          ]),
        );
        const project = there(await tx.projects.create(aProject(teamId, { name: "shop" })));
        assert.deepEqual([server?.environmentId, its?.environmentId], [id, other.id]);
        assert.deepEqual(await tx.environments.listReferrers(newId()), []);

        await tx.teams.setEnvironment(teamId, "", id);
        await tx.clouds.setEnvironment(cloudId, "", id);
        await tx.projects.setEnvironment(project.id, "", id);
        await tx.servers.requestDelete(gone?.id ?? "", NOW);
        await tx.servers.markDeleted(gone?.id ?? "");

        const team = there(await tx.teams.find(teamId));
        const cloud = there(await tx.clouds.find(cloudId));
        const all = [
          { kind: "team", id: teamId, teamId, name: team.name },
          { kind: "cloud", id: cloudId, teamId, name: cloud.name },
          { kind: "server", id: server?.id, teamId, name: "Größe 🎉" },
          { kind: "project", id: project.id, teamId, name: "shop" },
        ];
        assert.deepEqual(await tx.environments.listReferrers(id), all);
        await tx.clouds.delete(cloudId);
        await tx.projects.delete(project.id);
        assert.deepEqual(await tx.environments.listReferrers(id), [all[0], all[2]]);
      });
    });

    it("are removed only where nothing refers to them, or could again", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { environments } = tx;
        const site = await aSite(tx);
        const { teamId, cloudId } = site;
        const { id } = await environments.create({ teamId, variables: { A: "1" } });
        const [server] = there(await tx.servers.createMany([aServer(site, { environmentId: id })]));
        const serverId = server?.id ?? "";
        await tx.clouds.setEnvironment(cloudId, "", id);
        assert.equal(await environments.hold(id), true);

        assert.equal(await environments.removeUnreferred(id), false);
        await tx.servers.requestDelete(serverId, NOW);
        await tx.servers.markDeleted(serverId);
        await tx.clouds.delete(cloudId);
        assert.equal(await environments.removeUnreferred(id), false, "the cloud can be restored");
        assert.deepEqual(await environments.findVariables(id), { A: "1" });
        await tx.clouds.restore(cloudId);
        await tx.clouds.setEnvironment(cloudId, id, "");

        assert.equal(await environments.removeUnreferred(id), true);
        assert.equal(await environments.find(id), undefined);
        assert.equal(await environments.removeUnreferred(id), false);
        assert.equal(await environments.hold(id), false);
      });
    });

    it("are removed or referred to by one of two at the same moment, never both", async () => {
      const { store, another: open } = at();
      const other = await open();
      for (let round = 0; round < 5; round += 1) {
        const [id, cloudId] = await store.transaction(async (tx) => {
          const site = await aSite(tx, `Team ${String(round)}`);
          const made = await tx.environments.create({ teamId: site.teamId, variables: {} });
          return [made.id, site.cloudId] as const;
        });

        const [isRemoved, isReferred] = await Promise.all([
          store.transaction((tx) => tx.environments.removeUnreferred(id)),
          other.transaction(
            async (tx) => (await tx.environments.hold(id)) && tx.clouds.setEnvironment(cloudId, "", id),
          ),
        ]);

        assert.equal(isRemoved, !isReferred);
      }
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
