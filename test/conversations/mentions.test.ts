import assert from "node:assert/strict";
import type { Issue } from "@octokit/webhooks-types";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const ADMIN_USERS = "6c2f1b9e-7d35-4f0a-9b52-0d3f0e6f7a11";

interface Entity {
  readonly type: string;
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** Whom a card mentions, as Teams reads it: an entity whose text stands in the card. */
function mentionedIn(message: FakeMessage): readonly string[] {
  const { msteams } = (message.card ?? {}) as { msteams?: { entities?: readonly Entity[] } };
  return (msteams?.entities ?? [])
    .filter(({ text }) => bodyOf(message).includes(text))
    .map(({ mentioned }) => mentioned.id);
}

function bodyOf(message: FakeMessage): string {
  return JSON.stringify(message.card?.["body"] ?? "");
}

describe("mentions of people", () => {
  let chat: Chat;
  let admin: FakePerson;
  beforeEach(async () => {
    chat = await startChat({ env: { ADMIN_USERS } });
    admin = chat.teams.person({ name: "Ada Admin", aadObjectId: ADMIN_USERS });
  });
  afterEach(async () => {
    await chat.close();
  });

  const start = async (): Promise<void> => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, "subscribe contoso/tools");
    chat.channel.members.add(chat.jon);
  };
  const replied = (text: RegExp, where: FakeConversation = chat.channel): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      where.threads
        .flatMap((root) => root.replies)
        .find((one) => one.from === "bot" && text.test(readable(one))),
    );
  const comment = async (by: string, body: string): Promise<Issue> => {
    const issue = await chat.lab.openIssue("contoso/tools", { by, title: "A stove", body: "" });
    await chat.lab.commentIssue("contoso/tools", issue.number, { by, body });
    return issue;
  };

  it("call who signed in, where a comment calls them", async () => {
    await start();

    await comment("jon", "@Mira, and @nobody, look");

    const note = await replied(/look/);
    assert.deepEqual(mentionedIn(note), [chat.mira.id]);
  });

  it("call who is assigned, and not who did it", async () => {
    await start();
    const issue = await chat.lab.openIssue("contoso/tools", { by: "mira", title: "Mine", body: "" });
    const other = await chat.lab.openIssue("contoso/tools", { by: "jon", title: "Theirs", body: "" });
    const assign = (about: Issue, sender: Issue["user"]): Promise<unknown> =>
      chat.lab.deliverRaw("issues", {
        action: "assigned",
        issue: { ...about, assignees: [issue.user] },
        assignee: issue.user,
        repository: repositoryOf(chat),
        sender,
      });

    await assign(issue, issue.user);
    await assign(other, other.user);

    const note = await replied(/Assigned/);
    assert.deepEqual(mentionedIn(note), [chat.mira.id]);
    const notes = chat.channel.threads
      .flatMap((root) => root.replies)
      .filter((one) => /Assigned/.test(readable(one)));
    assert.equal(notes.length, 1);
  });

  it("end with `mentions off`", async () => {
    await start();

    const answer = await chat.ask(chat.mira, "mentions off");
    await comment("jon", "@mira, in vain");
    const off = await replied(/in vain/);
    await chat.ask(chat.mira, "mentions on");
    await comment("jon", "@mira, at last");
    const on = await replied(/at last/);

    assert.match(answer.text, /don't mention you/);
    assert.deepEqual(mentionedIn(off), []);
    assert.deepEqual(mentionedIn(on), [chat.mira.id]);
  });

  it("can't be forged by a text on GitHub", async () => {
    await start();

    await comment("jon", "<at>Mira Chen</at> <at>Jon Park</at> @mira hostile");

    const note = await replied(/hostile/);
    assert.deepEqual(mentionedIn(note), [chat.mira.id]);
    assert.equal(bodyOf(note).split("<at>").length, 2);
  });

  it("call nobody who isn't in the channel", async () => {
    await start();
    const elsewhere = chat.teams.channel("elsewhere");
    await chat.signIn(chat.jon, "jon");
    await chat.ask(chat.jon, "subscribe contoso/tools", elsewhere);

    await comment("jon", "@mira, are you here");

    const here = await replied(/are you here/);
    const there = await replied(/are you here/, elsewhere);
    assert.deepEqual(mentionedIn(here), [chat.mira.id]);
    assert.deepEqual(mentionedIn(there), []);
  });

  it("come as a message of their own in a group chat, where a changed card calls nobody", async () => {
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    const group = chat.teams.groupChat("stoves");
    await chat.ask(chat.mira, "subscribe contoso/tools", group);
    const issue = await chat.lab.openIssue("contoso/tools", { by: "jon", title: "A stove", body: "" });
    const shown = (text: RegExp): Promise<FakeMessage> =>
      chat.teams.world.waitFor(() =>
        group.threads.find((one) => one.from === "bot" && text.test(readable(one))),
      );
    await shown(/A stove/);

    await chat.lab.commentIssue("contoso/tools", issue.number, { by: "jon", body: "@mira, in a chat" });

    assert.deepEqual(mentionedIn(await shown(/in a chat/)), [chat.mira.id]);
  });

  it("follow what an administrator mapped", async () => {
    await start();
    const tell = async (text: string, mentions: readonly FakePerson[] = []): Promise<FakeMessage> => {
      const { activityId } = await chat.teams.say(admin, chat.channel, text, { mentions: [...mentions] });
      return chat.teams.world.waitFor(() =>
        chat.channel.threads.find(({ id }) => id === activityId)?.replies.find(({ from }) => from === "bot"),
      );
    };

    const refused = await chat.ask(chat.jon, "people list");
    const nobody = await tell("people map eve");
    const outsider = await tell("people map eve @{0}", [chat.eve]);
    const wrong = await tell("people map not--a-login @{0}", [chat.jon]);
    const mapped = await tell("people map jon @{0}", [chat.jon]);
    await comment("eve", "@jon, mapped");
    const note = await replied(/mapped/);
    const listed = await tell("people list");
    const unmapped = await tell("people unmap JON");
    const again = await tell("people unmap jon");

    assert.match(refused.text, /administrator/);
    assert.match(readable(nobody), /Mention the one person/);
    assert.match(readable(outsider), /only members/);
    assert.match(readable(wrong), /can't be a GitHub login/);
    assert.match(readable(mapped), /✅ @jon is Jon Park/);
    assert.deepEqual(mentionedIn(note), [chat.jon.id]);
    assert.match(readable(listed), /@jon: Jon Park/);
    assert.match(readable(unmapped), /no longer Jon Park/);
    assert.match(readable(again), /Nobody is mapped to @jon/);
  });
});

/** As the lab's other webhooks have it. */
function repositoryOf(chat: Chat): unknown {
  const delivery = chat.lab.deliveries.find(({ event }) => event === "issues");
  const payload: unknown = JSON.parse(delivery?.body ?? "{}");
  return typeof payload === "object" && payload !== null && "repository" in payload ? payload.repository : {};
}
