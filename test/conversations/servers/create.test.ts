import assert from "node:assert/strict";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

describe("server create", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
  });
  afterEach(() => site.close());

  const order = (name = "web-1"): string =>
    `server create ${name} cloud=do-main port=${String(site.host.port)} ${SPEC}`;
  const isOnline = async (name: string): Promise<boolean> => (await site.server(name))?.status === "online";

  it("makes a server after an overview, and shows how far it is in one card", async () => {
    const { message, text } = await site.chat.ask(site.chat.mira, order());
    for (const fact of [
      /Make a server for team \*\*Platform\*\* in cloud \*\*do-main\*\* \(DigitalOcean\): \*\*web-1\*\*\?/,
      /Size\ns-1vcpu-1gb: 1 CPU, 1 GB memory, 25 GB disk/,
      /Price\n\$6\.00 a month, as DigitalOcean lists it/,
      /Key pairs\ndeploys \(team\)/,
      /Region\nfra1/,
    ])
      assert.match(text, fact);
    assert.equal(await site.server("web-1"), undefined);

    const done = await site.press(site.chat.mira, message, "Create");

    assert.match(done, /✅ Making server \*\*web-1\*\* for team \*\*Platform\*\*/);
    await site.pass(() => isOnline("web-1"));
    await site.reads(/Server web-1\nTeam Platform · cloud do-main\n\*\*web-1\*\* · 🟢 Online/);
    const server = await site.server("web-1");
    assert.equal(server?.hostKeyFingerprint, site.host.hostKey);
    assert.equal(server.providerId, String(site.digitalOcean.droplets()[0]?.id));
    assert.equal(site.cards().length, 1, "one card, in place");
    assert.match(site.cards()[0] ?? "", new RegExp(`Host key ${site.host.hostKey.replace(/[+/]/g, "\\$&")}`));
    assert.equal(site.digitalOcean.droplets().length, 1);
    assert.deepEqual((await site.verbs("web-1")).slice(0, 3), ["created", "provisioning", "provisioned"]);
  });
});
