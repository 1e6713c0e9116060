import { startFakeJira, type FakeJira, type FakeJiraOptions } from "../../demo/jira/index.ts";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat, type ChatOptions } from "./chat.ts";
import { until } from "./until.ts";

/** Conversations about pull requests whose names hold keys of Jira's. */
export interface ItemsWorld {
  readonly chat: Chat;
  readonly jira: FakeJira;
  /** Enables Jira for the person, or for their team in force, with its webhook entered there. */
  readonly enableJira: (who: FakePerson, whose?: "own" | "team") => Promise<void>;
  /** Subscribes as Mira; a channel is linked to the team where one is named. */
  readonly subscribe: (where: FakeConversation, team?: string) => Promise<void>;
  readonly openPull: (title: string, head?: string) => Promise<number>;
  readonly card: (where: FakeConversation, text: RegExp) => Promise<FakeMessage>;
  readonly changed: (message: FakeMessage, text: RegExp) => Promise<boolean>;
  /** All that came in is worked on, and all that there is to say is said. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const REPOSITORY = "contoso/tools";

export async function startItemsWorld(
  jiraOptions: FakeJiraOptions = {},
  options: ChatOptions = {},
): Promise<ItemsWorld> {
  const jira = await startFakeJira(jiraOptions);
  const chat = await startChat({ ...options, env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1", ...options.env } });
  await chat.lab.install("contoso", "all");
  await chat.signIn(chat.mira, "mira");
  let count = 0;

  const expect = async (
    who: FakePerson,
    text: string,
    where: FakeConversation,
    pattern: RegExp,
  ): Promise<string> => {
    const heard = await chat.ask(who, text, where);
    if (!pattern.test(heard.text)) throw new Error(`"${text}": ${heard.text}`);
    return heard.text;
  };
  return {
    chat,
    jira,
    enableJira: async (who, whose = "own") => {
      const own = chat.teams.personalChat(who);
      const word = whose === "team" ? " team" : "";
      const { message } = await chat.ask(who, `service enable${word} jira`, own);
      const fields = { fieldBaseUrl: jira.url, fieldEmail: "mira@team.example", secretToken: "good" };
      const saved = JSON.stringify(await chat.teams.clickButton(who, message.id, "Save", fields));
      if (!saved.includes("is enabled")) throw new Error(saved);
      const text = await expect(who, `service rotate${word} jira`, own, /secret: `/);
      const [, address = ""] = /`(http[^`]+)`/.exec(text) ?? [];
      const [, secret = ""] = /secret: `([^`]+)`/.exec(text) ?? [];
      jira.webhook = { address, secret };
    },
    subscribe: async (where, team) => {
      if (team !== undefined) await expect(chat.mira, `team link ${team}`, where, /✅/);
      await expect(chat.mira, `subscribe ${REPOSITORY}`, where, /✅ Subscribed/);
    },
    openPull: async (title, head) => {
      count += 1;
      const fields = { by: "jon", title, head: head ?? `branch-${String(count)}` };
      return (await chat.lab.openPullRequest(REPOSITORY, fields)).number;
    },
    card: (where, text) =>
      chat.teams.world.waitFor(() =>
        where.threads.find((one) => one.from === "bot" && one.card !== undefined && text.test(readable(one))),
      ),
    changed: (message, text) => chat.teams.world.waitFor(() => text.test(readable(message))),
    settled: () =>
      until(() =>
        chat.app.parts.store.read(async (reads) => {
          const { queued = 0, running = 0 } = await reads.jobs.countByState();
          return queued + running + (await reads.outbox.backlog()).waiting === 0;
        }),
      ),
    close: async () => {
      await chat.close();
      jira.close();
    },
  };
}
