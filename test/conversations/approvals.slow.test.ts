import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

describe("workflow runs that wait for an approval", () => {
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

  let channels = 0;
  interface Deploy {
    readonly id: number;
    readonly ref: string;
    readonly card: FakeMessage;
    readonly channel: FakeConversation;
  }
  /** A run whose card stands in a channel of its own, and waits there. */
  const deploy = async (
    reviewers: readonly string[],
    ...environments: readonly string[]
  ): Promise<Deploy> => {
    channels += 1;
    const channel = chat.teams.channel(`approvals-${String(channels)}`);
    await chat.ask(chat.mira, "subscribe contoso/tools workflows", channel);
    const { id } = chat.lab.addWorkflowRun("contoso/tools", {
      by: "jon",
      workflow: "deploy.yml",
      status: "in_progress",
    });
    const card = await chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && JSON.stringify(one.card).includes(String(id))),
    );
    for (const environment of environments)
      await chat.lab.requestReview("contoso/tools", id, { environment, reviewers });
    if (environments.length > 0) await shows(card, "✋ Waiting for approval");
    return { id, ref: `contoso/tools#${String(id)}`, card, channel };
  };
  const shows = (card: FakeMessage, text: string) =>
    chat.teams.world.waitFor(() => readable(card).includes(text));
  const open = async (person: FakePerson, { card }: Deploy, button = "Approve…") => {
    const result = await chat.teams.clickButton(person, card.id, button);
    return { ...result, said: result.toast ?? result.error?.message ?? "" };
  };
  const decide = async (person: FakePerson, deployed: Deploy, button: string, inputs = {}) => {
    const { dialog } = await open(person, deployed, `${button}…`);
    assert.ok(dialog !== undefined);
    const sent = await chat.teams.submitDialog(person, deployed.channel, dialog.card, button, inputs);
    return sent.toast ?? "";
  };
  const sent = (): number =>
    chat.lab.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/pending_deployments"))
      .length;
  const reviews = (id: number) =>
    chat.lab.workflowRuns("contoso/tools").find((run) => run.id === id)?.reviews ?? [];

  it("show what waits and whom it waits for, and say so in their thread", async () => {
    const { card } = await deploy(["mira"], "production");

    await shows(card, "production (asked: mira)");
    const note = await chat.teams.world.waitFor(() =>
      card.replies.find((one) => readable(one).includes("Waiting for approval")),
    );
    assert.match(readable(note), /production/);
  });

  it("are approved in a dialog, with a comment, and the card shows by whom", async () => {
    const deployed = await deploy(["mira"], "production");

    const said = await decide(chat.mira, deployed, "Approve", { comment: "Ship *it*" });

    assert.match(said, /^✅ Approved production for deploy of contoso\/tools/);
    await shows(deployed.card, "✅ production by mira");
    assert.deepEqual(
      reviews(deployed.id).map(({ state, comment, user }) => [state, comment, user.login]),
      [["approved", "Ship *it*", "mira"]],
    );
    assert.doesNotMatch(JSON.stringify(deployed.card.card), /workflow\.approve/);
    const note = await chat.teams.world.waitFor(() =>
      deployed.card.replies.find((one) => readable(one).includes("Ship")),
    );
    assert.match(readable(note), /\*\*Approved\*\* by @mira for production/);
  });

  it("are rejected with a comment of ours where nobody wrote one", async () => {
    const deployed = await deploy(["mira"], "production");

    const said = await decide(chat.mira, deployed, "Reject", { comment: "" });

    assert.match(said, /^⛔ Rejected production/);
    await shows(deployed.card, "⛔ production by mira");
    assert.equal(reviews(deployed.id)[0]?.comment, "Rejected from Microsoft Teams");
  });

  it("are decided about environment by environment where several wait", async () => {
    const deployed = await deploy(["mira"], "production", "staging");
    const waiting = chat.lab.workflowRuns("contoso/tools").find(({ id }) => id === deployed.id)?.waiting;
    const staging = waiting?.find(({ environment }) => environment === "staging");

    const said = await decide(chat.mira, deployed, "Approve", { chosen: String(staging?.id) });

    assert.match(said, /^✅ Approved staging for/);
    await shows(deployed.card, "✅ staging by mira");
    assert.match(readable(deployed.card), /production \(asked: mira\)/);
  });

  it("don't open a dialog for whom GitHub doesn't ask", async () => {
    const deployed = await deploy(["mira"], "production");

    const { dialog, said } = await open(chat.jon, deployed);

    assert.equal(dialog, undefined);
    assert.match(said, /doesn't let you decide about production .* Ask one of its reviewers: mira/);
  });

  it("say who was quicker", async () => {
    const deployed = await deploy(["mira", "jon"], "production");
    const { dialog } = await open(chat.mira, deployed);
    assert.ok(dialog !== undefined);
    await chat.lab.reviewEnvironments("contoso/tools", deployed.id, { by: "jon", state: "approved" });

    const late = await chat.teams.submitDialog(chat.mira, deployed.channel, dialog.card, "Approve");
    const typed = await chat.ask(chat.mira, `workflow approve ${deployed.ref}`);

    assert.match(late.toast ?? "", /production of .* was approved already, by jon/);
    assert.match(typed.text, /was approved already, by jon/);
  });

  it("say that they ended, and that nothing waits", async () => {
    const ended = await deploy(["mira"], "production");
    await chat.lab.changeWorkflowRun("contoso/tools", ended.id, {
      status: "completed",
      conclusion: "cancelled",
    });
    const busy = await deploy([]);

    assert.match((await chat.ask(chat.mira, `workflow approve ${ended.ref}`)).text, /has ended, so nothing/);
    assert.match((await chat.ask(chat.mira, `workflow reject ${busy.ref}`)).text, /Nothing of .* waits/);
    await shows(ended.card, "🚫 Cancelled");
    assert.doesNotMatch(JSON.stringify(ended.card.card), /workflow\.approve/);
  });

  it("are approved and rejected by command, by link or by id", async () => {
    const one = await deploy(["mira"], "production");
    const other = await deploy(["mira"], "production");
    const link = `${chat.lab.webUrl}/contoso/tools/actions/runs/${String(one.id)}`.replace("http:", "https:");

    const byId = await chat.ask(
      chat.mira,
      `workflow reject contoso/tools ${String(other.id)} Not on a Friday`,
    );
    const byName = await chat.ask(chat.mira, `workflow approve ${one.ref} Ship it`);
    const byLink = await chat.ask(chat.mira, `workflow approve ${link}`);

    assert.match(byId.text, /^⛔ Rejected production for \[deploy of contoso\/tools\]/);
    assert.equal(reviews(other.id)[0]?.comment, "Not on a Friday");
    assert.match(byName.text, /^✅ Approved production/);
    assert.equal(reviews(one.id)[0]?.comment, "Ship it");
    assert.match(byLink.text, /was approved already, by mira/);
  });

  it("ask before a command decides about several", async () => {
    const deployed = await deploy(["mira"], "production", "staging");
    chat.lab.clearRequests();

    const asked = await chat.ask(chat.mira, `workflow approve ${deployed.ref}`);
    assert.match(asked.text, /Approve production, staging for/);
    assert.equal(sent(), 0);
    await chat.teams.clickButton(chat.mira, asked.message.id, "Approve");

    await shows(deployed.card, "✅ production by mira · ✅ staging by mira");
    assert.equal(sent(), 1);
  });

  it("are decided about once, even if the answer is lost", async () => {
    const deployed = await deploy(["mira"], "production");
    chat.lab.clearRequests();
    chat.lab.failNext(/^POST .*\/pending_deployments/, "reset-after");

    const { text } = await chat.ask(chat.mira, `workflow approve ${deployed.ref} Only once`);

    assert.match(text, /^✅ Approved production/);
    assert.equal(sent(), 1);
  });

  it("say that nobody knows when a decision can't be found", async () => {
    const deployed = await deploy(["mira"], "production");
    chat.lab.clearRequests();
    chat.lab.failNext(/^POST .*\/pending_deployments/, 502);

    const { text } = await chat.ask(chat.mira, `workflow approve ${deployed.ref} Perhaps`);

    assert.match(text, /don't know whether your decision arrived/);
    assert.equal(sent(), 1);
  });

  it("are left alone when the button carries what it never had", async () => {
    const deployed = await deploy(["mira"], "production");
    const { dialog } = await open(chat.mira, deployed);
    assert.ok(dialog !== undefined);
    chat.lab.clearRequests();
    const submit = (data: object) =>
      chat.teams.submitDialog(chat.mira, deployed.channel, dialog.card, "Approve", { ...data });

    const foreign = await submit({ offered: "1" });
    const wrong = await submit({ verdict: "merged" });

    assert.match(foreign.toast ?? "", /Nothing of .* waits/);
    assert.match(wrong.toast ?? "", /data is not what I put there/);
    assert.equal(sent(), 0);
  });

  it("are re-run and cancelled by the buttons of their card", async () => {
    const { id, card } = await deploy([]);

    const cancelled = await chat.teams.clickButton(chat.mira, card.id, "Cancel run");
    await shows(card, "🚫 Cancelled");
    const again = await chat.teams.clickButton(chat.mira, card.id, "Re-run all jobs");
    await shows(card, "⏳ Queued");
    await chat.lab.changeWorkflowRun("contoso/tools", id, { status: "completed", conclusion: "failure" });
    await shows(card, "❌ Failed");
    const refused = await chat.teams.clickButton(chat.eve, card.id, "Re-run failed jobs");
    const failed = await chat.teams.clickButton(chat.mira, card.id, "Re-run failed jobs");

    assert.match(cancelled.toast ?? "", /✅ Cancelling deploy of contoso\/tools/);
    assert.match(again.toast ?? "", /✅ Re-running deploy of/);
    assert.match(refused.error?.message ?? "", /lacks the permission/);
    assert.match(failed.toast ?? "", /✅ Re-running the failed jobs of deploy/);
  });
});

