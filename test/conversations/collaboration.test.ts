import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage } from "../../demo/teams/connector/index.ts";
import { followSignIn } from "../support/browser.ts";
import { buttonUrl, readable, startChat, type Chat, type Heard } from "../support/chat.ts";

describe("acting on GitHub", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.signIn(chat.jon, "jon");
    await chat.signIn(chat.eve, "eve");
  });
  after(async () => {
    await chat.close();
  });
  afterEach(() => {
    chat.lab.clearFailures();
  });

  const issue = async (title = "Stove is cold", repo = "contoso/tools"): Promise<string> => {
    const { number } = await chat.lab.openIssue(repo, { by: "jon", title, body: "", labels: [] });
    return `${repo}#${String(number)}`;
  };
  const pull = async (options: { draft?: boolean } = {}): Promise<{ ref: string; number: number }> => {
    const { number } = await chat.lab.openPullRequest("contoso/tools", {
      by: "jon",
      title: "Warm the stove",
      body: "",
      head: `warm-${String(Math.random()).slice(2)}`,
      base: "main",
      ...options,
    });
    return { ref: `contoso/tools#${String(number)}`, number };
  };
  const sent = (method: string, path: RegExp): number =>
    chat.lab.requests.filter((request) => request.method === method && path.test(request.path)).length;
  const click = (message: FakeMessage, title: string, by = chat.mira, inputs = {}) =>
    chat.teams.clickButton(by, message.id, title, inputs);
  const cardIn = (channel: FakeConversation, words: string): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && readable(one).includes(words)),
    );
  const confirmed = async (asked: Heard, by = chat.mira): Promise<string> => {
    const result = await click(asked.message, "Merge", by);
    return result.error?.message ?? result.toast ?? JSON.stringify(result.card);
  };

  it("comments as the person who says so", async () => {
    const ref = await issue();

    const { text } = await chat.ask(chat.mira, `issue comment ${ref} On it,\n*now*`);

    assert.match(text, /^✅ Commented on \[contoso\/tools#\d+\]/);
    const comments = chat.lab.deliveries.filter((delivery) => delivery.event === "issue_comment");
    assert.match(JSON.stringify(comments.at(-1)), /mira/);
  });

  it("comments once, and opens one issue, where a button is pressed twice", async () => {
    await chat.ask(chat.mira, "subscribe contoso/tools issues");
    await issue("Pressed in a hurry");
    const card = await chat.teams.world.waitFor(() =>
      chat.channel.threads.find((one) => one.from === "bot" && readable(one).includes("Pressed in a hurry")),
    );
    const before = [sent("POST", /\/comments$/), sent("POST", /contoso\/web\/issues$/)] as const;
    const press = (comment: string, by = chat.mira) => click(card, "Send comment", by, { comment });

    const results = await Promise.all([press("Twice"), press("Twice")]);
    await press("Something else");
    await press("Something else", chat.jon);
    const opened = await Promise.all(
      [1, 2].map(() => chat.ask(chat.mira, "issue open contoso/web In a hurry, too")),
    );
    await chat.ask(chat.mira, "unsubscribe contoso/tools");

    assert.deepEqual(
      results.filter(({ error }) => error !== undefined).map(({ error }) => error?.message.slice(0, 32)),
      ["You have just sent the same ther"],
    );
    assert.equal(opened.filter(({ text }) => text.includes("isn't sent twice")).length, 1);
    assert.equal(sent("POST", /\/comments$/) - before[0], 3);
    assert.equal(sent("POST", /contoso\/web\/issues$/) - before[1], 1);
  });

  it("may be tried again at once where GitHub refused it", async () => {
    const ref = await issue();
    chat.lab.failNext(/\/comments$/, 422);

    const refused = await chat.ask(chat.mira, `issue comment ${ref} Try me`);
    const again = await chat.ask(chat.mira, `issue comment ${ref} Try me`);

    assert.match(refused.text, /GitHub refuses that/);
    assert.match(again.text, /^✅ Commented on/);
  });

  it("wants a text to comment with", async () => {
    assert.match((await chat.ask(chat.mira, `issue comment ${await issue()}`)).text, /what to write/);
  });

  it("closes with a last comment, says so when it is closed, and reopens", async () => {
    const ref = await issue();

    const closed = await chat.ask(chat.mira, `issue close ${ref} Works now`);
    const again = await chat.ask(chat.mira, `issue close ${ref}`);
    const reopened = await chat.ask(chat.mira, `issue reopen ${ref}`);

    assert.match(closed.text, /^✅ Closed/);
    assert.match(again.text, /is closed already/);
    assert.match(reopened.text, /^✅ Reopened/);
  });

  it("labels and assigns, and names whom GitHub can't assign", async () => {
    const ref = await issue();

    const labeled = await chat.ask(chat.mira, `issue label ${ref} +bug +"help wanted" -nothing`);
    const assigned = await chat.ask(chat.mira, `issue assign ${ref} jon me`);
    const refused = await chat.ask(chat.mira, `issue assign ${ref} nobody-at-all`);

    assert.match(labeled.text, /^✅ Labels of .*: \\?\+bug, \\?\+help wanted, −nothing/);
    assert.match(assigned.text, /^✅ Assigned jon, mira to/);
    assert.match(refused.text, /can't assign nobody-at-all/);
  });

  it("takes people off, at once with putting others on", async () => {
    const ref = await issue();
    await chat.ask(chat.mira, `issue assign ${ref} jon`);

    const swapped = await chat.ask(chat.mira, `issue assign ${ref} me -@jon`);
    const left = await chat.ask(chat.mira, `issue assign ${ref} -me`);

    assert.match(swapped.text, /^✅ Assigned mira to .* and took jon off it/);
    assert.match(left.text, /^✅ Took mira off \[contoso/);
  });

  it("labels, assigns, closes and reopens pull requests by their own name", async () => {
    const { ref } = await pull();

    assert.match((await chat.ask(chat.mira, `pr label ${ref} +bug`)).text, /^✅ Labels of/);
    assert.match((await chat.ask(chat.mira, `pr assign ${ref} jon`)).text, /^✅ Assigned jon to/);
    assert.match((await chat.ask(chat.mira, `pr close ${ref}`)).text, /^✅ Closed/);
    assert.match((await chat.ask(chat.mira, `pr reopen ${ref}`)).text, /^✅ Reopened/);
  });

  it("opens an issue by its title, or asks for it in a dialog", async () => {
    const { text } = await chat.ask(chat.mira, "issue open contoso/web The page is blank");
    const form = await chat.ask(chat.mira, "issue open contoso/web");
    const inputs = { title: "The page is _still_ blank", body: "See", labels: "bug, urgent" };
    const { dialog } = await click(form.message, "Write it…", chat.jon);
    assert.ok(dialog !== undefined);
    const result = await chat.teams.submitDialog(chat.jon, chat.channel, dialog.card, "Open issue", inputs);

    assert.match(text, /^✅ Opened \[contoso\/web#\d+\]/);
    assert.equal(dialog.title, "Open an issue");
    assert.match(result.toast ?? "", /^Opened contoso\/web#\d+/);
    await chat.teams.world.waitFor(() =>
      chat.channel.threads.find((one) =>
        /✅ Jon Park opened .*: The page is \\_still\\_ blank/.test(readable(one)),
      ),
    );
  });

  it("opens no form for whom the repository is not there, and no issue without a title", async () => {
    const form = await chat.ask(chat.mira, "issue open contoso/secret");

    const hidden = await click(form.message, "Write it…", chat.eve);
    const { dialog } = await click(form.message, "Write it…");
    assert.ok(dialog !== undefined);
    const untitled = await chat.teams.submitDialog(chat.mira, chat.channel, dialog.card, "Open issue", {});

    assert.equal(hidden.dialog, undefined);
    assert.match(hidden.toast ?? "", /can't find that repository/);
    assert.match(untitled.toast ?? "", /Tell me what to write/);
  });

  it("takes a bare number where it can tell the repository", async () => {
    const channel = chat.teams.channel("one-repository");
    await chat.ask(chat.mira, "subscribe contoso/tools", channel);
    const number = (await issue("Bare")).split("#")[1] ?? "";
    const card = await chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && readable(one).includes("Bare")),
    );

    const byNumber = await chat.ask(chat.mira, `issue comment #${number} On it`, channel);
    const nowhere = await chat.ask(chat.mira, `issue comment #${number} On it`);
    await chat.teams.say(chat.mira, channel, "issue close this", { thread: card.id });
    const inThread = await chat.teams.world.waitFor(() =>
      card.replies.find((one) => one.text?.includes("Closed")),
    );

    assert.match(byNumber.text, /^✅ Commented on/);
    assert.match(nowhere.text, /Which repository is \\?#\d+ in/);
    assert.match(inThread.text ?? "", new RegExp(`contoso/tools#${number}`));
  });

  it("approves what somebody else wrote, not one's own", async () => {
    const { ref } = await pull();

    const approved = await chat.ask(chat.mira, `pr approve ${ref} Nice work`);
    const own = await chat.ask(chat.jon, `pr approve ${ref}`);
    const changes = await chat.ask(chat.mira, `pr request-changes ${ref} A test is missing`);

    assert.match(approved.text, /^✅ Approved/);
    assert.match(own.text, /your own pull request/);
    assert.match(changes.text, /^✅ Requested changes on/);
  });

  it("merges the commit that was confirmed", async () => {
    const { ref, number } = await pull();

    const asked = await chat.ask(chat.mira, `pr merge ${ref} squash`);
    const answer = await confirmed(asked);

    assert.match(
      asked.text,
      /Merge \[contoso\/tools#\d+\].*“Warm the stove”.* at [0-9a-f]{7} into main, squashed/,
    );
    assert.match(answer, /✅ Merged/);
    assert.match((await chat.ask(chat.mira, `pr merge ${ref}`)).text, /merged already/);
    assert.equal(sent("PUT", new RegExp(`/pulls/${String(number)}/merge`)), 1);
  });

  it("asks anew when the head moved before the confirmation", async () => {
    const { ref, number } = await pull();

    const asked = await chat.ask(chat.mira, `pr merge ${ref}`);
    await chat.lab.pushToPullRequest("contoso/tools", number, { by: "jon" });
    await confirmed(asked);

    assert.equal(sent("PUT", new RegExp(`/pulls/${String(number)}/merge`)), 0);
  });

  it("takes a way to merge that the repository allows", async () => {
    const { ref, number } = await pull();
    const repository = await fetch(`${chat.lab.apiUrl}/repos/contoso/tools`).then((answer) => answer.text());
    const body = repository.replace(/}$/, ',"allow_merge_commit":false}');
    const headers = { "content-type": "application/json" };
    // The first read finds the repository, the second asks what it allows; both are made for the question and again for the answer.
    chat.lab.failNext(/^GET \/repos\/contoso\/tools$/, { status: 200, body, headers }, 4);

    const asked = await chat.ask(chat.mira, `pr merge ${ref}`);
    const answer = await confirmed(asked);

    assert.match(asked.text, /into main, squashed/);
    assert.match(answer, /✅ Merged/);
    assert.equal(sent("PUT", new RegExp(`/pulls/${String(number)}/merge`)), 1);
  });

  it("says so when GitHub finds that the head moved", async () => {
    const { ref } = await pull();
    const asked = await chat.ask(chat.mira, `pr merge ${ref}`);
    chat.lab.failNext(/^PUT .*\/merge/, 409);

    assert.match(await confirmed(asked), /new commits after you looked/);
  });

  it("doesn't ask about what can't be merged", async () => {
    const { ref } = await pull({ draft: true });

    assert.match((await chat.ask(chat.mira, `pr merge ${ref}`)).text, /still a draft/);
  });

  it("lets nobody else confirm", async () => {
    const { ref, number } = await pull();
    const asked = await chat.ask(chat.mira, `pr merge ${ref}`);

    assert.match(await confirmed(asked, chat.jon), /Only the person who ran/);
    assert.equal(sent("PUT", new RegExp(`/pulls/${String(number)}/merge`)), 0);
  });

  it("says the same of what is private and of what is not there", async () => {
    const { number } = await chat.lab.openIssue("contoso/secret", {
      by: "mira",
      title: "Hidden",
      body: "",
      labels: [],
    });

    const hidden = await chat.ask(chat.eve, `issue comment contoso/secret#${String(number)} Hi`);
    const missing = await chat.ask(chat.eve, `issue comment contoso/nothing#${String(number)} Hi`);

    assert.equal(hidden.text.replace("secret", "nothing"), missing.text);
    assert.match(hidden.text, /can't find/);
  });

  it("explains what somebody may not do", async () => {
    const ref = await issue();

    assert.match((await chat.ask(chat.eve, `issue label ${ref} +bug`)).text, /lacks the permission/);
    assert.match((await chat.ask(chat.eve, `issue close ${ref}`)).text, /lacks the permission/);
  });

  it("starts, re-runs and cancels workflows", async () => {
    const { id } = chat.lab.addWorkflowRun("contoso/tools", {
      by: "jon",
      workflow: "ci.yml",
      status: "completed",
    });
    const run = `contoso/tools#${String(id)}`;

    const started = await chat.ask(
      chat.mira,
      'workflow run contoso/tools deploy.yml main stage=test note="a b"',
    );
    const again = await chat.ask(chat.mira, `workflow rerun ${run}`);
    const early = await chat.ask(chat.mira, `workflow rerun ${run}`);
    const cancelled = await chat.ask(chat.mira, `workflow cancel ${run}`);
    const late = await chat.ask(chat.mira, `workflow cancel ${run}`);
    const elsewhere = await chat.ask(chat.mira, "workflow run contoso/tools deploy.yml no-such-branch");

    assert.match(started.text, /^✅ Started \[deploy\.yml of contoso\/tools\]/);
    assert.deepEqual(chat.lab.workflowRuns("contoso/tools").at(-1)?.inputs, { stage: "test", note: "a b" });
    assert.match(again.text, /^✅ Re-running/);
    assert.match(early.text, /still under way/);
    assert.match(cancelled.text, /^✅ Cancelling/);
    assert.match(late.text, /ended already/);
    assert.match(elsewhere.text, /doesn't start deploy\.yml/);
  });

  it("finds a comment that arrived although its answer was lost", async () => {
    const ref = await issue();
    const path = /\/issues\/\d+\/comments/;
    chat.lab.clearRequests();
    chat.lab.failNext(/^POST .*\/comments/, "reset-after");

    const { text } = await chat.ask(chat.mira, `issue comment ${ref} Only once`);

    assert.match(text, /^✅ Commented on/);
    assert.equal(sent("POST", path), 1);
  });

  it("says that it doesn't know when a comment can't be found", async () => {
    const ref = await issue();
    chat.lab.clearRequests();
    chat.lab.failNext(/^POST .*\/comments/, 502);

    const { text } = await chat.ask(chat.mira, `issue comment ${ref} Perhaps`);

    assert.match(text, /don't know whether your comment arrived/);
    assert.equal(sent("POST", /\/comments/), 1);
  });

  it("acts by the buttons of a card, which shows what came of it", async () => {
    const channel = chat.teams.channel("buttons");
    await chat.ask(chat.mira, "subscribe contoso/web issues pulls comments", channel);
    await issue("By button", "contoso/web");
    const card = await cardIn(channel, "By button");

    const commented = await click(card, "Send comment", chat.jon, { comment: "From a card" });
    const closed = await click(card, "Close");
    await chat.teams.world.waitFor(() => readable(card).includes("🟣 Closed"));
    const refused = await click(card, "Reopen", chat.eve);

    assert.match(commented.toast ?? "", /✅ Commented on contoso\/web#\d+/);
    assert.match(closed.toast ?? "", /✅ Closed/);
    assert.match(refused.error?.message ?? "", /lacks the permission/);
    await chat.teams.world.waitFor(() => card.replies.some((one) => readable(one).includes("From a card")));
  });

  it("reviews and merges by the buttons of a card, after a confirmation", async () => {
    const channel = chat.teams.channel("merge-button");
    await chat.ask(chat.mira, "subscribe contoso/tools pulls", channel);
    const { number } = await pull();
    const card = await cardIn(channel, `#${String(number)} Warm`);

    const wordless = await click(card, "Request changes");
    const changes = await click(card, "Request changes", chat.mira, { approval: "A test is missing" });
    const approved = await click(card, "Approve it");
    await click(card, "Merge");
    const question = await chat.teams.world.waitFor(() =>
      card.replies.find((one) => readable(one).includes("into main")),
    );
    assert.equal(sent("PUT", new RegExp(`/pulls/${String(number)}/merge`)), 0);
    await click(question, "Merge");

    await chat.teams.world.waitFor(() => readable(card).includes("🟣 Merged"));
    assert.match(wordless.error?.message ?? "", /what to write/);
    assert.match(changes.toast ?? "", /✅ Requested changes on/);
    assert.match(approved.toast ?? "", /✅ Approved/);
  });

  it("approves by a card's button the commit that it shows, and no later one", async () => {
    const channel = chat.teams.channel("old-card");
    await chat.ask(chat.mira, "subscribe contoso/tools pulls", channel);
    const { number } = await pull();
    const card = await cardIn(channel, `#${String(number)} Warm`);
    // Nobody brings the card up to date any more.
    await chat.ask(chat.mira, "unsubscribe contoso/tools", channel);
    await chat.lab.pushToPullRequest("contoso/tools", number, {
      by: "jon",
      commits: [{ message: "Sneak it in" }],
    });

    const approved = await click(card, "Approve it", chat.mira, { approval: "Nice" });

    assert.match(approved.error?.message ?? "", /was at [0-9a-f]{7} on this card and is at [0-9a-f]{7} now/);
    assert.equal(sent("POST", new RegExp(`/pulls/${String(number)}/reviews`)), 0);
  });

  it("resumes after sign-in", async () => {
    const newcomer = chat.teams.person({ name: "Newcomer" });
    const ref = await issue();
    const channel: FakeConversation = chat.teams.channel("resumes");

    const asked = await chat.ask(newcomer, `issue comment ${ref} Hello`, channel);
    assert.match(asked.text, /Connect your GitHub account/);
    const { code } = await followSignIn(buttonUrl(asked.message), "jon", chat.lab);
    await chat.ask(newcomer, `signin ${code}`, channel);

    await chat.teams.world.waitFor(() =>
      asked.thread.replies.some((reply) => reply.text?.includes("✅ Commented on")),
    );
  });
});
