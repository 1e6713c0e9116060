import assert from "node:assert/strict";
import type { ProjectRecord, ProjectRepository, Transaction } from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { newId } from "../../../../src/core/ids.ts";
import { NOW, overlap, useStore, type MakeDatabase } from "./fixture.ts";
import { aSite, made } from "./servers.ts";
import { there } from "./team-world.ts";

type NewProject = Parameters<ProjectRepository["create"]>[0];
const PAGE = { limit: 10 };
const URL = "https://github.com/octo/hello";

/** A team's shop, from GitHub. */
export function aProject(teamId: string, change: Partial<NewProject> = {}): NewProject {
  return {
    teamId,
    name: "Shop",
    vcs: "github",
    repositoryUrl: URL,
    ghRepoId: "3001",
    defaultRef: "",
    acquire: "archive",
    directory: "/srv/shop",
    script: "./deploy 'Grüße' 世界\n",
    hooks: { before: "true" },
    settings: { approvals: 1 },
    ...change,
  };
}

export interface Shop {
  readonly project: ProjectRecord;
  readonly teamId: string;
  readonly userId: string;
  /** servers.id of web-1, web-2, web-3 */
  readonly servers: readonly string[];
}

/** A project, and three servers of its team. */
export async function aShop(tx: Transaction): Promise<Shop> {
  const site = await aSite(tx);
  const project = there(await tx.projects.create(aProject(site.teamId)));
  const servers = (await made(tx, site, "web-1", "web-2", "web-3")).map(({ id }) => id);
  return { project, teamId: site.teamId, userId: site.requestedBy, servers };
}

