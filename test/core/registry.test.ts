import assert from "node:assert/strict";
import { z } from "zod";
import { defineAction } from "../../src/core/action.ts";
import { restWords, word, type ArgumentKinds } from "../../src/core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../src/core/command.ts";
import { isFault } from "../../src/core/errors.ts";
import { createRegistry, lookUp, registryProblems } from "../../src/core/registry.ts";
import { reply } from "../../src/core/reply.ts";

const target = word("owner/repo", "which repository");
const rest = restWords("feature", "which features");

function command(pattern: string, args: ArgumentKinds = {}, more: Partial<CommandSpec<unknown>> = {}) {
  const made = defineCommand<ArgumentKinds, unknown>({
    name: pattern,
    pattern,
    args,
    summary: "a summary",
    examples: [pattern.replace(/:\w+/g, "x")],
    scopes: ["personal"],
    needs: { permission: "member" },
    run: async () => reply.text("done"),
  });
  return { ...made, ...more };
}

const subscribe = command("subscribe :target :rest", { target, rest });
const list = command("subscribe list :rest", { rest });
const about = command("about");
const all = [subscribe, list, about];

describe("lookUp", () => {
  it("finds a command and its words", () => {
    const found = lookUp(all, "subscribe octo/hello issues");

    assert.ok(found.kind === "found");
    assert.equal(found.command, subscribe);
    assert.deepEqual(found.raw, { target: ["octo/hello"], rest: ["issues"] });
  });

  for (const commands of [all, [...all].reverse()]) {
    it(`prefers keywords to arguments, whichever was declared first (${commands[0]?.name ?? ""})`, () => {
      const found = lookUp(commands, "Subscribe LIST everything");

      assert.ok(found.kind === "found");
      assert.equal(found.command, list);
    });
  }

  it("says which argument is missing", () => {
    assert.deepEqual(lookUp(all, "subscribe"), { kind: "missing", command: subscribe, argument: "target" });
  });

  it("takes a keyword whose argument is missing for no argument of another command", () => {
    const pause = command("subscribe pause :target :rest", { target, rest });

    const found = lookUp([...all, pause], "subscribe pause");

    assert.deepEqual(found, { kind: "missing", command: pause, argument: "target" });
  });

  it("says which word is one too many", () => {
    assert.deepEqual(lookUp(all, "about you"), { kind: "extra", command: about, word: "you" });
  });

  for (const text of ["", "   ", "hello there", "subscribed octo/hello", "list"]) {
    it(`knows no ${JSON.stringify(text)}`, () => {
      assert.deepEqual(lookUp(all, text), { kind: "unknown" });
    });
  }
});

describe("the registry's checks", () => {
  it("let a sound list pass, and freeze it", () => {
    const registry = createRegistry(all, []);

    assert.equal(registry.commands[0], subscribe);
    assert.ok(Object.isFrozen(registry));
    assert.ok(Object.isFrozen(defineCommand({ ...about, args: {}, run: async () => reply.text("") })));
  });

  const broken: readonly (readonly [string, readonly CommandSpec<unknown>[], RegExp])[] = [
    ["a name twice", [about, command("other", {}, { name: "about" })], /command about is declared twice/],
    ["a pattern twice", [about, command("about", {}, { name: "b" })], /two commands match "about"/],
    ["an argument without a kind", [command("x :target")], /:target has no kind/],
    ["a kind that is in no pattern", [command("x", { target })], /target is not in the pattern/],
    [
      "an example of another command",
      [about, command("x", {}, { examples: ["about"] })],
      /"about" is not it/,
    ],
    ["a pattern without keyword", [command(":target", { target })], /starts with an argument/],
    ["upper case in a pattern", [command("About")], /lower case/],
    ["upper case beside an argument", [command("Show :target", { target })], /lower case/],
    ["an argument behind the rest", [command("x :rest :target", { rest, target })], /takes the rest/],
    ["nowhere to be used", [command("x", {}, { scopes: [] })], /works nowhere/],
    [
      "an unknown permission",
      // @ts-expect-error a permission that is not on the list
      [command("x", {}, { needs: { permission: "everything" } })],
      /unknown permission/,
    ],
  ];
  for (const [what, commands, problem] of broken) {
    it(`find ${what}`, () => {
      assert.match(registryProblems(commands, []).join("\n"), problem);
      assert.throws(() => createRegistry(commands, []), problem);
    });
  }

  it("find an action twice, and one with an unknown permission", () => {
    const action = defineAction({
      verb: "go",
      summary: "Go",
      data: z.object({}),
      needs: { permission: "member" },
      run: async () => reply.text(""),
    });
    // @ts-expect-error a permission that is not on the list
    const odd: typeof action = { ...action, needs: { permission: "everything" } };

    assert.deepEqual(registryProblems([], [action, odd]), [
      "action go is declared twice",
      "action go: unknown permission",
    ]);
  });
});

describe("a button's data", () => {
  const action = defineAction({
    verb: "go",
    summary: "Go",
    data: z.object({ id: z.string().max(3) }),
    needs: { permission: "member" },
    run: async ({ data }) => reply.text(data.id),
  });
  const turn = {
    jobId: "j",
    jobHolder: "h",
    actor: {
      userId: "u",
      isAdmin: false,
      person: { tenantId: "t", teamsUserId: "29:u", aadObjectId: "a", displayName: "Mira" },
    },
    place: {
      conversationId: "c",
      reference: {
        tenantId: "t",
        teamId: "",
        channelId: "19:c",
        type: "personal",
        serviceUrl: "https://x",
        name: "",
      },
    },
    mentions: [],
    source: "typed",
    signal: new AbortController().signal,
    messageId: "",
  } as const;

  it("is read before the handler sees it", async () => {
    const answer = await action.run({ ...turn, data: { id: "abc", more: 1 } }, {});

    assert.deepEqual(answer, reply.text("abc"));
  });

  for (const data of [{}, { id: 1 }, { id: "abcd" }, null, "x", []]) {
    it(`is refused as ${JSON.stringify(data)}`, async () => {
      await assert.rejects(action.run({ ...turn, data }, {}), (error) => isFault(error, "ACTION_INVALID"));
    });
  }
});
