import assert from "node:assert/strict";
import { generateRepositories, type LabSeed } from "../../demo/github/index.ts";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { until } from "../support/until.ts";

describe("repositories of an account", () => {
  let chat: Chat;
  const begin = async (seed?: LabSeed): Promise<void> => {
    chat = await startChat(seed === undefined ? {} : { seed });
    await chat.signIn(chat.mira, "mira");
  };
  afterEach(async () => {
    await chat.close();
  });

  const own = (text: string, person = chat.mira) => chat.ask(person, text, chat.teams.personalChat(person));
  const press = async (message: FakeMessage, title: string, inputs = {}): Promise<FakeMessage> => {
    const { card, error, toast } = await chat.teams.clickButton(chat.mira, message.id, title, inputs);
    if (card === undefined) return { ...message, text: error?.message ?? toast ?? "" };
    const answered = { ...message, card };
    // What is new is told by a card of its own, too, which isn't to be taken for a later answer.
    const [told] = /✅ Ployst tracks [^\n]*/.exec(title === "Save" ? readable(answered) : "") ?? [];
    if (told !== undefined) await copies(told);
    return answered;
  };
  /** The card that shows how what is tracked from now on is copied. */
  const copies = (told: string): Promise<FakeMessage> => {
    const { threads } = chat.teams.personalChat(chat.mira);
    return chat.teams.world.waitFor(() =>
      threads.find((one) => readable(one).startsWith(told) && /copied|tried again/i.test(readable(one))),
    );
  };
  const trackedNow = async () => (await own("repos tracked")).text;
  const choices = ({ card }: FakeMessage): readonly { readonly title: string; readonly value: string }[] => {
    const found = /"choices":(\[.*?\])/.exec(JSON.stringify(card))?.[1] ?? "[]";
    return JSON.parse(found) as readonly { readonly title: string; readonly value: string }[];
  };
  const ticked = ({ card }: FakeMessage): string =>
    /"isMultiSelect":true[^[]*?"value":"([\d,]*)"/.exec(JSON.stringify(card))?.[1] ?? "";
  const idOf = (message: FakeMessage, name: string): string => {
    const found = choices(message).find(({ title }) => title.startsWith(name));
    if (found === undefined) throw new Error(`no ${name} on the card`);
    return found.value;
  };
  const eventsOf = async (verb: string) => {
    const { tenantId } = chat.mira;
    const events = await chat.app.parts.store.read((reads) =>
      reads.events.listByTenant(tenantId, { limit: 100 }),
    );
    return events.filter((event) => event.verb === verb);
  };

  it("are those that person and App reach, and what is ticked is tracked, once", async () => {
    await begin();
    await chat.lab.install("contoso", "all");
    const { message, text } = await own("repos");

    assert.match(text, /Your GitHub account \*\*mira\*\* has been assimilated/);
    assert.deepEqual(
      choices(message).map(({ title }) => title),
      ["contoso/secret · private", "contoso/tools", "contoso/web"],
    );
    const picked = `${idOf(message, "contoso/tools")},${idOf(message, "contoso/web")}`;
    const saved = await press(message, "Save", { picked });
    assert.match(readable(saved), /✅ Ployst tracks \*\*contoso\/tools\*\*, \*\*contoso\/web\*\*/);
    assert.equal(ticked(saved), picked);
    assert.match(await trackedNow(), /- contoso\/tools\n- contoso\/web/);
    const again = await press(message, "Save", { picked, tracked: "" });
    assert.match(readable(again), /Nothing was changed/);
    assert.equal((await eventsOf("repo.added")).length, 2);
    const made = () =>
      chat.app.parts.store.read((reads) => reads.events.listByActor("mirrors", { limit: 10 }));
    await until(async () => (await made()).filter(({ verb }) => verb === "queued").length === 2);
    const card = await copies("✅ Ployst tracks **contoso/tools**");
    await chat.teams.world.waitFor(() => readable(card).match(/🟢 Copied/g)?.length === 2);
  });

  it("that are no longer ticked are untracked, and others stay, whatever happened since the card was shown", async () => {
    await begin();
    await chat.lab.install("contoso", "all");
    await own("repos track contoso/tools contoso/web");
    const { message } = await own("repos");
    const tools = idOf(message, "contoso/tools");
    await own("repos track contoso/secret");

    const saved = await press(message, "Save", { picked: tools });

    assert.match(readable(saved), /No longer tracked: \*\*contoso\/web\*\*/);
    assert.match(await trackedNow(), /contoso\/tools\n- contoso\/secret/);
    assert.equal((await eventsOf("repo.removed")).length, 1);
  });

  it("keep their ticks over pages and searches", async () => {
    await begin({
      users: [{ login: "mira" }],
      repositories: generateRepositories("mira", 52),
      appOwner: "mira",
    });
    await chat.lab.install("mira", "all");
    const first = (await own("repos")).message;
    assert.match(JSON.stringify(first.card), /"1–15 of 52"/);
    const one = idOf(first, "mira/repo-1");
    const second = await press(first, "Next", { picked: one });
    assert.match(JSON.stringify(second.card), /"16–30 of 52"[^]*One change isn't saved yet/);

    const third = await press(second, "Next", { picked: idOf(second, "mira/repo-25") });
    assert.match(JSON.stringify(third.card), /"31–45 of 52"[^]*2 changes aren't saved yet/);
    const searched = await press(third, "Search", { picked: "", words: "repo-52" });
    assert.deepEqual(
      choices(searched).map(({ title }) => title),
      ["mira/repo-52"],
    );
    const back = await press(searched, "Search", { picked: idOf(searched, "mira/repo-52"), words: "" });
    assert.equal(ticked(back), one);
    const saved = await press(back, "Save", { picked: one });

    assert.match(
      readable(saved),
      /tracks \*\*mira\/repo-1\*\*, \*\*mira\/repo-25\*\*, \*\*mira\/repo-52\*\*/,
    );
    const none = await press(saved, "Search", { picked: ticked(saved), words: "nosuch_*" });
    assert.match(readable(none), /No repository's name holds "nosuch\\_\\\*"/);
  });

  it("may be none at all, and then the card leads to the installation", async () => {
    await begin();
    const { text, message } = await own("repos");

    assert.match(text, /There is no repository yet that both you and the GitHub App reach/);
    assert.doesNotMatch(text, /Save|dotfiles/);
    assert.match(JSON.stringify(message.card), /installations\/new/);
  });

  it("are shown to nobody else: a channel learns no name, and who lost one can't track it", async () => {
    await begin();
    await chat.lab.install("contoso", "all");

    const there = await chat.ask(chat.mira, "repos secret");
    assert.match(there.text, /1:1 chat/);
    assert.doesNotMatch(there.text, /contoso/);
    await chat.signIn(chat.jon, "jon");
    const jons = await own("repos", chat.jon);
    assert.doesNotMatch(jons.text, /secret/);
    const refused = await own("repos track contoso/secret", chat.jon);
    const absent = await own("repos track contoso/nosuch", chat.jon);
    assert.equal(refused.text.replace("secret", "X"), absent.text.replace("nosuch", "X"));
  });

  it("on a card that is old or forged are tracked only as far as GitHub shows them", async () => {
    await begin();
    await chat.lab.install("contoso", "all");
    const { message } = await own("repos");
    const web = idOf(message, "contoso/web");
    const tools = idOf(message, "contoso/tools");
    await chat.lab.deleteRepository("contoso/web");

    const saved = await press(message, "Save", { picked: `${web},${tools},205338121` });

    assert.match(readable(saved), /tracks \*\*contoso\/tools\*\*/);
    assert.match(readable(saved), /One that you ticked is out of reach/);
    assert.equal((await eventsOf("repo.added")).length, 1);
    const forged = await press(message, "Save", { shown: "205338121", picked: "205338121" });
    assert.match(readable(forged), /out of reach/);
    const garbage = await press(message, "Save", { page: "x", shown: { a: 1 } });
    assert.doesNotMatch(readable(garbage), /tracks/);
  });

  it("do nothing on a card that was carried into a channel", async () => {
    await begin();
    await chat.lab.install("contoso", "all");
    const { message } = await own("repos");
    const { id } = await chat.ask(chat.mira, "help").then(({ message: answer }) => answer);
    const there = chat.channel.threads.flatMap((root) => root.replies).find((one) => one.id === id);
    assert.ok(there);
    Object.assign(there, { card: message.card });

    const pressed = await press(there, "Save", { picked: idOf(message, "contoso/secret") });

    assert.match(readable(pressed), /1:1 chat/);
    assert.doesNotMatch(readable(pressed), /assimilated|tracks/);
    assert.match(await trackedNow(), /You track no repositories yet/);
  });

  it("wait while GitHub is down, and nothing is changed", async () => {
    await begin();
    await chat.lab.install("contoso", "all");
    const { message } = await own("repos");
    chat.lab.failNext("/user/installations", 502, 20);

    assert.match((await own("repos")).text, /GitHub doesn't answer at the moment/);
    const saved = await press(message, "Save", { picked: idOf(message, "contoso/tools") });
    assert.match(readable(saved), /GitHub doesn't answer at the moment/);
    chat.lab.clearFailures();
    assert.match(await trackedNow(), /You track no repositories yet/);
  });

  it("are tracked and untracked by name, and follow their new names", async () => {
    await begin();
    await chat.lab.install("contoso", "all");

    assert.match((await own("repos track contoso/tools contoso/nosuch")).text, /tracks[^]*I can't reach/);
    assert.match((await own("repos track contoso/tools")).text, /already/);
    assert.match((await own("repos track")).text, /which repositories/);
    assert.match((await own("repos track contoso")).text, /which repositories/);
    await chat.lab.renameRepository("contoso/tools", "workshop");
    await until(async () => (await trackedNow()).includes("contoso/workshop"));
    assert.match((await own("repos untrack contoso/tools")).text, /You don't track/);
    assert.match((await own("repos untrack Contoso/Workshop")).text, /No longer tracked/);
  });

  describe("and the SSH key at GitHub", () => {
    const keys = () => chat.lab.listSshKeys("mira");

    it("is added by a button, once, with its fingerprint, and goes with the last repository", async () => {
      await begin();
      await chat.lab.install("contoso", "all");
      const { message } = await own("repos track contoso/tools").then(() => own("repos"));
      const answered = await press(message, "Add SSH key");

      assert.match(readable(answered), /Added your Ployst key to @mira as .*: SHA256:/);
      assert.equal(keys().length, 1);
      assert.match(keys()[0] ?? "", /^Ployst \(127\.0\.0\.1:\d+\): ssh-rsa /);
      assert.match((await own("repos key add")).text, /It's there: `SHA256:/);
      assert.equal(keys().length, 1);
      assert.match((await own("repos untrack contoso/tools")).text, /last one, so your key `SHA256:/);
      assert.deepEqual(keys(), []);
      assert.equal((await eventsOf("unregistered")).length, 1);
      assert.match((await own("repos key remove")).text, /isn't at GitHub/);
    });

    it("is looked up when GitHub's answer got lost", async () => {
      await begin();
      chat.lab.failNext("POST /user/keys", "reset-after");

      assert.match((await own("repos key add")).text, /Added your Ployst key to @mira/);
      assert.equal(keys().length, 1);
    });

    it("stays away where somebody else has it", async () => {
      await begin();
      await own("repos key add");
      const [line = ""] = keys();
      await own("repos key remove");
      chat.lab.addSshKey("jon", "stolen", line.split(": ")[1] ?? "");

      assert.match((await own("repos key add")).text, /already in use/);
    });

    it("needs the App's permission, and says which", async () => {
      await begin({
        users: [{ login: "mira" }],
        repositories: generateRepositories("mira", 1),
        app: { permissions: { metadata: "read" } },
      });
      await chat.lab.install("mira", "all");

      assert.match((await own("repos key add")).text, /Git SSH keys \(read and write\)/);
      await own("repos track mira/repo-1");
      const untracked = await own("repos untrack mira/repo-1");
      assert.doesNotMatch(untracked.text, /key/);
    });

    it("doesn't hold untracking up when GitHub is down", async () => {
      await begin();
      await chat.lab.install("contoso", "all");
      await own("repos track contoso/tools");
      await own("repos key add");
      chat.lab.failNext("/user/keys", 502, 20);

      const { text } = await own("repos untrack contoso/tools");

      assert.match(text, /No longer tracked[^]*couldn't be removed from GitHub now/);
      chat.lab.clearFailures();
      assert.match((await own("repos key remove")).text, /Removed your Ployst key/);
    });
  });
});