export function describeProjects(makeDatabase: MakeDatabase): void {
  describe("projects", () => {
    const at = useStore(makeDatabase);

    it("come back as they were made, by name in any case", async () => {
      const { store } = at();
      const { project, teamId } = await store.transaction(aShop);

      assert.deepEqual(project, {
        ...{ ...aProject(teamId), id: project.id, environmentId: "", version: 1, createdAt: NOW },
      });
      await store.read(async ({ projects }) => {
        assert.deepEqual(await projects.find(project.id), project);
        assert.deepEqual(await projects.findByName(teamId, "sHOP"), project);
        assert.equal(await projects.findByName(newId(), "Shop"), undefined);
        assert.deepEqual(await projects.listByIds([project.id, newId()]), [project]);
        assert.deepEqual(await projects.listByTeam(teamId, PAGE), [project]);
        assert.deepEqual(await projects.listByTeam(teamId, { ...PAGE, after: project.id }), []);
      });
    });

    it("are one of a name in a team, whichever of many comes first", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { teamId } = await store.transaction((tx) => aSite(tx));

      const all = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.projects.create(aProject(teamId, { name: n % 3 === 0 ? "SHOP" : "shop" })),
          ),
        ),
      );

      const won = all.filter((project) => project !== undefined);
      assert.equal(won.length, 1);
      assert.deepEqual(await store.read(({ projects }) => projects.listByTeam(teamId, PAGE)), won);
    });

    it("change only over the version that was seen", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { project } = await aShop(tx);
        const { projects } = tx;
        const change = { script: "make", hooks: {}, settings: { checks: ["ci"] }, acquire: "clone" } as const;

        assert.equal(await projects.update(project.id, 1, change), true);
        assert.equal(await projects.update(project.id, 1, { script: "other" }), false);
        assert.deepEqual(await projects.find(project.id), { ...project, ...change, version: 2 });
        assert.equal(await projects.update(project.id, 2, {}), true);
        assert.equal(await projects.setEnvironment(project.id, "", "e-1"), true);
        assert.equal(await projects.setEnvironment(project.id, "", "e-2"), false);
        const now = there(await projects.find(project.id));
        assert.deepEqual([now.version, now.environmentId], [3, "e-1"]);
      });
    });

    it("are changed by one of many at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { project } = await store.transaction(aShop);

      const changed = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.projects.update(project.id, 1, { script: String(n) }),
          ),
        ),
      );

      const now = await store.read(({ projects }) => projects.find(project.id));
      assert.equal(changed.filter(Boolean).length, 1);
      assert.equal(now?.script, String(changed.indexOf(true)));
    });

    it("are deleted and restored with their servers and lock, unless the name is taken", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { project, teamId, userId, servers } = await aShop(tx);
        const { projects } = tx;
        await projects.setServers(project.id, servers);
        await projects.lock(project.id, { by: userId, reason: "freeze" });
        const locked = there(await projects.find(project.id));

        assert.equal(await projects.delete(project.id), true);
        assert.equal(await projects.delete(project.id), false);
        assert.equal(await projects.update(project.id, 1, {}), false);
        assert.equal(await projects.hold(project.id), false);
        assert.equal(await projects.findByName(teamId, "Shop"), undefined);
        assert.deepEqual(await projects.listByTeam(teamId, PAGE), []);
        assert.deepEqual(await projects.find(project.id), { ...locked, deletedAt: NOW });
        const heir = there(await projects.create(aProject(teamId, { name: "shop" })));
        clock.pass(MINUTE);
        assert.equal(await projects.restore(project.id), "taken");
        await projects.delete(heir.id);
        const deleted = await projects.listDeletedByName(teamId, "SHOP");
        assert.deepEqual(
          deleted.map(({ id }) => id),
          [heir.id, project.id],
        );
        assert.equal(await projects.restore(project.id), "done");
        assert.equal(await projects.restore(project.id), "gone");
        assert.equal(await projects.restore(newId()), "gone");
        assert.deepEqual(await projects.find(project.id), locked);
        assert.deepEqual(await projects.listServerIds(project.id), servers);
      });
    });

    it("tell which repositories they need while they live", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { project, teamId } = await aShop(tx);
        const { projects } = tx;
        const again = there(await projects.create(aProject(teamId, { name: "Again" })));
        const others = Array.from({ length: 1_000 }, (_, n) => `https://github.com/octo/${n}`);

        assert.deepEqual([...(await projects.listNeededUrls([...others, URL]))], [URL]);
        await projects.delete(project.id);
        assert.equal((await projects.listNeededUrls([URL])).size, 1);
        await projects.delete(again.id);
        assert.equal((await projects.listNeededUrls([URL])).size, 0);
        assert.equal((await projects.listNeededUrls([])).size, 0);
      });
    });
  });

  describe("the servers of projects", () => {
    const at = useStore(makeDatabase);

    it("are in the order of deploying, and replaced as a whole", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { project, servers } = await aShop(tx);
        const [a = "", b = "", c = ""] = servers;
        const set = async (...ids: string[]) => {
          await tx.projects.setServers(project.id, ids);
          return tx.projects.listServerIds(project.id);
        };

        assert.deepEqual(await tx.projects.listServerIds(project.id), []);
        assert.deepEqual(await set(c, a, c, b), [c, a, b]);
        assert.deepEqual(await set(b, c), [b, c]);
        assert.deepEqual(await set(), []);
      });
    });

    it("know the projects that are deployed to them, and leave all when they are gone", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { projects } = tx;
        const { project, teamId, servers } = await aShop(tx);
        const [a = "", b = ""] = servers;
        const other = there(await projects.create(aProject(teamId, { name: "Other" })));
        await projects.setServers(project.id, [a, b]);
        await projects.setServers(other.id, [a]);

        assert.deepEqual(await projects.listIdsByServer(a), [project.id, other.id]);
        await projects.delete(other.id);
        assert.deepEqual(await projects.listIdsByServer(a), [project.id]);
        assert.deepEqual(await projects.removeServer(a), [project.id, other.id]);
        assert.deepEqual(await projects.removeServer(a), []);
        assert.deepEqual(await projects.listServerIds(project.id), [b]);
        assert.deepEqual(await projects.listIdsByServer(a), []);
      });
    });

    it("are those of one of many who set them at the same moment, never a mixture", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { project, servers } = await store.transaction(aShop);
      const [a = "", b = "", c = ""] = servers;
      const choices = [[a, b], [c], [b, a, c]];

      await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.projects.setServers(project.id, choices[n % 3] ?? []),
          ),
        ),
      );

      const now = await store.read(({ projects }) => projects.listServerIds(project.id));
      assert.ok(
        choices.some((choice) => String(choice) === String(now)),
        String(now),
      );
    });

    it("leave once when two take one off at the same moment", async () => {
      const { store } = at();
      const { project, servers } = await store.transaction(aShop);
      const [a = ""] = servers;
      await store.transaction((tx) => tx.projects.setServers(project.id, [a]));

      const { first, second } = await overlap(
        at(),
        ({ projects }) => projects.removeServer(a),
        ({ projects }) => projects.removeServer(a),
      );

      assert.deepEqual([first, second], [[project.id], []]);
    });

    it("are the later one's when two set them, as a whole", async () => {
      const { store } = at();
      const { project, servers } = await store.transaction(aShop);

      const { order } = await overlap(
        at(),
        ({ projects }) => projects.setServers(project.id, servers),
        ({ projects }) => projects.setServers(project.id, []),
      );

      assert.deepEqual(order, ["first", "second"]);
      assert.deepEqual(await store.read(({ projects }) => projects.listServerIds(project.id)), []);
    });
  });

  describe("locks of projects", () => {
    const at = useStore(makeDatabase);

    it("are held by one person, until the lock that was seen is released", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { projects } = tx;
        const { project, userId } = await aShop(tx);
        const seen = async () => there(await projects.find(project.id)).lock;
        assert.equal(await projects.lock(project.id, { by: userId, reason: "freeze 世界" }), true);
        assert.equal(await projects.lock(project.id, { by: newId(), reason: "mine" }), false);
        const first = there(await seen());
        assert.deepEqual(first, { by: userId, reason: "freeze 世界", at: NOW });
        assert.equal(await projects.unlock(project.id, { ...first, by: newId() }), false);
        assert.equal(await projects.unlock(project.id, first), true);
        assert.equal(await projects.unlock(project.id, first), false);
        assert.equal(await seen(), undefined);
        clock.pass(1);
        await projects.lock(project.id, { by: userId, reason: "again" });
        assert.equal(await projects.unlock(project.id, first), false);
        assert.equal(there(await projects.find(project.id)).version, 1);
        await projects.unlock(project.id, there(await seen()));
        await projects.delete(project.id);
        assert.equal(await projects.lock(project.id, { by: userId, reason: "" }), false);
      });
    });

    it("are won by one of many at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { project } = await store.transaction(aShop);
      const people = Array.from({ length: 10 }, newId);

      const won = await Promise.all(
        people.map((by, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) => tx.projects.lock(project.id, { by, reason: "" })),
        ),
      );

      const now = await store.read(({ projects }) => projects.find(project.id));
      assert.equal(won.filter(Boolean).length, 1);
      assert.equal(now?.lock?.by, people[won.indexOf(true)]);
    });

    it("come after who holds the project, who sees it unlocked to the commit", async () => {
      const { project, userId } = await at().store.transaction(aShop);

      const { second, order } = await overlap(
        at(),
        ({ projects }) => projects.hold(project.id),
        ({ projects }) => projects.lock(project.id, { by: userId, reason: "freeze" }),
      );

      assert.deepEqual([second, order], [true, ["first", "second"]]);
    });
  });
}
