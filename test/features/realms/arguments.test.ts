import assert from "node:assert/strict";
import { isFault, type faults } from "../../../src/core/errors.ts";
import { toWords } from "../../../src/core/grammar.ts";
import { newRealm, page, whichRealm } from "../../../src/features/realms/arguments.ts";

describe("a realm as it is typed", () => {
  const added: readonly (readonly [text: string, realm: object])[] = [
    ["web on web-1", { name: "web", server: "web-1", url: "", meta: {} }],
    [
      '"Old  Blanchy" ON Web-1 https://play.example.com/health build=12340 motd="hello there"',
      {
        name: "Old Blanchy",
        server: "Web-1",
        url: "https://play.example.com/health",
        meta: { build: "12340", motd: "hello there" },
      },
    ],
    [
      "Old Blanchy on web-1 build=1 http://10.0.0.5",
      { name: "Old Blanchy", server: "web-1", url: "http://10.0.0.5/", meta: { build: "1" } },
    ],
  ];
  for (const [text, realm] of added)
    it(`is read: ${text}`, () => {
      assert.deepEqual(newRealm.parse(toWords(text)), realm);
    });

  const refused: readonly (readonly [text: string, code: keyof typeof faults])[] = [
    ["", "REALM_MALFORMED"],
    ["web", "REALM_MALFORMED"],
    ["on web-1", "REALM_MALFORMED"],
    ["web on", "REALM_MALFORMED"],
    ["web on web-1 12340", "REALM_MALFORMED"],
    ["web on web-1 https://a.example https://b.example", "REALM_MALFORMED"],
    ["web on web-1 a=1 a=2", "REALM_META_TOO_MUCH"],
    ["<at>x on web-1", "REALM_NAME_INVALID"],
    ["\u3164 on web-1", "REALM_NAME_INVALID"],
    ["we\u034fb on web-1", "REALM_NAME_INVALID"],
    ["web on web-1 ftp://a.example", "REALM_ADDRESS_INVALID"],
    ["web on web-1 https://me:secret@a.example", "REALM_ADDRESS_INVALID"],
    ["web on web-1 https://a.example?token=secret", "REALM_ADDRESS_INVALID"],
  ];
  for (const [text, code] of refused)
    it(`is refused with ${code}: ${text}`, () => {
      assert.throws(
        () => newRealm.parse(toWords(text)),
        (error: unknown) => isFault(error, code) && !error.sentence.includes("secret"),
      );
    });

  it("is named with its server or without", () => {
    assert.deepEqual(whichRealm.parse(["web"]), { name: "web", server: "" });
    assert.deepEqual(whichRealm.parse(["Old", "Blanchy", "on", "web-1"]), {
      name: "Old Blanchy",
      server: "web-1",
    });
    assert.throws(
      () => whichRealm.parse(["web", "on", "web-1", "now"]),
      (error: unknown) => isFault(error, "REALM_MALFORMED"),
    );
  });

  it("is listed by pages", () => {
    assert.equal(page.parse([]), 1);
    assert.equal(page.parse(["12"]), 12);
    for (const odd of ["0", "-1", "1e3", "two", "99999"])
      assert.throws(
        () => page.parse([odd]),
        (error: unknown) => isFault(error, "REALM_PAGE_UNKNOWN"),
        odd,
      );
  });
});
