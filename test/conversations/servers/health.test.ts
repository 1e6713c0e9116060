import assert from "node:assert/strict";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

describe("servers that there are", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
    await site.confirm(`server create web-1 cloud=do-main port=${String(site.host.port)} ${SPEC}`, "Create");
    await site.pass(async () => (await site.server("web-1"))?.status === "online");
  });
  afterEach(() => site.close());

  const is = (status: string) => async (): Promise<boolean> =>
    (await site.server("web-1"))?.status === status;
  const actions = (): readonly string[] =>
    site.digitalOcean.asked.filter((call) => call.endsWith("/actions"));

  it("are listed and shown, with where and how they are", async () => {
    assert.match(
      await site.say("server list"),
      /Servers of team Platform\n1 server\n\*\*web-1\*\* · 🟢 Online\n127\S+0\.1\nCloud do-main · s-1vcpu-1gb, fra1/,
    );
    const shown = await site.say("server show WEB-1");
    for (const fact of ["Cloud\ndo-main", "Address\n127", "Host key SHA256:", "Asked for by\nMira Chen"])
      assert.ok(shown.includes(fact), fact);
    assert.match(await site.say("server show wep-1"), /no server "wep-1"\. Did you mean `web-1`/);
    assert.match(await site.say("server list 2"), /no page "2": the last one is 1/);
  });

  it("go offline and come back, with news for whoever follows", async () => {
    const ops = site.chat.teams.channel("ops");
    await site.chat.ask(site.chat.mira, "notify servers", ops);
    await site.host.stop();

    await site.pass(is("offline"));
    assert.match(await site.say("server show web-1"), /🔴 Offline[^]*doesn't answer over SSH/);
    await site.host.start();

    await site.pass(is("online"));
    await site.pass(() => JSON.stringify(ops.threads).includes("online again"));
    assert.deepEqual(
      (await site.verbs("web-1")).filter((verb) => /line$/.test(verb)),
      ["online", "offline", "online"],
    );
  });

  it("are looked at now by server check", async () => {
    await site.host.stop();

    assert.match(await site.say("server check web-1"), /🔴 Offline[^]*doesn't answer over SSH/);
    await site.host.start();
    assert.match(await site.say("server check web-1"), /🟢 Online/);
  });

  it("say why they are away, as their provider knows it", async () => {
    assert.match(await site.confirm("server stop web-1", "Stop"), /✅ Switching off: server web-1/);
    await site.host.stop();
    await site.pass(is("offline"));
    await site.pass(async () =>
      /switched off at DigitalOcean/.test((await site.server("web-1"))?.lastError ?? ""),
    );

    assert.match(await site.say("server start web-1"), /✅ Starting/);
    await site.host.start();
    await site.pass(is("online"));

    const [droplet] = site.digitalOcean.droplets();
    await site.digitalOcean.deleteByHand(droplet?.id ?? 0);
    await site.host.stop();
    await site.pass(async () =>
      /has no such server any more/.test((await site.server("web-1"))?.lastError ?? ""),
    );
  });

  it("are rebooted once, after a question", async () => {
    const { message, text } = await site.chat.ask(site.chat.mira, "server reboot web-1");
    assert.match(text, /Reboot server \*\*web-1\*\* of team \*\*Platform\*\* in cloud \*\*do-main\*\*\?/);
    site.digitalOcean.faults.plan(/actions$/, "reset-after");

    const answer = await site.press(site.chat.mira, message, "Reboot");

    assert.match(answer, /I don't know yet whether the reboot arrived/);
    assert.equal(actions().length, 1);
  });

  it("that are hosts can't be switched", async () => {
    await site.addHosts();
    const more = `address=127.0.0.1 port=${String(site.host.port)} keys=team:deploys`;
    await site.confirm(`server create db-1 cloud=hosts ${more}`, "Create");
    await site.pass(async () => (await site.server("db-1"))?.status === "online");

    assert.match(await site.say("server stop db-1"), /I can't switch servers of/);
  });

  it("that show another host key are sent nothing, until it is trusted", async () => {
    const before = site.host.hostKey;
    site.host.changeHostKey();

    const shown = await site.say("server check web-1");
    assert.match(shown, /🟢 Online[^]*shows another host key[^]*server trust web-1/);
    const { message, text } = await site.chat.ask(site.chat.mira, "server trust web-1");
    assert.ok(text.includes(`Known\n${before}`) && text.includes(`Shown now\n${site.host.hostKey}`));
    assert.match(await site.press(site.chat.mira, message, "Trust"), /✅ Trusted the new host key/);

    assert.equal((await site.server("web-1"))?.hostKeyFingerprint, site.host.hostKey);
    assert.doesNotMatch(await site.say("server check web-1"), /another host key/);
    assert.match(await site.say("server trust web-1"), /shows the host key that I know/);
  });

  it("are not trusted with a key that is yet another one by then", async () => {
    site.host.changeHostKey();
    const { message } = await site.chat.ask(site.chat.mira, "server trust web-1");
    site.host.changeHostKey();

    const again = await site.press(site.chat.mira, message, "Trust");

    assert.doesNotMatch(again, /Trusted/);
    assert.notEqual((await site.server("web-1"))?.hostKeyFingerprint, site.host.hostKey);
  });

  it("are called otherwise", async () => {
    assert.match(await site.say("server rename web-1 shop-1"), /web-1 is server \*\*shop-1\*\* of team/);
    assert.match(await site.say("server rename shop-1 shop 1"), /don't understand/);
    assert.match(await site.say("server show shop-1"), /Server shop-1/);
  });

  it("are changed by who may", async () => {
    await site.join(site.chat.jon, []);

    for (const text of ["server stop web-1", "server rename web-1 x", "server trust web-1"])
      assert.match(await site.say(text, site.chat.jon), /may not run.*`server\.update`/);
    assert.match(await site.say("server list", site.chat.jon), /web-1/);
  });
});
