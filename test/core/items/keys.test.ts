import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { findItemKeys, readItemKeys, type ItemService } from "../../../src/core/items/keys.ts";
import { parseItemPattern, writeItemPattern } from "../../../src/core/items/pattern.ts";
import { cpuMs } from "../../support/cpu-ms.ts";

const keysOf = (service: ItemService, text: string, pattern?: string): readonly string[] =>
  findItemKeys(
    { title: text, branch: "" },
    [{ service, ...(pattern !== undefined && { pattern: parseItemPattern(pattern) }) }],
    9,
  ).map(({ key }) => key);

describe("keys of items", () => {
  const cases: readonly (readonly [service: ItemService, text: string, keys: readonly string[]])[] = [
    ["jira", "PROJ-1: warm the stove", ["PROJ-1"]],
    ["jira", "feature/PROJ-12-warm-stove", ["PROJ-12"]],
    ["jira", "[AB2-7] and (CD-8), AB2-7 again", ["AB2-7", "CD-8"]],
    ["jira", "octo:PROJ-3", ["PROJ-3"]],
    ["jira", "proj-1, PROJ-0, P-1, 9PROJ-1x, PROJ-1a, PROJ-", []],
    ["jira", "PROJ-1…", []],
    ["rally", "US123 DE4: TA5 (F6)", ["US123", "DE4", "TA5", "F6"]],
    ["rally", "BUS123, us123, US12a, US", []],
    ["targetprocess", "Fix #1234, TP-55 and id:6", ["1234", "55", "6"]],
    ["targetprocess", "octo/hello#12, &#12x; 1234", []],
    ["sprintly", "item:12 closes #7", ["12", "7"]],
  ];
  for (const [service, text, keys] of cases)
    it(`of ${service} in "${text}" are ${keys.length === 0 ? "none" : keys.join(", ")}`, () => {
      assert.deepEqual(keysOf(service, text), keys);
    });

  it("are found in title and branch, each once, the title's first, and no more than asked for", () => {
    const texts = { title: "PROJ-2 and PROJ-3", branch: "mira:PROJ-1-and-PROJ-2" };
    const find = (most: number) => findItemKeys(texts, [{ service: "jira" }], most).map(({ key }) => key);

    assert.deepEqual(find(9), ["PROJ-2", "PROJ-3", "PROJ-1"]);
    assert.deepEqual(find(2), ["PROJ-2", "PROJ-3"]);
  });

  it("are shown as people know them", () => {
    const [found] = findItemKeys({ title: "id:12", branch: "" }, [{ service: "targetprocess" }], 1);

    assert.deepEqual(found, { service: "targetprocess", key: "12", label: "#12" });
  });

  it("may be typed in small letters and as bare numbers, which are several services'", () => {
    const services = (text: string) => readItemKeys(text).map(({ service, key }) => `${service} ${key}`);

    assert.deepEqual(services("proj-1"), ["jira PROJ-1"]);
    assert.deepEqual(services("us12"), ["rally US12"]);
    assert.deepEqual(services("#12"), ["targetprocess 12", "sprintly 12"]);
    assert.deepEqual(services("TP-7"), ["jira TP-7", "targetprocess 7"]);
    assert.deepEqual(services("PROJ-1 or 1=1"), []);
  });
});

describe("a pattern of keys", () => {
  const cases: readonly (readonly [pattern: string, service: ItemService, text: string, keys: string[]])[] = [
    ["feature/{key}-*", "jira", "feature/proj-1-warm", ["PROJ-1"]],
    ["feature/{key}-*", "jira", "bugfix/PROJ-1-warm", []],
    ["feature/{key}-*", "jira", "feature/PROJ-1", []],
    ["feature/{key}*", "jira", "feature/PROJ-1", ["PROJ-1"]],
    ["{key}-*", "targetprocess", "1234-warm-stove", ["1234"]],
    ["{key}-*", "sprintly", "12", []],
    ["[{key}] *", "jira", "[PROJ-1] Warm", ["PROJ-1"]],
    ["[{key}] *", "jira", "Warm [PROJ-1] it", []],
    ["*{key}*", "jira", "see PROJ-1, XPROJ-22", ["PROJ-1", "XPROJ-22"]],
    ["issue{key}*", "targetprocess", "issue12: warm", ["12"]],
    ["*({key})", "rally", "🔥 Warm (us7)", ["US7"]],
    ["a/{key} | b/{key}", "jira", "b/PROJ-1", ["PROJ-1"]],
    ["{key}", "jira", "PROJ-12", ["PROJ-12"]],
    ["{key}2", "jira", "PROJ-12", []],
    ["(a+)+{key}", "jira", "aaaaPROJ-1", []],
  ];
  for (const [pattern, service, text, keys] of cases)
    it(`${pattern} finds ${keys.length === 0 ? "nothing" : keys.join(", ")} of ${service} in "${text}"`, () => {
      assert.deepEqual(keysOf(service, text, pattern), keys);
    });

  it("has one key in each of at most five alternatives, and is refused otherwise", () => {
    const refused = [
      "",
      "feature/*",
      "{key}{key}",
      "{keys}",
      "a{b}{key}",
      "{key}|",
      `${"a".repeat(200)}{key}`,
    ];
    for (const text of [...refused, Array(6).fill("{key}").join("|")])
      assert.throws(
        () => parseItemPattern(text),
        (error) => isFault(error, "ITEM_PATTERN_INVALID"),
        text,
      );

    assert.equal(writeItemPattern(parseItemPattern("  a/{key}|  [{key}] * ")), "a/{key} | [{key}] *");
  });

  it("takes no longer for stars without end", () => {
    const pattern = parseItemPattern(`${"*a".repeat(95)}{key}`);

    const took = cpuMs(() => {
      for (let turn = 0; turn < 20; turn += 1)
        findItemKeys({ title: "a".repeat(300), branch: "a".repeat(300) }, [{ service: "jira", pattern }], 9);
    });

    assert.ok(took < 2_000);
  });
});
