import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { z } from "zod";
import { actions, type ActionDeps } from "../src/actions.ts";
import { commands, type CommandDeps } from "../src/commands.ts";
import { leadingKeywords, matchPattern, patternParts, toUsage, toWords } from "../src/core/grammar.ts";
import { PERMISSIONS } from "../src/core/permission.ts";
import { createRegistry, lookUp, registryProblems } from "../src/core/registry.ts";
import { renderCard } from "./support/template-cards.ts";

const cardsFolder = path.join(import.meta.dirname, "..", "cards");

describe("the commands and actions that there are", () => {
  it("make a registry without a problem", () => {
    assert.deepEqual(registryProblems<CommandDeps & ActionDeps>(commands, actions), []);
    assert.doesNotThrow(() => createRegistry<CommandDeps & ActionDeps>(commands, actions));
  });

  for (const command of commands) {
    it(`${command.name}: each example is read to the end by this command`, () => {
      for (const example of command.examples) {
        const found = lookUp(commands, example);

        assert.ok(found.kind === "found", example);
        assert.equal(found.command.name, command.name);
        assert.doesNotThrow(() => command.prepare(found.raw), example);
        assert.equal(lookUp(commands, example.toUpperCase()).kind, "found", "keywords have no case");
      }
    });

    it(`${command.name}: says what it is for, in the bounds of Teams' menu`, () => {
      assert.match(command.summary, /^[A-Z].{4,}[^.]$/);
      assert.ok(command.summary.length <= 128);
      assert.ok(leadingKeywords(command.pattern).length <= 32);
      assert.ok((command.details ?? []).every((line) => /[.]$/.test(line)));
      assert.doesNotMatch(toUsage(command.pattern, command.args), /undefined|:/);
    });
  }

  for (const { name, needs } of [
    ...commands,
    ...actions.map((action) => ({ ...action, name: action.verb })),
  ]) {
    it(`${name}: asks for a power that is on the list`, () => {
      assert.ok(PERMISSIONS.includes(needs.permission));
    });
  }

  it("leave to outsiders only help, lists and what a confirmation runs again from the start", () => {
    const open = [
      ...commands.filter((command) => command.needs.permission === "anyone").map((command) => command.name),
      ...actions.filter((action) => action.needs.permission === "anyone").map((action) => action.verb),
    ];

    assert.deepEqual(open.sort(), ["about", "cancel", "confirm", "help", "status", "subscribe list"]);
  });

  it("never need an account and let everybody", () => {
    const odd = [...commands, ...actions].filter(
      ({ needs }) => needs.account !== undefined && needs.permission === "anyone",
    );

    assert.deepEqual(odd, []);
  });
});

describe("no text means two commands", () => {
  const keywords = commands.flatMap((command) =>
    patternParts(command.pattern).filter((part) => !part.startsWith(":")),
  );
  const word = fc.oneof(
    fc.constantFrom(...keywords, "octo/hello", "issues", "123456", '"a b"', "{x y}"),
    fc.string({ unit: "grapheme", maxLength: 5 }),
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 5 }).map((words) => words.join(" ")),
    fc
      .tuple(fc.constantFrom(...commands.map((command) => leadingKeywords(command.pattern))), fc.array(word))
      .map(([start, words]) => [start, ...words].join(" ")),
  );

  it("as every text is matched in full by at most one of the most specific patterns", () => {
    fc.assert(
      fc.property(text, (typed) => {
        const words = toWords(typed);
        const matches = commands
          .map(({ pattern, args }) => matchPattern(pattern, args, words))
          .filter((match) => match.kind === "full");
        const most = Math.max(0, ...matches.map((match) => match.literals));

        assert.ok(matches.filter((match) => match.literals === most).length <= 1, typed);
      }),
      { numRuns: 2_000 },
    );
  });

  it("and lookUp always answers, with the arguments' own faults at most", () => {
    fc.assert(
      fc.property(text, (typed) => {
        const found = lookUp(commands, typed);
        if (found.kind !== "found") return;
        try {
          found.command.prepare(found.raw);
        } catch (error) {
          assert.equal(error instanceof Error ? error.name : "", "Fault");
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the cards' buttons", () => {
  const files = readdirSync(cardsFolder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".json") && !file.endsWith(".sample.json"),
  );
  const buttons = files.flatMap((file) => {
    const inTemplate = buttonsIn(readJson(file));
    // A verb that the data fills in is read from the samples: each of its values needs one.
    const isFilled = inTemplate.some(({ verb }) => verb.includes("${"));
    const found = isFilled ? samplesOf(file).flatMap((sample) => buttonsIn(sample)) : inTemplate;
    return found.map((button) => ({ file, ...button }));
  });

  it("are found at all", () => {
    assert.ok(files.length > 5);
    assert.ok(buttons.length >= 6);
  });

  it("have each a registered action, and each action a button", () => {
    const verbs = new Set(buttons.map((button) => button.verb));

    assert.deepEqual([...verbs].sort(), actions.map((action) => action.verb).sort());
  });

  it("carry the same verb in their data, for where Execute isn't known", () => {
    for (const { file, verb, dataVerb } of buttons) assert.equal(dataVerb, verb, file);
  });
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(cardsFolder, file), "utf8"));
}

/** The card with each of its samples: `name.sample.json`, `name.variant.sample.json`. */
function samplesOf(file: string): readonly unknown[] {
  const card = file.replace(/\.json$/, "").replaceAll(path.sep, "/");
  const { dir, base } = path.parse(card);
  return readdirSync(path.join(cardsFolder, dir))
    .filter((name) => name.startsWith(`${base}.`) && name.endsWith(".sample.json"))
    .map((name) =>
      renderCard({ card, data: z.record(z.string(), z.json()).parse(readJson(path.join(dir, name))) }),
    );
}

/** Execute and Submit buttons anywhere in a card, with the verb that each of the two ways would send. */
function buttonsIn(node: unknown): readonly { readonly verb: string; readonly dataVerb: string }[] {
  if (Array.isArray(node)) return node.flatMap(buttonsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, verb, data } = node as { type?: unknown; verb?: unknown; data?: Record<string, unknown> };
  const below = Object.values(node).flatMap(buttonsIn);
  // Teams' own doing (a sign-in window, say): nothing of it comes to us.
  if (data?.["msteams"] !== undefined && data["verb"] === undefined) return below;
  if (type === "Action.Execute") return [{ verb: String(verb), dataVerb: String(data?.["verb"]) }, ...below];
  if (type === "Action.Submit")
    return [{ verb: String(data?.["verb"]), dataVerb: String(data?.["verb"]) }, ...below];
  return below;
}
