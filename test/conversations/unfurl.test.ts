import assert from "node:assert/strict";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import { startChat, type Chat } from "../support/chat.ts";

describe("a GitHub link that somebody pastes", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.signIn(chat.eve, "eve");
  });
  after(() => chat.close());

  const link = (path: string): string => `https://${new URL(chat.lab.webUrl).host}/${path}`;
  const paste = async (person: FakePerson, url: string): Promise<string> => {
    const elsewhere = chat.teams.groupChat("without the bot");
    elsewhere.installed = false;
    const { status, card, title } = await chat.teams.pasteLink(person, elsewhere, url);
    assert.equal(status, 200);
    assert.equal(card === undefined, title === undefined);
    return card === undefined ? "" : JSON.stringify(card);
  };

  it("shows its writer an issue, a pull request, a commit and a repository", async () => {
    const issue = await chat.lab.openIssue("contoso/tools", {
      by: "jon",
      title: "Stove is cold",
      body: "It **is**.",
      labels: [],
    });
    const pull = await chat.lab.openPullRequest("contoso/tools", {
      by: "jon",
      title: "Warm the stove",
      body: "",
      head: "warm",
      base: "main",
      draft: false,
    });
    const { headSha } = await chat.lab.push("contoso/tools", {
      by: "jon",
      commits: [{ message: "Light it" }],
    });

    assert.match(
      await paste(chat.mira, link(`contoso/tools/issues/${String(issue.number)}`)),
      /Stove is cold/,
    );
    assert.match(
      await paste(chat.mira, link(`contoso/tools/pull/${String(pull.number)}/files`)),
      /main ← warm/,
    );
    assert.match(await paste(chat.mira, link(`contoso/tools/commit/${headSha}`)), /Light it/);
    assert.match(await paste(chat.mira, link("contoso/tools")), /Build and release tooling/);
  });

  it("shows of a private repository nothing to who may not read it, though somebody else just did", async () => {
    const issue = await chat.lab.openIssue("contoso/secret", {
      by: "mira",
      title: "The next product",
      body: "",
      labels: [],
    });
    const url = link(`contoso/secret/issues/${String(issue.number)}`);

    assert.match(await paste(chat.mira, url), /The next product/);
    assert.equal(await paste(chat.eve, url), "");
    assert.equal(await paste(chat.eve, link("contoso/nothing/issues/1")), "");
  });

  it("shows nothing to who isn't connected, nor after signing out", async () => {
    const olga = chat.teams.person({ name: "Olga New" });
    assert.equal(await paste(olga, link("contoso/tools")), "");
    assert.match(await paste(chat.eve, link("contoso/tools")), /Build and release/);

    await chat.ask(chat.eve, "signout", chat.teams.personalChat(chat.eve));

    assert.equal(await paste(chat.eve, link("contoso/tools")), "");
  });

  it("leaves no trace where the bot isn't", async () => {
    const where = chat.teams.groupChat("no trace");

    await chat.teams.pasteLink(chat.mira, where, link("contoso/tools"));

    const known = await chat.app.parts.store.read((reads) => reads.conversations.findByChannel(where.id));
    assert.equal(known, undefined);
    assert.deepEqual(where.threads, []);
  });
});