describe("a workflow by its name", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    const add = (name: string, file: string, inputs?: readonly string[]) =>
      chat.lab.addWorkflow("contoso/tools", { name, file, ...(inputs === undefined ? {} : { inputs }) });
    add("Release it", "release.yml", ["version"]);
    add("Nightly", "nightly.yml");
    add("Nightly", "nightly-web.yml");
    for (let index = 0; index < 120; index += 1)
      add(`Filler ${String(index)}`, `filler-${String(index)}.yml`);
    add("The last one", "last.yml");
  });
  after(async () => {
    await chat.close();
  });

  const ask = async (text: string): Promise<string> =>
    (await chat.ask(chat.mira, `workflow run ${text}`)).text;
  const started = (): string | undefined => chat.lab.workflowRuns("contoso/tools").at(-1)?.workflow;

  for (const [how, said, file] of [
    ["its name", 'contoso/tools "Release it" version=1.2.0', "release.yml"],
    ["its name in other letters", 'contoso/tools "RELEASE IT" main', "release.yml"],
    ["its file", "contoso/tools nightly-web.yml", "nightly-web.yml"],
    ["its path", "contoso/tools .github/workflows/release.yml", "release.yml"],
    ["its file without the ending", "contoso/tools last", "last.yml"],
    ["its name, on the second page of the list", 'contoso/tools "the last one"', "last.yml"],
  ] as const) {
    it(`is found by ${how}`, async () => {
      assert.match(await ask(said), /^✅ Started/);
      assert.equal(started(), file);
    });
  }

  it("is asked for by its file where several have the name", async () => {
    assert.match(
      await ask("contoso/tools nightly"),
      /Several .* "nightly".*: nightly\.yml, nightly-web\.yml/,
    );
  });

  it("that is there but hidden from who starts it is not called unknown", async () => {
    chat.lab.failNext(/^POST .*\/dispatches/, 404);

    assert.match(await ask("contoso/tools release.yml"), /doesn't let you do that in contoso\/tools/);
  });

  it("is told the nearest where nothing has the name or the file", async () => {
    assert.match(
      await ask('contoso/tools "Relase it"'),
      /no workflow "Relase it".*: Release it \(release\.yml\)\./,
    );
    assert.match(
      await ask("contoso/tools relase.yml"),
      /no workflow "relase\.yml".*Release it \(release\.yml\)/,
    );
    assert.match(await ask("contoso/tools whatever"), /no workflow "whatever".*Nightly \(nightly\.yml\)/);
  });

  it("says in GitHub's words which input is wrong", async () => {
    assert.match(
      await ask("contoso/tools release.yml stage=test"),
      /doesn't start .*Unexpected inputs provided: .*stage/,
    );
    assert.match(await ask("contoso/tools release.yml no-such-branch"), /No ref found for: no-such-branch/);
  });

  it("has no name where the repository has no workflows", async () => {
    assert.match(await ask('contoso/web "Release it"'), /has no workflows/);
  });
});
