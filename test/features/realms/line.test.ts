import assert from "node:assert/strict";
import fc from "fast-check";
import { readRealmLine } from "../../../src/features/realms/line.ts";
import { cpuMs } from "../../support/cpu-ms.ts";

describe("a line of a script that tells of a realm", () => {
  const read: readonly (readonly [line: string, realm: object])[] = [
    ["::realm name=web", { name: "web", url: "", meta: {} }],
    [
      '::realm name="Old Blanchy" url=https://play.example.com wow_expansion=wotlk build=12340',
      {
        name: "Old Blanchy",
        url: "https://play.example.com/",
        meta: { wow_expansion: "wotlk", build: "12340" },
      },
    ],
    ["::realm build='1 2' name=web", { name: "web", url: "", meta: { build: "1 2" } }],
    [
      String.raw`::realm name=web motd="say \"hi\" \\ \n"`,
      { name: "web", url: "", meta: { motd: String.raw`say "hi" \ \n` } },
    ],
    [
      "::realm\tname=web\turl=http://10.0.0.5:8085/health/\r",
      { name: "web", url: "http://10.0.0.5:8085/health/", meta: {} },
    ],
    ["::realm name=Mal'Ganis empty= url=", { name: "Mal'Ganis", url: "", meta: { empty: "" } }],
    ["::realm name=web formula=a=b", { name: "web", url: "", meta: { formula: "a=b" } }],
  ];
  for (const [line, realm] of read)
    it(`is read: ${line.trim()}`, () => {
      assert.deepEqual(readRealmLine(line), realm);
    });

  for (const line of [
    "::realm",
    "::realm ",
    "::realm web",
    "::realm url=https://play.example.com",
    '::realm name="web',
    '::realm name="web"x',
    "::realm name=web, url=x",
    "::realm name=web name=other",
    "::realm name=web url=https://a.example url=https://b.example",
    "::realm name=web build=1 build=2",
    "::realm name=web url=javascript:alert(1)",
    "::realm name=web url=https://me:secret@play.example.com",
    "::realm name=web url=https://play.example.com/?token=secret",
    "::realm name=web __proto__=x",
    "::realm name=\u3164",
    "::realm name=we\ufe0fb",
    "::realm name=web 1st=x",
    "::realm name=<at>everyone</at>",
    "::realm name=../../etc",
    '::realm name="life on mars"',
    `::realm name=${"x".repeat(61)}`,
    `::realm name=web ${Array.from({ length: 21 }, (_, index) => `k${String(index)}=v`).join(" ")}`,
    `::realm name=web x=${"x".repeat(5_000)}`,
  ])
    it(`can't be used: ${line.slice(0, 80)}`, () => {
      assert.equal(readRealmLine(line), "malformed");
    });

  for (const line of [
    "",
    "realm name=web",
    " ::realm name=web",
    "::realms name=web",
    "echo ::realm name=web",
  ])
    it(`is none: ${JSON.stringify(line)}`, () => {
      assert.equal(readRealmLine(line), undefined);
    });

  it("has values without what can't be seen, of bounded length", () => {
    const found = readRealmLine(`::realm name=web note="a\u001b[31m\u202eb\u0000" long=${"y".repeat(500)}`);

    assert.ok(typeof found === "object");
    assert.equal(found.meta["note"], "a[31mb");
    assert.equal(Array.from(found.meta["long"] ?? "").length, 200);
  });

  it("is read in time that grows with its length alone, whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const found = readRealmLine(`::realm ${text}`);
        if (typeof found === "object")
          assert.ok(Object.values(found.meta).every((value) => !value.includes("\n")));
      }),
    );

    const took = cpuMs(() => {
      readRealmLine(`::realm name="${'\\"'.repeat(1_900)}`);
      readRealmLine(`::realm ${"a= ".repeat(1_300)}`);
    });

    assert.ok(took < 500);
  });
});
