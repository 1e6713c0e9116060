import assert from "node:assert/strict";
import type { Mention } from "../../../src/core/conversation.ts";
import { isFault } from "../../../src/core/errors.ts";
import { readPerson } from "../../../src/features/teams/person.ts";

const EXAMPLE = "team grant @Mona Lisa deployer";
const mention = (name: string, id = "29:mona"): Mention => ({ id, name });
const read = (text: string, mentions: readonly Mention[]) =>
  readPerson({ mentions }, text.split(" "), EXAMPLE);

describe("the person whom a command names", () => {
  const clear: readonly (readonly [string, string, readonly string[]])[] = [
    ["@Mona Lisa deployer", "Mona Lisa", ["deployer"]],
    ["@Admin Deployer env.read", "Admin Deployer", ["env.read"]],
    ["@Admin Deployer", "Admin Deployer", []],
    ["@Anne-Marie O'Neill admin", "Anne-Marie O\u2019Neill", ["admin"]],
    ["@MONA LISA admin", "Mona  Lisa", ["admin"]],
    ["@Mo Li (Ops admin) admin", "Mo&Li (Ops\u00a0admin)", ["admin"]],
  ];
  for (const [text, name, rest] of clear)
    it(`is who is mentioned, and no word of a name is a power: ${text}`, () => {
      const found = read(text, [mention(name)]);

      assert.deepEqual(found, { person: { kind: "mention", teamsUserId: "29:mona", name }, rest });
    });

  it("is the same person when mentioned twice", () => {
    assert.deepEqual(read("@Mo admin", [mention("Mo"), mention("Mo")]).rest, ["admin"]);
  });

  it("is who has the address, where nobody is mentioned", () => {
    const found = read("Mona@Example.com deployer", []);

    assert.deepEqual(found, { person: { kind: "email", email: "mona@example.com" }, rest: ["deployer"] });
  });

  it("is who was agreed to, where a card's button says it again", () => {
    const found = readPerson({ mentions: [], confirmed: { userId: "u-1" } }, ["@Mona", "Lisa"], EXAMPLE);

    assert.deepEqual(found, { person: { kind: "user", userId: "u-1" }, rest: [] });
  });

  const unclear: readonly (readonly [string, readonly Mention[]])[] = [
    ["", []],
    ["@Mona Lisa admin", []],
    ["admin", [mention("Mona Lisa")]],
    ["admin @Mona Lisa", [mention("Mona Lisa")]],
    ["@Mona admin", [mention("Mona Lisa")]],
    ["Mona Lisa admin", [mention("Mona Lisa")]],
    ["mona@example.com admin", [mention("Mona Lisa")]],
    ["@Mona Lisa @Jon admin", [mention("Mona Lisa"), mention("Jon", "29:jon")]],
    ["@ admin", [mention("")]],
    ["mona@@example.com admin", []],
  ];
  for (const [text, mentions] of unclear)
    it(`is nobody where it isn't clear: ${JSON.stringify(text)}, ${String(mentions.length)} mentioned`, () => {
      assert.throws(
        () => read(text, mentions),
        (error) => isFault(error, "TEAM_PERSON_MISSING"),
      );
    });
});
