import assert from "node:assert/strict";
import { helpCommands, type HelpDeps } from "../../src/bot/help.ts";
import { commands as realCommands } from "../../src/commands.ts";
import { leadingKeywords } from "../../src/core/grammar.ts";
import { may } from "../../src/core/permission.ts";
import { lookUp } from "../../src/core/registry.ts";
import type { CommandSpec } from "../../src/core/command.ts";
import type { TeamStanding } from "../../src/core/team.ts";
import { isCard } from "../../src/core/message.ts";
import { checkRendered } from "../../src/adapters/msteams/index.ts";
import { templateCards } from "../support/template-cards.ts";
import { asText, CHANNEL, openBotWorld, type BotWorld } from "./world.ts";

describe("help", () => {
  let world: BotWorld;
  before(async () => {
    world = await openBotWorld();
  });
  after(() => world.close());

  const secret = { ...realCommands[0], name: "secret", pattern: "secret", needs: { permission: "admin" } };
  const ship = { ...secret, name: "ship", pattern: "ship", needs: { permission: "deploy.run" } };
  const sink = { ...secret, name: "sink", pattern: "sink", needs: { permission: "server.delete" } };
  const all = [...realCommands, secret, ship, sink] as readonly CommandSpec<never>[];
  const everybodys = realCommands.filter(({ needs }) => may(needs.permission, { isAdmin: false }));
  const firstWords = new Set(everybodys.map(({ pattern }) => pattern.split(" ", 1)[0]));
  let standing: TeamStanding = { kind: "none" };
  const deps: HelpDeps = {
    help: {
      commands: () => all,
      botName: "GitHub",
      version: "1.2.3",
      findStanding: async () => standing,
    },
  };

  const ask = async (text: string, type: "personal" | "channel" = "channel", isAdmin = false) => {
    const turn = await world.turn(text);
    const found = lookUp(helpCommands, text);
    assert.ok(found.kind === "found");
    const answer = await found.command.prepare(found.raw).run(
      {
        ...turn,
        actor: { ...turn.actor, isAdmin },
        place: { ...turn.place, reference: { ...CHANNEL, type } },
      },
      deps,
    );
    assert.ok(answer.kind === "messages");
    const [card] = answer.messages;
    assert.ok(card !== undefined && isCard(card));
    assert.deepEqual(checkRendered(templateCards.render(card)), []);
    const rows = card.data["commands"];
    assert.ok(Array.isArray(rows));
    return { data: card.data, rows, text: JSON.stringify(card.data) };
  };

  it("names every command that this person may use, a row for each first word, with the mention that a channel needs", async () => {
    const { rows, text } = await ask("help");

    assert.equal(rows.length, firstWords.size);
    for (const { pattern } of everybodys) assert.ok(text.includes(leadingKeywords(pattern)), pattern);
    assert.match(text, /@GitHub subscribe <owner\/repo> \[feature/);
    assert.match(text, /Also: issue comment · issue close/);
    assert.match(text, /Also: settings <setting> \[value/);
    assert.doesNotMatch(text, /secret/);
  });

  it("shows administrators theirs as well", async () => {
    assert.match((await ask("help", "channel", true)).text, /secret/);
  });

  it("shows what somebody may do in the team in force, and nothing more of it", async () => {
    const powers = new Set(["deploy.run"] as const);
    const team = { id: "t", name: "Platform", isLinked: true, memberId: "m", role: "user", powers } as const;
    standing = { kind: "in", team };
    try {
      const { text } = await ask("help");

      assert.match(text, /@GitHub ship/);
      assert.doesNotMatch(text, /@GitHub sink/);
    } finally {
      standing = { kind: "none" };
    }
    assert.doesNotMatch((await ask("help")).text, /@GitHub ship/);
  });

  it("shows who administers this Ployst what they may do in a team of others, and nobody else", async () => {
    standing = { kind: "outside", teamId: "t", name: "Platform" };
    try {
      const admin = (await ask("help team", "channel", true)).text;

      assert.match(admin, /@GitHub team grant/);
      assert.doesNotMatch(admin, /@GitHub team (?:members|delete)/);
      assert.doesNotMatch((await ask("help team")).text, /@GitHub team grant/);
    } finally {
      standing = { kind: "none" };
    }
  });

  it("needs no mention in a 1:1 chat", async () => {
    assert.doesNotMatch((await ask("help", "personal")).text, /@GitHub/);
  });

  const topics: readonly (readonly [string, readonly string[]])[] = [
    [
      "help subscribe",
      realCommands.map(({ name }) => name).filter((name) => name.split(" ")[0] === "subscribe"),
    ],
    ["help SUBSCRIBE list", ["subscribe list"]],
    ["help signin", ["signin"]],
    ["help subscribe octo/hello", ["subscribe"]],
  ];
  for (const [text, names] of topics) {
    it(`explains ${names.join(" and ")} for "${text}"`, async () => {
      const { rows, data } = await ask(text);

      assert.equal(rows.length, names.length);
      assert.equal(data["note"], "");
      assert.match(JSON.stringify(rows), /For|@GitHub/);
    });
  }

  it("says that it has no such command, and shows those that it has", async () => {
    const { rows, data } = await ask("help deploy");

    assert.match(asText(data["note"]), /no command "deploy"/);
    assert.equal(rows.length, firstWords.size);
  });

  it("shows an administrator's command to nobody else, even by name", async () => {
    assert.match(asText((await ask("help secret")).data["note"]), /no command "secret"/);
  });

  for (const topic of [
    "[click](https://evil.example)",
    "subscribe [click](https://evil.example)",
    "{{DATE(2026-01-01T00:00:00Z)}}",
    "🙂".repeat(50),
  ]) {
    it(`repeats ${JSON.stringify(topic.slice(0, 30))} as plain text`, async () => {
      const { data } = await ask(`help ${topic}`);
      const said = `${asText(data["title"])} ${asText(data["note"])}`;

      assert.doesNotMatch(said, /(?<!\\)\[click|\{\{DATE/i);
      assert.ok(said.isWellFormed());
    });
  }

  it("says what runs the bot", async () => {
    const found = lookUp(helpCommands, "about");
    assert.ok(found.kind === "found");

    const answer = await found.command.prepare(found.raw).run(await world.turn("about"), deps);

    assert.match(JSON.stringify(answer), /GitHub\*\* is run by Ployst 1\.2\.3/);
  });
});
