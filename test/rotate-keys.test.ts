import assert from "node:assert/strict";
import { QueryTypes } from "sequelize";
import { administer } from "../src/admin.ts";
import { connect } from "../src/adapters/store/connection.ts";
import {
  createStore,
  type RewrappedPage,
  type SecretRepository,
  type Store,
} from "../src/adapters/store/index.ts";
import { tableDefinitions } from "../src/adapters/store/models.ts";
import { createVault } from "../src/adapters/vault/index.ts";
import { loadConfig } from "../src/config/index.ts";
import { newId } from "../src/core/ids.ts";
import { rotateKeys } from "../src/features/admin/rotate-keys.ts";
import { aTeam } from "./adapters/store/suite/team-world.ts";
import { sealEverywhere } from "./adapters/store/suite/secrets.ts";
import { openTestStore, storeDefaults, type TestStore } from "./support/store.ts";

const OLD = { id: "k1", key: Buffer.alloc(32, 1) };
const NEW = { id: "k2", key: Buffer.alloc(32, 2) };
const toSetting = (...keys: readonly (typeof OLD)[]): string =>
  keys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(",");

/** What is answered instead of a page that begins after this row, if anything. */
type SeePage = (after: string) => RewrappedPage | undefined;

describe("rotating the keys from the command line", () => {
  let store: TestStore;
  const opened: Store[] = [];
  beforeEach(async () => {
    store = await openTestStore({ vault: createVault([OLD]) });
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await store.cleanup();
  });

  const openWith = async (...keys: readonly (typeof OLD)[]): Promise<Store> => {
    const other = await createStore({ url: store.url, ...storeDefaults(), vault: createVault(keys) });
    opened.push(other);
    return other;
  };
  const admin = async (keys: readonly (typeof OLD)[], ...args: readonly string[]) => {
    let [stdout, stderr] = ["", ""];
    const env = { DATABASE_URL: store.url, SECRETS_KEYS: toSetting(...keys), RETENTION_JOBS_DAYS: "20" };
    const code = await administer(["rotate-keys", ...args], () => loadConfig(env), {
      out: (text) => (stdout += text),
      err: (text) => (stderr += text),
    });
    return { code, stdout, stderr };
  };
  const addEnvironments = (by: Store, times: number): Promise<void> =>
    by.transaction(async (tx) => {
      const { team } = await aTeam(tx, newId());
      for (let n = 0; n < times; n++)
        await tx.environments.create({ teamId: team.id, variables: { N: String(n) } });
    });

  it("brings every sealed column under the first key, so that the older one can go", async () => {
    const openAll = await sealEverywhere(store);
    const before = await openAll(store);
    await assert.rejects(openAll(await openWith(NEW)));

    const rotated = await admin([NEW, OLD]);

    assert.equal(rotated.code, 0);
    assert.match(
      rotated.stdout,
      /^Wrapped 10 of 10 sealed values anew: all are under the key k2\. Keep k1 in SECRETS_KEYS for 20 more days: .* restart\.\n$/,
    );
    assert.deepEqual(await openAll(await openWith(NEW)), before);
    assert.deepEqual(await openAll(await openWith(NEW, OLD)), before);
    const keyIds = await listKeyIds(store.url);
    assert.ok(keyIds.size > 0);
    for (const [column, ids] of keyIds) assert.deepEqual([column, ids], [column, ["k2"]]);
  });

  it("writes an event for what it did, and none when nothing was to do", async () => {
    await addEnvironments(store, 3);

    const first = await admin([NEW, OLD]);
    const again = await admin([NEW]);

    assert.match(first.stdout, /^Wrapped 3 of 3 /);
    assert.equal(again.stdout, "Wrapped 0 of 3 sealed values anew: all are under the key k2.\n");
    const events = await store.read((reads) =>
      reads.events.listByEntity("secrets", "environments", { limit: 10 }),
    );
    assert.deepEqual(
      events.map(({ actorId, verb, data }) => [actorId, verb, data]),
      [["ployst admin", "rewrapped", { values: 3, keyId: "k2" }]],
    );
  });

  /** A store of which somebody else sees each page of environments first. */
  const watched = (by: Store, see: SeePage): Pick<Store, "transaction"> => ({
    transaction: (work) =>
      by.transaction((tx) => {
        const rewrap: SecretRepository["rewrap"] = async (table, page) =>
          (table === "environments" ? see(page.after ?? "") : undefined) ?? tx.secrets.rewrap(table, page);
        return work({ ...tx, secrets: { ...tx.secrets, rewrap } });
      }),
  });

  it("goes on with the rest after it was stopped", async () => {
    await addEnvironments(store, 5);
    const both = await openWith(NEW, OLD);
    let pages = 0;
    const dying = watched(both, () => {
      pages += 1;
      if (pages === 3) throw new Error("killed");
      return undefined;
    });

    await assert.rejects(rotateKeys({ store: dying, keyId: "k2", rowsAtOnce: 2 }), /killed/);
    const rest = await rotateKeys({ store: both, keyId: "k2", rowsAtOnce: 2 });

    assert.deepEqual(rest, { values: 5, rewrapped: 1, problems: [] });
  });

  it("looks again at what somebody else changed at the same moment, and gives up in the end", async () => {
    await addEnvironments(store, 1);
    const both = await openWith(NEW, OLD);
    const restless = (times: number): Pick<Store, "transaction"> => {
      let left = times;
      return watched(both, (after) => {
        if (after !== "" || left === 0) return undefined;
        left -= 1;
        return { values: 1, rewrapped: 0, missed: 1, unreadable: [] };
      });
    };

    const never = await rotateKeys({ store: restless(100), keyId: "k2" });
    const late = await rotateKeys({ store: restless(2), keyId: "k2" });

    assert.deepEqual([never.rewrapped, never.problems.length], [0, 1]);
    assert.match(
      never.problems[0] ?? "",
      /^environments: 1 sealed value changed again and again\. Run it again\.$/,
    );
    assert.deepEqual(late, { values: 1, rewrapped: 1, problems: [] });
  });

  it("tells what no key opens, by table and key, and does the rest", async () => {
    const lost = await openWith({ id: "k0", key: Buffer.alloc(32, 9) });
    await addEnvironments(lost, 2);
    await addEnvironments(store, 3);

    const { code, stdout, stderr } = await admin([NEW, OLD]);

    assert.equal(code, 1);
    assert.equal(stdout, "Wrapped 3 of 5 sealed values anew: not all are under the key k2.\n");
    assert.match(
      stderr,
      /^ployst: environments: 2 sealed values\. .*key "k0", which SECRETS_KEYS doesn't have.*\n$/,
    );
    assert.ok(!stderr.includes("wrappedKey"));
  });

  it("has nothing to do in a new database", async () => {
    const { code, stdout } = await admin([NEW]);

    assert.deepEqual([code, stdout], [0, "Nothing is sealed yet.\n"]);
  });

  for (const args of [["now"], ["--tenant", "t"], ["--all"]])
    it(`is explained for "admin rotate-keys ${args.join(" ")}"`, async () => {
      const { code, stderr } = await admin([NEW], ...args);

      assert.equal(code, 64);
      assert.match(stderr, /ployst admin rotate-keys/);
    });
});

/** Under which keys the values of each sealed column are; a column without values has none. */
async function listKeyIds(url: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { sequelize, close } = await connect(url);
  const found = new Map<string, readonly string[]>();
  for (const { name, columns } of tableDefinitions)
    for (const [column, { isSealed }] of Object.entries(columns)) {
      if (isSealed !== true) continue;
      const sql = `SELECT DISTINCT json_extract(${column}, '$.keyId') AS keyId FROM ${name} WHERE ${column} IS NOT NULL`;
      const rows = await sequelize.query<{ keyId: string }>(sql, { type: QueryTypes.SELECT });
      found.set(
        `${name}.${column}`,
        rows.map(({ keyId }) => keyId),
      );
    }
  await close();
  return found;
}
