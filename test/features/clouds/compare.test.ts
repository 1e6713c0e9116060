import assert from "node:assert/strict";
import type { CloudAccount, CloudDriver, CloudServer } from "../../../src/adapters/clouds/contract/index.ts";
import { createExisting } from "../../../src/adapters/clouds/existing/existing.ts";
import type { ServerRecord } from "../../../src/adapters/store/index.ts";
import { addMilliseconds, MINUTE } from "../../../src/core/clock.ts";
import { findDifferences, type Differences } from "../../../src/features/clouds/compare.ts";

const NOW = new Date("2026-11-30T10:00:00Z");
const account: CloudAccount = { endpoint: "", region: "", privateNetwork: "", credentials: {}, settings: {} };

const shown = (more: Partial<CloudServer> = {}): CloudServer => ({
  ...{ providerId: "1", clientToken: "token-1", name: "web-1", state: "running", isBusy: false },
  ...{ publicAddress: "", privateAddress: "", region: "fra1", size: "", image: "", createdAt: "" },
  ...more,
});
const kept = (more: Partial<ServerRecord> = {}): ServerRecord => ({
  ...{ id: "a", teamId: "t", cloudId: "c", environmentId: "", name: "web-1", os: "linux", status: "online" },
  ...{ image: "", size: "", region: "fra1", privateAddress: "", publicAddress: "", sshUser: "root" },
  ...{ sshPort: 22, providerId: "1", clientToken: "token-1", hostKeyFingerprint: "", requestedBy: "" },
  ...{ conversationId: "", threadRootId: "", lastError: "", version: 1 },
  createdAt: addMilliseconds(NOW, -5 * MINUTE),
  ...more,
});

describe("a cloud's servers held against its provider's", () => {
  const compare = async (
    there: readonly CloudServer[],
    servers: readonly ServerRecord[],
    found?: CloudServer,
  ): Promise<Record<keyof Differences, readonly string[]>> => {
    const existing = createExisting();
    const driver: CloudDriver = {
      ...existing,
      description: { ...existing.description, settleSeconds: 120 },
      listByTag: () => Promise.resolve(there),
      describeServer: () => Promise.resolve(found),
    };
    const { strays, missing, untagged } = await findDifferences({ driver, account }, NOW, () =>
      Promise.resolve(servers),
    );
    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
    return { strays: names(strays), missing: names(missing), untagged: names(untagged) };
  };
  const nothing = { strays: [], missing: [], untagged: [] };

  const same: readonly (readonly [string, readonly CloudServer[], readonly ServerRecord[]])[] = [
    ["known by its token", [shown()], [kept({ providerId: "" })]],
    ["known by its id", [shown({ clientToken: "" })], [kept()]],
    ["known by its id, in whatever region", [shown({ clientToken: "" })], [kept({ region: "" })]],
    ["on its way out there", [shown({ state: "deleting" })], []],
    ["gone there, and still shown", [shown({ state: "gone" })], []],
    ["too young to show", [], [kept({ createdAt: addMilliseconds(NOW, -MINUTE) })]],
    ["still being made", [], [kept({ status: "provisioning" })]],
    ["being deleted", [], [kept({ status: "deleting" })]],
    ["never made", [], [kept({ status: "failed", providerId: "" })]],
  ];
  for (const [what, there, servers] of same)
    it(`say nothing of one that is ${what}`, async () => {
      assert.deepEqual(await compare(there, servers), nothing);
    });

  it("name one that nobody knows", async () => {
    assert.deepEqual(await compare([shown()], []), { ...nothing, strays: ["web-1"] });
    const elsewhere = shown({ clientToken: "", region: "ams3" });
    assert.deepEqual((await compare([elsewhere], [kept()])).strays, ["web-1"]);
  });

  it("name one that isn't there, asked for once more", async () => {
    assert.deepEqual(await compare([], [kept()]), { ...nothing, missing: ["web-1"] });
    assert.deepEqual(await compare([], [kept()], shown({ state: "gone" })), {
      ...nothing,
      missing: ["web-1"],
    });
  });

  it("name one that has lost its tag", async () => {
    assert.deepEqual(await compare([], [kept()], shown()), { ...nothing, untagged: ["web-1"] });
  });
});
