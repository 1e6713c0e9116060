import assert from "node:assert/strict";
import { cardsFolder } from "../../src/package-files.ts";
import { loadCards } from "../../src/adapters/msteams/cards.ts";
import { listSamples } from "../../tools/cards/samples.ts";

describe("the samples of cards", () => {
  const samples = listSamples();

  it("fill in all that their cards ask for", () => {
    const unfilled = samples
      .filter(({ card }) => JSON.stringify(card).includes("${"))
      .map(({ name }) => name);
    assert.deepEqual(unfilled, []);
  });

  it("are there for every card", () => {
    const sampled = new Set(samples.map(({ name }) => name.replace(/\.[a-z-]+$/, "")));
    const { names } = loadCards(cardsFolder);
    assert.deepEqual(
      names.filter((name) => !sampled.has(name)),
      [],
    );
  });
});
