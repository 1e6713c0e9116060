import { createScene, type Scene } from "../../../demo/cast.ts";
import { startGitHubLab } from "../../../demo/github/index.ts";
import { startFakeJira } from "../../../demo/jira/index.ts";
import { startPage } from "../../../demo/page/index.ts";
import { startFakeTeams, type FakeMessage } from "../../../demo/teams/connector/index.ts";
import { isJsonObject, type JsonObject } from "../../../demo/teams/connector/model.ts";
import { noMachine } from "../no-machine.ts";
import { startStandInBot, type StandInBot } from "./stand-in-bot.ts";

export interface OpenPage {
  readonly url: string;
  readonly scene: Scene;
  readonly bot: StandInBot;
  post(path: string, body: unknown): Promise<{ status: number; body: JsonObject }>;
  /** A card of the bot's in #general, as if it had posted it. */
  addCard(card: JsonObject): FakeMessage;
  close(): Promise<void>;
}

/** The demo's page over a fake Teams with a stand-in bot, and a GitHub lab. */
export async function openPage(): Promise<OpenPage> {
  const bot = await startStandInBot();
  const lab = await startGitHubLab();
  const teams = await startFakeTeams();
  teams.connectBot({ url: bot.url });
  const scene = createScene({ teams, lab, jira: await startFakeJira(), machine: noMachine });
  const page = await startPage(scene);
  return {
    url: page.url,
    scene,
    bot,
    post: async (path, body) => {
      const response = await fetch(`${page.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      const answer: unknown = await response.json();
      return { status: response.status, body: isJsonObject(answer) ? answer : {} };
    },
    addCard: (card) =>
      teams.world.addRoot(scene.general, "bot", {
        type: "message",
        attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: card }],
      }),
    close: async () => {
      await page.close();
      await teams.close();
      await lab.close();
      scene.jira.close();
      await bot.close();
    },
  };
}
