import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage, JsonObject } from "../../demo/teams/connector/index.ts";
import { HOUR } from "../../src/core/clock.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const ISSUE = { by: "jon", body: "", labels: [] };

describe("settings of a subscription", () => {
  let chat: Chat;
  let channel: FakeConversation;
  let channels = 0;
  let ahead = 0;
  before(async () => {
    chat = await startChat({ overrides: { clock: { now: () => new Date(Date.now() + ahead) } } });
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.signIn(chat.eve, "eve");
  });
  beforeEach(() => {
    channels += 1;
    channel = chat.teams.channel(`set-${String(channels)}`);
  });
  after(async () => {
    await chat.close();
  });

  const ask = (text: string, who = chat.mira) => chat.ask(who, text, channel);
  const say = async (text: string): Promise<string> => (await ask(text)).text;
  const roots = (): readonly FakeMessage[] => channel.threads.filter((one) => one.from === "bot");
  const root = (text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => roots().find((one) => text.test(readable(one))));
  const open = (title: string, repository = "contoso/tools") =>
    chat.lab.openIssue(repository, { ...ISSUE, title });

  describe("a pause", () => {
    it("lets nothing through until it is ended, and its cards stand still", async () => {
      await say("subscribe contoso/tools issues");
      const issue = await open("Before");
      const card = await root(/Before/);

      const paused = await ask("subscribe pause contoso/tools 2h");
      await open("Meanwhile");
      await chat.lab.closeIssue("contoso/tools", issue.number, { by: "mira" });
      await chat.lab.settled();

      assert.match(paused.text, /\*\*contoso\/tools\*\* is paused here until \{\{DATE\(20[^)]+Z,SHORT\)\}\}/);
      assert.match(paused.text, /say: subscribe resume contoso\/tools/);
      assert.match(await say("subscribe list"), /`issues` \(paused until \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/);
      assert.match(readable(card), /Open/);
      const again = await chat.teams.clickButton(chat.mira, paused.message.id, "Resume now");
      assert.match(JSON.stringify(again.card), /goes on\. This channel gets issues/);
      await chat.lab.reopenIssue("contoso/tools", issue.number, { by: "mira" });
      await open("After");
      await root(/After/);
      assert.ok(!roots().some((one) => /Meanwhile/.test(readable(one))));
    });

    it("ends by itself, and one that was renewed ends at its new time", async () => {
      await say("subscribe contoso/tools issues");
      await say("subscribe pause contoso/tools 1h");
      await say("subscribe pause contoso/tools 3h");

      ahead += 2 * HOUR;
      await runDueJobs();
      await open("Renewed");
      await chat.lab.settled();
      assert.deepEqual(roots(), []);
      ahead += 2 * HOUR;
      await runDueJobs();
      await open("Over");

      await root(/Over/);
      assert.match(await say("subscribe resume contoso/tools"), /isn't paused here/);
    });

    it("is ended by subscribing anew, and stays through an unsubscribe of one feature", async () => {
      await say("subscribe contoso/tools issues pulls");
      assert.match(await say("subscribe pause contoso/tools 1w"), /is paused/);

      assert.match(await say("unsubscribe contoso/tools pulls"), /still gets `issues` \(paused until 20/);
      assert.match(
        await say("subscribe contoso/tools"),
        /pause of .* is over\. This channel now gets issues/,
      );
      await open("Heard");

      await root(/Heard/);
    });

    it("is for whoever reaches the repository, and of what is subscribed here", async () => {
      await say("subscribe contoso/secret issues");

      const refused = await ask("subscribe pause contoso/secret 1h", chat.eve);
      assert.match(refused.text, /can't reach that/);
      assert.match(await say("subscribe pause contoso/tools 1h"), /isn't subscribed to contoso\/tools/);
      const paused = await ask("subscribe pause contoso/secret 1h");
      const pressed = await chat.teams.clickButton(chat.eve, paused.message.id, "Resume now");
      assert.match(pressed.error?.message ?? "", /can't reach that/);
    });

    it("of an owner silences all of it, and not what is subscribed on its own", async () => {
      await say("subscribe contoso issues");
      await say("subscribe contoso/tools issues");
      await say("subscribe pause contoso 1d");

      await open("Of the owner", "contoso/web");
      await open("Of its own");

      await root(/Of its own/);
      assert.equal(roots().length, 1);
    });

    for (const [time, sentence] of [
      ["", /Tell me for how long/],
      ["soon", /"soon" is no time that I know/],
      ["0m", /over already/],
      ["until 2020-01-01", /over already/],
      ["until 2026-02-30", /no time that I know/],
      ["91d", /at most 90 days/],
    ] as const) {
      it(`says what is wrong with "${time}"`, async () => {
        assert.match(await say(`subscribe pause contoso/tools ${time}`), sentence);
      });
    }

    it("without a repository asks for one", async () => {
      const answer = await say("subscribe pause");

      assert.match(answer, /Tell me which repository.*subscribe pause <owner\/repo> <time…>/);
      assert.match(await say("subscribe edit"), /Tell me which repository/);
    });
  });

  describe("a pattern", () => {
    it("brings the owner's repositories of such names, and grows with another one", async () => {
      assert.match(
        await say("subscribe contoso/to* issues"),
        /will get issues, filtered by \\?\+repo:to\\?\*/,
      );

      await open("Not meant", "contoso/web");
      await open("Meant");
      await root(/Meant/);
      assert.match(await say("subscribe contoso/w?b"), /now gets issues, filtered by .*to\\?\*, .*repo:w\?b/);
      await open("Meant now", "contoso/web");

      await root(/Meant now/);
      assert.equal(roots().length, 2);
      assert.match(await say("subscribe list"), /`\+repo:to\*`, `\+repo:w\?b`/);
    });

    it("ends with the last one, and comes back with the undo", async () => {
      await say("subscribe contoso/to* issues");
      await say("subscribe contoso/web*");

      assert.match(await say("unsubscribe contoso/x*"), /isn't subscribed to contoso\/x\\\*/);
      assert.match(await say("unsubscribe contoso/web* issues"), /goes only as a whole/);
      assert.match(await say("unsubscribe contoso/WEB*"), /still gets `issues`, filtered by `\+repo:to\*`/);
      const last = await say("unsubscribe contoso/to*");
      assert.match(last, /the last of \*\*contoso\*\* here/);
      assert.match(await say("subscribe list"), /isn't subscribed/);

      assert.match(await say(/say `([^`]+)`/.exec(last)?.[1] ?? ""), /filtered by \\?\+repo:to\\?\*/);
    });

    it("leaves an owner that comes as a whole as it is, and says how to narrow or widen", async () => {
      await say("subscribe contoso issues");

      assert.match(
        await say("subscribe contoso/to* reviews"),
        /gets issues\. .*say "subscribe contoso \\?\+repo:to/,
      );
      assert.match(await say("subscribe contoso +repo:to*"), /now gets issues, filtered by/);
      assert.match(
        await say("subscribe contoso"),
        /For all repositories .* "unsubscribe contoso \\?\+repo:to/,
      );
      assert.match(await say("unsubscribe contoso +repo:to*"), /now gets `issues` from/);
    });

    it("is for whoever reaches the App's installation there", async () => {
      assert.match((await ask("subscribe contoso/to*", chat.eve)).text, /Install the GitHub App/);
    });

    it("is of an owner only, and of all names is the owner", async () => {
      assert.match(await say("subscribe contoso/tools +repo:x"), /choose among an owner's repositories/);
      assert.doesNotMatch(await say("subscribe contoso/* issues"), /filtered/);
    });
  });

  describe("what stays silent", () => {
    const granted = { issues: "write", pull_requests: "write", contents: "write" } as const;
    const everything = { ...granted, deployments: "write", discussions: "read", actions: "write" } as const;

    afterEach(() => chat.lab.grantPermissions("contoso", everything));

    it("for want of a permission is said, with the way there, and subscribed all the same", async () => {
      await chat.lab.grantPermissions("contoso", granted);

      const asked = await ask("subscribe contoso/tools issues discussions workflows");

      assert.match(asked.text, /Subscribed to .* will get issues, discussions, workflows/);
      assert.match(
        asked.text,
        /an owner of contoso grants .*: discussions \(needs Discussions\), workflows \(/,
      );
      const review = await chat.teams.clickButton(chat.mira, asked.message.id, "Review permissions");
      assert.match(
        review.url ?? "",
        /\/organizations\/contoso\/settings\/installations\/\d+\/permissions\/update$/,
      );
      assert.doesNotMatch(await say("subscribe contoso/web issues"), /Silent/);
      await chat.lab.grantPermissions("contoso", everything);
      assert.doesNotMatch(await say("subscribe contoso/tools"), /Silent|Review/);
    });

    it("is said by the form too", async () => {
      await say("subscribe contoso/tools issues");
      await chat.lab.grantPermissions("contoso", granted);
      const form = await ask("subscribe edit contoso/tools");

      const saved = await chat.teams.clickButton(chat.mira, form.message.id, "Save", {
        features: "issues,deployments",
      });

      assert.match(
        JSON.stringify(saved.card),
        /grants our GitHub App more: deployments \(needs Deployments\)/,
      );
    });

    it("because the App doesn't even ask for it, sends nobody to grant it", async () => {
      const asked = await ask("subscribe contoso/tools alerts");

      assert.match(asked.text, /lets its GitHub App ask for more.*alerts of Dependabot/);
      assert.doesNotMatch(asked.text, /Review permissions/);
    });

    it("of alerts for want of rights is said to who subscribes", async () => {
      assert.match((await ask("subscribe contoso/tools alerts", chat.eve)).text, /Alerts stay silent/);
      const more = await ask("subscribe contoso/tools issues");
      assert.match(more.text, /come only when who subscribed may write in contoso\/tools/);
      await say("unsubscribe contoso/tools");
      assert.doesNotMatch(await say("subscribe contoso/tools alerts"), /stay silent: they come/);
      assert.match(
        await say("subscribe contoso alerts"),
        /Alerts come only of repositories where you may write/,
      );
    });
  });

  describe("the form", () => {
    const dialogOf = async (message: FakeMessage): Promise<JsonObject> => {
      const opened = await chat.teams.clickButton(chat.mira, message.id, "Edit");
      assert.ok(opened.dialog, JSON.stringify(opened.body));
      return opened.dialog.card;
    };
    const submit = (card: JsonObject, inputs: JsonObject) =>
      chat.teams.submitDialog(chat.mira, channel, card, "Save", inputs);

    it("opens with what is on, and what is saved is exactly what is on", async () => {
      const asked = await ask('subscribe contoso/tools issues commits:main,"a b" +label:bug');

      const card = await dialogOf(asked.message);
      assert.deepEqual(valuesOf(card), {
        features: "issues,commits",
        commits: 'main,"a b"',
        pulls: "",
        workflows: "",
        filters: '+label:"bug"',
      });
      const saved = await submit(card, {
        features: "pulls,issues",
        commits: "dev",
        pulls: "state:merged base:main",
        filters: "–label:“wip”",
      });

      const now = /This channel gets issues, pulls:\{state:merged base:main\}/;
      assert.match(saved.toast ?? "", now);
      assert.match(readable(await root(/Updated/)), now);
      assert.match(
        await say("subscribe list"),
        /`issues`, `pulls:\{state:merged base:main\}`, filtered by `-label:"wip"`\n?$/,
      );
    });

    it("comes back with what was typed when something is wrong with it", async () => {
      const asked = await ask("subscribe contoso/tools issues");
      const card = await dialogOf(asked.message);

      const wrong = await submit(card, { features: "pulls", pulls: "state:megred", filters: "-author:x" });
      assert.ok(wrong.dialog);
      assert.match(JSON.stringify(wrong.dialog.card), /megred.* is no state that I know/);
      assert.deepEqual(valuesOf(wrong.dialog.card), {
        features: "pulls",
        commits: "",
        pulls: "state:megred",
        workflows: "",
        filters: "-author:x",
      });
      const rest: readonly (readonly [JsonObject, RegExp])[] = [
        [{ features: "" }, /Choose at least one feature/],
        [{ features: "nonsense" }, /not what I put there/],
        [{ features: "issues", filters: "pulls" }, /belongs elsewhere in the form/],
        [{ features: "issues", commits: "main,issues" }, /belongs elsewhere in the form/],
        [{ features: "issues", filters: "-repo:x" }, /choose among an owner/],
      ];
      for (const [inputs, sentence] of rest)
        assert.match(JSON.stringify((await submit(card, inputs)).dialog?.card), sentence);
      assert.match(await say("subscribe list"), /`issues`\n?$/);
    });

    it("does not overwrite what somebody changed meanwhile", async () => {
      const asked = await ask("subscribe contoso/tools issues");
      const card = await dialogOf(asked.message);
      await say("subscribe contoso/tools releases");

      const late = await submit(card, { features: "pulls" });

      assert.ok(late.dialog);
      assert.match(JSON.stringify(late.dialog.card), /Somebody changed it meanwhile/);
      assert.equal(valuesOf(late.dialog.card)["features"], "issues,releases");
      const same = await submit(late.dialog.card, { features: "issues,releases" });
      assert.match(same.toast ?? "", /gets issues, releases/);
      assert.match(await say("subscribe list"), /`issues`, `releases`\n?$/);
    });

    it("is for whoever reaches the repository, and gone with the subscription", async () => {
      const asked = await ask("subscribe contoso/secret issues");
      const card = await dialogOf(asked.message);

      const eve = await chat.teams.clickButton(chat.eve, asked.message.id, "Edit");
      assert.match(eve.toast ?? "", /can't reach that/);
      const eveSaves = await chat.teams.submitDialog(chat.eve, channel, card, "Save", { features: "pulls" });
      assert.match(eveSaves.toast ?? "", /can't reach that/);
      await say("unsubscribe contoso/secret");
      assert.match((await submit(card, { features: "pulls" })).toast ?? "", /no longer here/);
    });

    it("comes as a card where it is asked for by name, in any chat", async () => {
      const group = chat.teams.groupChat(`form-${String(channels)}`);
      for (const where of [group, chat.teams.personalChat(chat.mira)]) {
        await chat.ask(chat.mira, "subscribe contoso/tools issues", where);

        const form = await chat.ask(chat.mira, "subscribe edit contoso/tools", where);
        const wrong = await chat.teams.clickButton(chat.mira, form.message.id, "Save", { features: "" });
        assert.match(JSON.stringify(wrong.card), /Choose at least one/);
        const saved = await chat.teams.clickButton(chat.mira, form.message.id, "Save", {
          features: "issues,releases",
        });

        assert.match(JSON.stringify(saved.card), /This chat gets issues, releases/);
      }
    });
  });

  /** The runner looks for due work by the wall clock only now and then; a command wakes nothing of its own kind. */
  async function runDueJobs(): Promise<void> {
    const due = await chat.app.parts.store.read((reads) =>
      reads.jobs.listDue(new Date(Date.now() + ahead), 100),
    );
    for (const id of due) await chat.app.parts.runner.runNow(id);
  }
});

function valuesOf(card: JsonObject): Record<string, unknown> {
  const body = Array.isArray(card["body"]) ? card["body"] : [];
  const inputs = body.filter(
    (one): one is JsonObject => typeof one === "object" && one !== null && "id" in one && "value" in one,
  );
  return Object.fromEntries(inputs.map((input) => [String(input["id"]), input["value"]]));
}
