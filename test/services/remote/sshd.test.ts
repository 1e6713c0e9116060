import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { isFault } from "../../../src/core/errors.ts";
import { exerciseEnvironment } from "../../adapters/remote/suite/environment.ts";
import { exerciseExec } from "../../adapters/remote/suite/exec.ts";
import { exerciseKeys } from "../../adapters/remote/suite/keys.ts";
import { at } from "../../adapters/remote/suite/place.ts";
import { exerciseReleases } from "../../adapters/remote/suite/releases.ts";
import { exerciseRunEnds } from "../../adapters/remote/suite/run-ends.ts";
import { exerciseRuns } from "../../adapters/remote/suite/runs.ts";
import { makeKey, makeRemote } from "../../adapters/remote/start-server.ts";
import { withSshKeygen } from "../../support/ssh-keygen.ts";
import { describeWithSshd } from "../../support/describe-with-sshd.ts";
import { startSshd } from "../../../demo/hosts/sshd.ts";
import { fingerprintOf, startSshdPlace, type SshdPlace } from "./sshd-place.ts";

const SOME = { timeoutMs: 20_000, mostBytes: 10_000 };

describeWithSshd("a real sshd", function () {
  describe("runs commands", () => exerciseExec(startSshdPlace));
  describe("keeps the environment", () => exerciseEnvironment(startSshdPlace));
  describe("keeps authorized keys", () => exerciseKeys(startSshdPlace));
  describe("keeps releases", () => exerciseReleases(startSshdPlace));
  describe("keeps runs", () => exerciseRuns(startSshdPlace));
  describe("ends runs", () => exerciseRunEnds(startSshdPlace));

  describe("is known by its keys", () => {
    let place: SshdPlace;
    before(async () => {
      place = await startSshdPlace({ hostKeyTypes: ["rsa", "ecdsa", "ed25519"] });
    });
    after(() => place.close());
    const hostKeyWith = (hostKey: string): Promise<string> =>
      place.remote.use({ ...place.access, hostKey }, (host) => Promise.resolve(host.hostKey), {
        signal: new AbortController().signal,
      });

    it("prefers the best one, and knows it by any that was pinned", async () => {
      const [rsa = "", ecdsa = "", ed25519 = ""] = place.sshd.hostKeys.map(fingerprintOf);

      assert.equal(await hostKeyWith(""), ed25519);
      assert.equal(await hostKeyWith(ecdsa), ecdsa);
      assert.equal(await hostKeyWith(rsa), rsa);
    });

    it("refuses it when none is the pinned one, and names the best", async () => {
      const pinned = place.sshd.hostKeys.map(fingerprintOf);
      await place.remote.close();
      await place.sshd.replaceHostKey();

      for (const one of pinned)
        await assert.rejects(hostKeyWith(one), (error) => {
          assert.ok(isFault(error, "SERVER_HOST_KEY_CHANGED"));
          return error.sentence.includes(fingerprintOf(place.sshd.hostKeys[2] ?? ""));
        });
    });
  });

  describe("lets in", () => {
    let place: SshdPlace;
    beforeEach(async () => {
      place = await startSshdPlace();
    });
    afterEach(() => place.close());

    it("keys of all kinds that we make and people bring", async () => {
      const kinds = [["ed25519"], ["ecdsa", "-b", "256"], ["ecdsa", "-b", "521"], ["rsa", "-b", "3072"]];
      for (const [type = "", ...more] of [...kinds, ["rsa", "-b", "2048", "-m", "PEM"]]) {
        const made = await withSshKeygen(async (keygen) => {
          const privateKey = await keygen.make("-t", type, ...more, "-N", "");
          return { privateKey, publicKey: await keygen.publicKeyOf(privateKey) };
        });
        await at(place, (host) => host.authorizeKeys([made.publicKey]));
        const privateKeys = [makeKey().privateKey, made.privateKey];

        const seen = await place.remote.use({ ...place.access, privateKeys }, (host) => host.listKeys(), {
          signal: new AbortController().signal,
        });

        assert.ok(seen.includes(made.publicKey), type);
      }
    });

    it("nobody else, and says so also after more keys than it wants to see", async () => {
      const privateKeys = Array.from({ length: 9 }, () => makeKey().privateKey);

      for (const some of [privateKeys.slice(0, 2), privateKeys])
        await assert.rejects(
          place.remote.use({ ...place.access, privateKeys: some }, () => Promise.resolve(), {
            signal: new AbortController().signal,
          }),
          (error) => isFault(error, "SERVER_KEY_REFUSED"),
        );
    });
  });

  it("is not disturbed by a login shell that says something, and refused where it runs only its own", async () => {
    const place = await startSshdPlace();
    await writeFile(path.join(place.home, ".bashrc"), "echo Welcome; echo to you >&2\n");
    const { stdout } = await at(place, (host) => host.exec("echo said", SOME));
    await place.close();
    const forced = await startSshdPlace({ keyOptions: () => 'command="echo only this"' });

    await assert.rejects(
      at(forced, (host) => host.exec("echo said", SOME)),
      (error) => isFault(error, "SERVER_SHELL_REFUSED"),
    );

    assert.equal(stdout, "said\n");
    await forced.close();
  });

  it("is too old or too strict for us: that is said", async () => {
    const old = await startSshdPlace({ config: ["MACs hmac-sha1", "Ciphers aes128-cbc"] });

    await assert.rejects(
      at(old, () => Promise.resolve()),
      (error) => isFault(error, "SERVER_CRYPTO_OUTDATED"),
    );

    await old.close();
  });

  it("runs as many commands at once as it wants to", async () => {
    const narrow = await startSshdPlace({ config: ["MaxSessions 2"] });

    const said = await at(narrow, (host) =>
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
    await narrow.close();
  });

  it("is connected to by no more than may be at once, whoever waits", async () => {
    const servers = await Promise.all(Array.from({ length: 4 }, () => startSshd()));
    const remote = makeRemote({ limits: { connections: 2 } });
    let now = 0;
    let most = 0;
    const two = Promise.withResolvers<undefined>();

    await Promise.all(
      servers.map((sshd) =>
        remote.use(
          {
            address: { host: "127.0.0.1", port: sshd.port, user: sshd.user },
            os: "linux",
            privateKeys: [sshd.privateKey],
            hostKey: fingerprintOf(sshd.hostKey),
          },
          async (host) => {
            now += 1;
            most = Math.max(most, now);
            if (now === 2) two.resolve(undefined);
            // However quick one of them is: it stays until another one is there, too.
            await two.promise;
            assert.equal((await host.exec("echo $HOME", SOME)).stdout, `${sshd.home}\n`);
            now -= 1;
          },
          { signal: new AbortController().signal },
        ),
      ),
    );

    assert.equal(most, 2);
    await remote.close();
    for (const sshd of servers) await sshd.close();
  });

  it("has a full disk: that is said, and nothing is left", async function () {
    const place = await startSshdPlace();
    const small = path.join(place.home, "small");
    const mounted = await at(place, (host) =>
      host.exec(`mkdir "$HOME/small" && mount -t tmpfs -o size=256k tmpfs "$HOME/small"`, SOME),
    );
    if (mounted.exitCode !== 0) {
      await place.close();
      if (process.env["REQUIRE_SERVICES"] === "1" && process.getuid?.() === 0)
        process.stderr.write("no small disk can be mounted here\n");
      this.skip();
    }
    try {
      const made = await at(place, (host) =>
        host.exec('cd "$HOME" && head -c 1000000 /dev/urandom >big && tar -cf - big | base64 -w 0', {
          ...SOME,
          mostBytes: 2_000_000,
        }),
      );
      const archive = Readable.from([Buffer.from(made.stdout, "base64")]);

      await assert.rejects(
        at(place, (host) => host.receiveArchive({ directory: small, sha: "a".repeat(40), archive })),
        (error) => isFault(error, "SERVER_DISK_FULL"),
      );

      assert.deepEqual(await readdir(path.join(small, "releases")), []);
    } finally {
      await at(place, (host) => host.exec('umount "$HOME/small"', SOME));
      await rm(small, { recursive: true, force: true });
      await place.close();
    }
  });
});
