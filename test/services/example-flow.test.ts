import assert from "node:assert/strict";
import { readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { startDigitalOcean, type FakeDigitalOcean } from "../../demo/clouds/digitalocean/index.ts";
import { startLabHost, type LabHost } from "../../demo/hosts/index.ts";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { makeKey } from "../adapters/remote/start-server.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const PATIENCE_MS = 60_000;
const TOKEN = "dop_v1_good";

/** Where the team's server comes from. */
interface Ground {
  /** By its form; it is called `lab`. */
  readonly addCloud: () => Promise<void>;
  /** The team's, called `deploys`. */
  readonly makePair: () => Promise<void>;
  /** What follows `server create web-1 cloud=lab`. */
  readonly order: () => string;
}

describe("from nothing to a deployment, in one chat", function () {
  this.timeout(120_000);
  let chat: Chat;
  let host: LabHost;
  let digitalOcean: FakeDigitalOcean;
  beforeEach(async () => {
    host = await startLabHost();
    digitalOcean = await startDigitalOcean({
      onServerCreated: async ({ publicKeys }) => {
        for (const line of publicKeys) await host.authorize(line);
        return { publicAddress: host.address, privateAddress: "10.0.0.7" };
      },
    });
    digitalOcean.addToken(TOKEN, "full");
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" } });
    await chat.lab.install("contoso", "all");
  });
  afterEach(async () => {
    await chat.close();
    digitalOcean.close();
    await host.close();
  });

  const own = () => chat.teams.personalChat(chat.mira);
  const say = (text: string) => chat.ask(chat.mira, text, own());
  const start = async (): Promise<string> => (await say("start")).text;
  const press = async (message: FakeMessage, label: string, inputs: JsonObject = {}): Promise<string> => {
    const { card, error, toast } = await chat.teams.clickButton(chat.mira, message.id, label, inputs);
    return error?.message ?? toast ?? readable({ ...message, card: card ?? {} });
  };
  const place = (file: string): string => path.join(host.home, file);
  const heard = (pattern: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(
      () => own().threads.find((one) => one.from === "bot" && pattern.test(readable(one))),
      PATIENCE_MS,
    );

  const walk = async (ground: Ground): Promise<void> => {
    const { message: first, text: nothing } = await say("start");
    assert.match(nothing, /👉 1 · \*\*Sign in to GitHub\*\*/);
    assert.match(await press(first, "Skip"), /👉 2 · \*\*Choose or create a team\*\*/);
    // What was skipped is asked again by who comes back.
    assert.match(await start(), /👉 1 · \*\*Sign in to GitHub\*\*/);

    await chat.signIn(chat.mira, "mira");
    const { message: second, text: signedIn } = await say("start");
    assert.match(signedIn, /👉 2 · \*\*Choose or create a team\*\*/);
    await press(second, "Create team", { teamName: "Platform" });
    assert.match(await start(), /✅ 2 · [^]*👉 3 · \*\*Subscribe this chat/);
    await say("subscribe contoso/web");
    assert.match(await start(), /✅ 3 · [^]*👉 4 · \*\*Add your SSH public key/);
    await say(`account key add ${makeKey().publicKey}`);

    const { message: third, text: keyed } = await say("start");
    assert.match(keyed, /✅ 4 · [^]*👉 5 · \*\*Add a cloud\*\*/);
    await press(third, "Add a cloud");
    await heard(/Existing hosts/);
    await ground.addCloud();

    assert.match(await start(), /✅ 5 · [^]*👉 6 · \*\*Create servers\*\*/);
    await ground.makePair();
    const { message: overview } = await say(
      `server create web-1 cloud=lab ${ground.order()} keys=team:deploys`,
    );
    assert.match(await press(overview, "Create"), /✅ Making server \*\*web-1\*\*/);
    await heard(/\*\*web-1\*\* · 🟢 Online/);

    assert.match(await start(), /✅ 6 · [^]*👉 7 · \*\*Create a project\*\*/);
    await createProject();
    await heard(/✅ Project web/);
    const plan = await heard(/Deploy: \*\*web\*\* main at [0-9a-f]{7} to web-1\?/);
    // Whoever leaves the plan alone is shown where they are.
    assert.match(await start(), /✅ 7 · [^]*👉 8 · \*\*Deploy\*\*[^]*Say \*\*deploy web\*\*/);

    assert.match(await press(plan, "Deploy"), /✅ Deployment #1 of \*\*web\*\*/);
    const live = readable(await heard(/#1 of web\n🟢 Succeeded/));
    assert.match(live, /The site is in place/);

    const release = await readlink(place("web/current"));
    assert.match(release, /releases\/[0-9a-f]{40}$/);
    const page = await readFile(place("web/current/public/index.html"), "utf8");
    assert.match(page, /Hello from Contoso/);
    assert.match(await start(), /✅ 8 · Deploy\nDeployment #1 has succeeded\.[^]*All done/);
  };

  it("is led by start, step by step, on a host that is there", () =>
    walk({
      addCloud: async () => {
        const { message } = await say("cloud add hosts lab");
        assert.match(await press(message, "Save", { cloudName: "lab" }), /✅ Added cloud \*\*lab\*\*/);
      },
      makePair: async () => {
        const { text } = await say("keypair create team deploys");
        await host.authorize(/ssh-\S+ \S+/.exec(text)?.[0] ?? assert.fail(text));
      },
      order: () => `address=127.0.0.1 port=${String(host.port)} user=deploy`,
    }));

  it("is led by start, step by step, on a droplet that is made for it", async () => {
    await walk({
      addCloud: async () => {
        const { message } = await say("cloud add digitalocean lab");
        const entries = { cloudName: "lab", secretToken: TOKEN, region: "fra1", endpoint: digitalOcean.url };
        assert.match(await press(message, "Save", entries), /✅ Added cloud \*\*lab\*\*/);
      },
      makePair: async () => {
        await say("keypair create team deploys");
      },
      order: () => `port=${String(host.port)} size=s-1vcpu-1gb image=debian-12-x64`,
    });
    assert.equal(digitalOcean.droplets().length, 1);
  });

  async function createProject(): Promise<void> {
    const { message } = await say("project create");
    const { dialog } = await chat.teams.clickButton(chat.mira, message.id, "Open the form…");
    assert.ok(dialog);
    const choice = /"title":"web-1[^"]*","value":"([^"]+)"/.exec(JSON.stringify(dialog.card));
    const filled = {
      ...{ name: "web", repository: "contoso/web", acquire: "archive", directory: place("web") },
      ...{ script: "sh deploy.sh", servers: choice?.[1] ?? assert.fail("web-1 is no choice") },
    };
    const sent = await chat.teams.submitDialog(chat.mira, own(), dialog.card, "Create", filled);
    assert.equal(sent.dialog, undefined, JSON.stringify(sent.dialog?.card));
  }
});
