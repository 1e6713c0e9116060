import assert from "node:assert/strict";
import type { ServiceItem, ServiceProvider } from "../../../src/adapters/services/contract/index.ts";
import type { ServiceConnectionRecord } from "../../../src/adapters/store/contract/index.ts";
import { faults } from "../../../src/core/errors.ts";
import { addMilliseconds, MINUTE } from "../../../src/core/clock.ts";
import type { ItemKey } from "../../../src/core/items/keys.ts";
import { createLookUp } from "../../../src/features/items/look-up.ts";
import type { ItemSource } from "../../../src/features/items/sources.ts";

const KEY: ItemKey = { service: "jira", key: "PROJ-1", label: "PROJ-1" };
const ITEM: ServiceItem = {
  ...{
    key: "PROJ-1",
    subjectKey: "jira:x#1",
    source: "Proj",
    type: "Bug",
    title: "Stove",
    url: "https://x/1",
  },
  ...{ stateText: "To Do", state: "todo", facts: [], body: "", updatedAt: "" },
};

describe("looking items up", () => {
  let now = new Date("2026-11-21T09:00:00.000Z");
  let asked: string[] = [];
  let answer: () => Promise<ServiceItem | undefined> = () => Promise.resolve(ITEM);
  beforeEach(() => {
    asked = [];
    answer = () => Promise.resolve(ITEM);
  });
  const lookup: ServiceProvider["lookup"] = ({ baseUrl }, key) => {
    asked.push(`${baseUrl} ${key}`);
    return answer();
  };
  const create = () => {
    const jira = { lookup } as unknown as ServiceProvider;
    const providers = { jira, sprintly: jira, rally: jira, targetprocess: jira, jenkins: jira, travis: jira };
    return createLookUp({ providers, clock: { now: () => now } });
  };
  const source = (id: string, change: Partial<ItemSource> = {}, version = 1): ItemSource => ({
    service: "jira",
    // Only what is read of a connection.
    connection: { id, version } as unknown as ServiceConnectionRecord,
    account: { baseUrl: id, credentials: {} },
    ...change,
  });

  it("asks once in a minute for all conversations, a connection that changed anew, and now where that is wanted", async () => {
    const lookUp = create();
    const ask = (version = 1, freshness: "recent" | "now" = "recent") =>
      lookUp(KEY, [source("a", {}, version)], freshness);

    const [first, second] = await Promise.all([ask(), ask()]);
    assert.deepEqual([first.kind, second.kind, asked.length], ["found", "found", 1]);
    await ask(2);
    await ask(1, "now");
    assert.equal(asked.length, 3);
    now = addMilliseconds(now, MINUTE);
    await ask();
    assert.equal(asked.length, 4);
  });

  it("doesn't remember that a service was away, and tells whether that passes", async () => {
    const lookUp = create();
    answer = () => Promise.reject(faults.SERVICE_UNREACHABLE({ service: "Jira" }));
    assert.deepEqual(await lookUp(KEY, [source("a")], "recent"), { kind: "away", passes: true });
    answer = () => Promise.reject(faults.SERVICE_CREDENTIALS_REFUSED({ service: "Jira" }));
    assert.deepEqual(await lookUp(KEY, [source("a")], "recent"), { kind: "away", passes: false });
    answer = () => Promise.resolve(ITEM);
    assert.equal((await lookUp(KEY, [source("a")], "recent")).kind, "found");
  });

  it("goes on to the next source where one knows nothing, or nothing that may be shown", async () => {
    const lookUp = create();
    const follows = (...keys: readonly string[]) => ({ follows: new Set(keys) });

    const hidden = await lookUp(KEY, [source("a", follows("OTHER"))], "recent");
    const shown = await lookUp(KEY, [source("a", follows("OTHER")), source("b", follows("PROJ"))], "recent");
    const others = await lookUp(KEY, [source("c", { service: "rally" })], "recent");

    assert.equal(hidden.kind, "missing");
    assert.ok(shown.kind === "found" && shown.connectionId === "b");
    assert.equal(others.kind, "missing");
    assert.deepEqual(asked, ["a PROJ-1", "b PROJ-1"]);
  });
});
