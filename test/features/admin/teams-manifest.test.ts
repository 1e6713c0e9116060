import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createManifestCheck } from "../../../src/adapters/msteams/app-package/index.ts";
import { commands } from "../../../src/commands.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import {
  buildTeamsManifest,
  type MenuCommand,
  type TeamsManifestOptions,
} from "../../../src/features/admin/teams-manifest.ts";

const folder = join(import.meta.dirname, "../../../manifest");
const template: unknown = JSON.parse(readFileSync(join(folder, "manifest.template.json"), "utf8"));
const check = createManifestCheck(
  JSON.parse(readFileSync(join(folder, "schema", "MicrosoftTeams.1.25.schema.json"), "utf8")) as JsonObject,
);
const options: TeamsManifestOptions = {
  template,
  appId: "8b1c4d5e-0f1a-4b2c-9d3e-4f5a6b7c8d9e",
  botName: "GitHub",
  publicUrl: "https://ployst.example.com:8443/base",
  githubWebUrl: "https://github.com",
  version: "1.2.3-rc.1",
  commands,
};

function menuCommand(pattern: string, rest: Partial<MenuCommand> = {}): MenuCommand {
  return { pattern, summary: "Does something", scopes: ["personal"], menu: true, ...rest };
}

interface Menu {
  readonly scopes: readonly string[];
  readonly commands: readonly { readonly title: string }[];
}

function menusOf(manifest: object): readonly Menu[] {
  const { bots } = manifest as { bots: readonly { commandLists: readonly Menu[] }[] };
  return bots.flatMap((bot) => bot.commandLists);
}

describe("the Teams app's manifest", () => {
  it("fits Microsoft's schema with the commands that there are", () => {
    const manifest = buildTeamsManifest(options);

    assert.deepEqual(check(manifest), []);
    assert.ok(!JSON.stringify(manifest).includes("{{"));
    assert.equal(manifest["version"], "1.2.3");
    assert.equal(manifest["id"], options.appId);
    assert.deepEqual(manifest["validDomains"], ["ployst.example.com:8443"]);
  });

  it("lets the bot into private and shared channels", () => {
    const manifest = buildTeamsManifest(options);

    assert.equal(manifest["manifestVersion"], "1.25");
    assert.equal(manifest["supportsChannelFeatures"], "tier1");
  });

  it("names pages that are served", () => {
    const { developer } = buildTeamsManifest(options) as { developer: Readonly<Record<string, string>> };

    for (const key of ["websiteUrl", "privacyUrl", "termsOfUseUrl"]) {
      const file = developer[key]?.replace(`${options.publicUrl}/`, "") ?? "";
      assert.match(readFileSync(join(folder, "..", file), "utf8"), /<h1>/, key);
    }
  });

  it("unfurls links, without commands that would take the mention away from the bot", () => {
    const manifest = buildTeamsManifest({ ...options, githubWebUrl: "https://ghes.example.com:444" });

    assert.deepEqual(manifest["composeExtensions"], [
      {
        botId: options.appId,
        messageHandlers: [
          { type: "link", value: { domains: ["ghes.example.com"], supportsAnonymizedPayloads: false } },
        ],
      },
    ]);
  });

  it("offers the menu's commands in every place where they work", () => {
    const menus = menusOf(buildTeamsManifest(options));

    const titles = new Map(
      menus.map((list) => [list.scopes.join(), list.commands.map(({ title }) => title)]),
    );
    assert.deepEqual([...titles.keys()], ["personal", "team", "groupChat"]);
    for (const title of ["subscribe", "subscribe list", "unsubscribe", "signin", "help"])
      assert.ok(titles.get("team")?.includes(title), title);
    assert.ok(!titles.get("team")?.includes("about"));
  });

  it("lists nothing where nothing works", () => {
    const menus = menusOf(buildTeamsManifest({ ...options, commands: [menuCommand("start :x")] }));

    assert.deepEqual(menus, [
      { scopes: ["personal"], commands: [{ title: "start", description: "Does something" }] },
    ]);
  });

  const refused: readonly (readonly [string, Partial<TeamsManifestOptions>, string])[] = [
    [
      "a thirteenth command",
      { commands: Array.from({ length: 13 }, (_, n) => menuCommand(`c${String(n)}`)) },
      "bots/0/commandLists/0/commands: must NOT have more than 12 items",
    ],
    [
      "a long title",
      { commands: [menuCommand("x".repeat(129))] },
      "bots/0/commandLists/0/commands/0/title: must NOT have more than 128 characters",
    ],
    ["a long name", { botName: "x".repeat(31) }, "name/short: must NOT have more than 30 characters"],
    ["an id that is none", { appId: "local" }, "id: must match pattern"],
    [
      "a property that Teams doesn't know",
      { template: { ...Object(template), composeExtension: [] } },
      'the manifest: must NOT have additional properties: "composeExtension"',
    ],
    [
      "another version's number",
      { template: { ...Object(template), manifestVersion: "1.99" } },
      'manifestVersion: must be equal to constant: "1.25"',
    ],
  ];
  for (const [name, overrides, sentence] of refused) {
    it(`is refused with ${name}`, () => {
      const problems = check(buildTeamsManifest({ ...options, ...overrides }));

      assert.ok(
        problems.some((problem) => problem.startsWith(sentence)),
        problems.join("\n"),
      );
    });
  }

  it("keeps a name with quotes inside its text", () => {
    const manifest = buildTeamsManifest({ ...options, botName: 'Git", "id": "{{APP_ID}}' });

    assert.deepEqual(manifest["name"], {
      short: 'Git", "id": "{{APP_ID}}',
      full: 'Git", "id": "{{APP_ID}}, by Ployst',
    });
  });
});
