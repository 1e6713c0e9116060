import assert from "node:assert/strict";
import ssh2 from "ssh2";
import type { Remote, RemoteAccess, RemoteHost } from "../../../src/adapters/remote/index.ts";
import { isFault, type faultDeclarations } from "../../../src/core/errors.ts";
import { startLabHost, type LabHost } from "../../../demo/hosts/index.ts";
import { ManualTime, rest } from "../../support/manual-time.ts";
import { until } from "../../support/until.ts";
import { makeKey, makeRemote, startServer, type TestServer } from "./start-server.ts";

const SOME = { timeoutMs: 20_000, mostBytes: 10_000 };
const signal = new AbortController().signal;
const who = async (host: RemoteHost): Promise<string> => (await host.exec("echo $HOME", SOME)).stdout.trim();

function isCode(code: keyof typeof faultDeclarations): (error: unknown) => boolean {
  return (error) => isFault(error, code);
}

describe("connections to servers", () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer({ remote: { limits: { connectMs: 10_000 } } });
  });
  afterEach(() => server.close());
  const use = (change: Partial<RemoteAccess>, by: Remote = server.remote): Promise<string> =>
    by.use({ ...server.access, ...change }, who, { signal });

  describe("know a server by its key", () => {
    it("takes the key that it sees first, and tells it", async () => {
      const seen = await server.remote.use({ ...server.access, hostKey: "" }, async (host) => host.hostKey, {
        signal,
      });

      assert.equal(seen, server.lab.hostKey);
      assert.equal(await use({ hostKey: seen }), server.lab.home);
    });

    it("tells nothing to a server that shows another key, and names both", async () => {
      const before = server.lab.hostKey;
      server.lab.changeHostKey();
      const { logins } = server.lab;

      await assert.rejects(use({}), (error) => {
        assert.ok(isFault(error, "SERVER_HOST_KEY_CHANGED"));
        assert.ok(error.sentence.includes(before) && error.sentence.includes(server.lab.hostKey));
        return !error.retryable;
      });

      assert.equal(server.lab.logins, logins);
      assert.equal(await use({ hostKey: server.lab.hostKey }), server.lab.home);
    });
  });

  describe("tell which key a server shows", () => {
    const see = (): Promise<string> => server.remote.seeHostKey(server.access.address, signal);

    it("whatever it showed before, and without logging in", async () => {
      server.lab.changeHostKey();
      const { logins } = server.lab;

      assert.equal(await see(), server.lab.hostKey);
      assert.equal(server.lab.logins, logins);
    });

    it("unless it doesn't answer, or is where nobody goes", async () => {
      await server.lab.stop();
      await assert.rejects(see(), isCode("SERVER_UNREACHABLE"));
      const careful = makeRemote({ allowsAddress: () => false });

      await assert.rejects(
        careful.seeHostKey(server.access.address, signal),
        isCode("SERVER_ADDRESS_PRIVATE"),
      );
    });

    it("unless it says nothing, in time", async () => {
      server.lab.hang(true);
      const hasty = makeRemote({ limits: { connectMs: 50 } });

      await assert.rejects(hasty.seeHostKey(server.access.address, signal), isCode("SERVER_TIMED_OUT"));
    });
  });

  describe("prove who we are", () => {
    it("with the first key that is taken, of any kind", async () => {
      const rsa = ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 });
      const ecdsa = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
      for (const pair of [rsa, ecdsa]) {
        await server.lab.authorize(pair.public);
        assert.equal(
          await use({ privateKeys: ["no key", makeKey().privateKey, pair.private] }),
          server.lab.home,
        );
      }
    });

    it("says that no key is taken, or can be read", async () => {
      for (const privateKeys of [[], ["no key"], [makeKey().privateKey, makeKey().privateKey]])
        await assert.rejects(use({ privateKeys }), isCode("SERVER_KEY_REFUSED"));
    });
  });

  describe("fail with a way on", () => {
    it("when the server is off, and work when it is on again", async () => {
      await server.lab.stop();
      await assert.rejects(use({}), isCode("SERVER_UNREACHABLE"));

      await server.lab.start();

      assert.equal(await use({}), server.lab.home);
      await assert.rejects(
        use({ address: { ...server.access.address, host: "no-such-host.invalid" } }),
        isCode("SERVER_UNREACHABLE"),
      );
    });

    it("when the server takes the connection and says nothing", async () => {
      const hasty = makeRemote({ limits: { connectMs: 300 } });
      server.lab.hang(true);

      await assert.rejects(use({}, hasty), isCode("SERVER_TIMED_OUT"));

      server.lab.hang(false);
      await hasty.close();
      const patient = makeRemote();
      assert.equal(await use({}, patient), server.lab.home);
      await patient.close();
    });

    it("when it is no SSH at all, or ends in the middle of the greeting", async () => {
      server.lab.dropAfter({ sent: 100 });
      await assert.rejects(use({}), isCode("SERVER_UNREACHABLE"));
      server.lab.dropAfter({ sent: 1_500 });
      await assert.rejects(use({}), isCode("SERVER_UNREACHABLE"));
      server.lab.dropAfter({});

      assert.equal(await use({}), server.lab.home);
    });

    it("when the connection breaks under a command", async () => {
      await server.use(async (host) => {
        const running = host.exec("echo begun; sleep 600", {
          ...SOME,
          onOutput: () => server.lab.dropConnections(),
        });
        await assert.rejects(running, isCode("SERVER_CONNECTION_LOST"));
        await assert.rejects(host.exec("echo", SOME), isCode("SERVER_CONNECTION_LOST"));
      });

      assert.equal(await use({}), server.lab.home);
    });

    it("when the address is private, whichever of a name's it is", async () => {
      const asked: string[] = [];
      const guarded = makeRemote({
        allowsAddress: (address, host) => {
          asked.push(`${host} ${address}`);
          return host === "localhost" && asked.length < 2;
        },
      });
      const to = (host: string): Promise<string> =>
        use({ address: { ...server.access.address, host } }, guarded);

      await assert.rejects(to("127.0.0.1"), (error) => {
        assert.ok(isFault(error, "SERVER_ADDRESS_PRIVATE"));
        return error.sentence.includes("OUTBOUND_PRIVATE_HOSTS");
      });
      await assert.rejects(to("localhost"), isCode("SERVER_ADDRESS_PRIVATE"));
      await assert.rejects(to("[::1]"), isCode("SERVER_ADDRESS_PRIVATE"));

      assert.equal(asked[0], "127.0.0.1 127.0.0.1");
      assert.match(asked[1] ?? "", /^localhost (?:127\.0\.0\.1|::1)$/);
      assert.equal(asked.at(-1), "::1 ::1");
      assert.equal(server.lab.connections.ever, 0);
      await guarded.close();
    });
  });

  describe("are shared and few", () => {
    it("serve all that use one access at the same time, and the next for a moment", async () => {
      const time = new ManualTime();
      const shared = makeRemote({ timers: time });

      await Promise.all(Array.from({ length: 20 }, () => use({}, shared)));
      await use({}, shared);
      assert.equal(server.lab.connections.ever, 1);
      await time.advance(10_000);
      await until(() => server.lab.connections.now === 0);
      await use({}, shared);

      assert.equal(server.lab.connections.ever, 2);
      await shared.close();
      await until(() => server.lab.connections.now === 0);
    });

    it("are not shared with who has other keys, or expects another server", async () => {
      const other = makeKey();
      await server.lab.authorize(other.publicKey);

      await server.use(async () => {
        await use({ privateKeys: [other.privateKey] });
        await use({ hostKey: "" });
        await assert.rejects(use({ hostKey: "SHA256:other" }), isCode("SERVER_HOST_KEY_CHANGED"));
      });

      assert.ok(server.lab.connections.ever >= 4);
    });

    it("wait in order for their turn, and leave the line when they are told to", async () => {
      const few = makeRemote({ limits: { connections: 2 } });
      const labs: LabHost[] = [];
      const order: number[] = [];
      const ends: (() => void)[] = [];
      for (let index = 0; index < 5; index += 1) {
        labs.push(await startLabHost({ home: server.lab.home }));
      }
      const giveUp = new AbortController();

      const uses = labs.map((one, index) =>
        few.use(
          { ...server.access, address: { ...server.access.address, port: one.port }, hostKey: "" },
          () => {
            order.push(index);
            return new Promise<void>((resolve) => ends.push(resolve));
          },
          { signal: index === 2 ? giveUp.signal : signal },
        ),
      );
      await until(() => order.length === 2);
      await rest();
      giveUp.abort(new Error("no longer"));
      await assert.rejects(uses[2] ?? Promise.resolve(), /no longer/);
      for (const expected of [3, 4, 4]) {
        ends.shift()?.();
        await until(() => order.length >= expected);
      }
      for (const end of ends) end();
      await Promise.all(uses.filter((_, index) => index !== 2));

      assert.deepEqual(new Set(order.slice(0, 2)), new Set([0, 1]));
      assert.deepEqual(order.slice(2), [3, 4]);
      await few.close();
      for (const one of labs) await one.close();
    });

    it("give way when they are kept for nothing", async () => {
      const one = makeRemote({ limits: { connections: 1 }, timers: new ManualTime() });
      const other = await startLabHost({ home: server.lab.home });
      const there = { address: { ...server.access.address, port: other.port }, hostKey: other.hostKey };

      await use({}, one);
      await use(there, one);
      await use({}, one);

      assert.equal(server.lab.connections.ever, 2);
      await one.close();
      await other.close();
    });

    it("run no more at once than the server takes on one of them", async () => {
      const narrow = await startServer({ lab: { mostSessions: 2 } });

      const said = await narrow.use((host) =>
        Promise.all(
          Array.from(
            { length: 12 },
            async (_, index) => (await host.exec(`echo ${String(index)}`, SOME)).stdout,
          ),
        ),
      );

      assert.deepEqual(
        said,
        Array.from({ length: 12 }, (_, index) => `${String(index)}\n`),
      );
      assert.equal(narrow.lab.connections.ever, 1);
      await narrow.close();
    });

    it("end with the work, whatever it still wants", async () => {
      let kept: RemoteHost | undefined;
      await server.use((host) => {
        kept = host;
        return Promise.resolve();
      });

      await assert.rejects(kept?.exec("echo late", SOME) ?? Promise.resolve(), /over/);
    });

    it("are not begun for work that nobody wants any more", async () => {
      await assert.rejects(
        server.remote.use(server.access, who, { signal: AbortSignal.abort(new Error("gone")) }),
        /gone/,
      );
      assert.equal(server.lab.connections.ever, 0);

      server.lab.hang(true);
      const controller = new AbortController();
      const asked = server.remote.use(server.access, who, { signal: controller.signal });
      await until(() => server.lab.connections.now === 1);
      controller.abort(new Error("never mind"));
      await assert.rejects(asked, /never mind/);

      await until(() => server.lab.connections.now === 0);
      server.lab.hang(false);
      assert.equal(await use({}), server.lab.home);
    });
  });
});
