import assert from "node:assert/strict";
import type { EventRecord, NewEvent, Reads } from "../../../../src/adapters/store/index.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";

type Lister = (
  reads: Reads,
  page: { before?: string; limit: number; since?: Date; until?: Date },
) => Promise<readonly EventRecord[]>;

export function describeAudit(makeDatabase: MakeDatabase): void {
  describe("the audit", () => {
    const at = useStore(makeDatabase);
    const listers: Readonly<Record<string, Lister>> = {
      team: ({ events }, page) => events.listByTeam("team-1", page),
      actor: ({ events }, page) => events.listByActor("user-1", page),
      tenant: ({ events }, page) => events.listByTenant("tenant-1", page),
      entity: ({ events }, page) => events.listByEntity("server", "s-1", page),
    };

    for (const [name, list] of Object.entries(listers))
      it(`is read by ${name}, page by page and between two times`, async () => {
        const { store, clock } = at();
        const event = (verb: string): NewEvent => ({
          actorType: "user",
          actorId: "user-1",
          tenantId: "tenant-1",
          teamId: "team-1",
          entityType: "server",
          entityId: "s-1",
          verb,
        });
        for (const verb of ["a", "b", "c", "d"]) {
          await store.transaction((tx) => tx.events.recordMany([event(verb), event(`${verb}${verb}`)]));
          clock.pass(1);
        }
        const elsewhere = { tenantId: "tenant-2", teamId: "", actorId: "user-2", entityId: "s-2" };
        await store.transaction((tx) => tx.events.record({ ...event("x"), ...elsewhere }));
        const verbs = async (page: Parameters<Lister>[1]) =>
          (await store.read((reads) => list(reads, page))).map(({ verb }) => verb);

        const all: string[] = [];
        let before: string | undefined;
        do {
          const page = await store.read((reads) =>
            list(reads, { limit: 3, ...(before !== undefined && { before }) }),
          );
          all.push(...page.map(({ verb }) => verb));
          before = page.at(-1)?.id;
        } while (before !== undefined);

        assert.deepEqual(all, ["dd", "d", "cc", "c", "bb", "b", "aa", "a"]);
        const since = new Date(NOW.getTime() + 1);
        const until = new Date(NOW.getTime() + 3);
        assert.deepEqual(await verbs({ limit: 10, since, until }), ["cc", "c", "bb", "b"]);
        assert.deepEqual(await verbs({ limit: 1, since }), ["dd"]);
        assert.deepEqual(await verbs({ limit: 10, until: since }), ["aa", "a"]);
      });

    it("takes no team for all teams", async () => {
      assert.deepEqual(await at().store.read(({ events }) => events.listByTeam("", { limit: 10 })), []);
    });
  });
}
