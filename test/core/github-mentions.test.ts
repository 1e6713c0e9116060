import assert from "node:assert/strict";
import { listMentions } from "../../src/core/github-mentions.ts";

describe("mentions in GitHub's texts", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["@Mona, could you look? (@hubot too)", ["mona", "hubot"]],
    ["@mona @MONA @mona", ["mona"]],
    ["@mona_corp and @a-b-c", ["mona_corp", "a-b-c"]],
    ["**@mona** _@hubot_ [@eve](https://x.example)", ["mona", "hubot", "eve"]],
    ["mail mona@example.com or see https://x.example/@mona", []],
    ["ask @octo/reviewers", []],
    ["`@mona` and ``npm i @types/node``", []],
    ["```\n@mona\n```\nbut @hubot", ["hubot"]],
    ["```\n@mona is never closed", []],
    ["> @mona said\n\nI agree, @hubot", ["hubot"]],
    ["<!-- cc @mona -->", []],
    ["<at>@mona</at>", ["mona"]],
    ["@-mona @mona- @@mona", []],
    ["", []],
  ];
  for (const [text, logins] of cases)
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(listMentions(text), logins);
    });

  it("reads twenty at most, and long texts in no time", () => {
    const many = Array.from({ length: 50 }, (_, number) => `@user${String(number)}`).join(" ");

    assert.equal(listMentions(many).length, 20);
    assert.deepEqual(listMentions("`".repeat(100_000) + "@".repeat(100_000)), []);
    assert.deepEqual(listMentions("@a-".repeat(100_000)), []);
  });
});
