import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createDirectory, type Directory } from "../../../src/adapters/directory/index.ts";
import { createInProcessWakes } from "../../../src/adapters/queue/in-process-wakes.ts";
import { createJobRunner, type JobRunner } from "../../../src/adapters/queue/runner.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { silentLog } from "../../../src/core/log.ts";
import { directoryJob } from "../../../src/features/directory/job.ts";
import { queueDirectory } from "../../../src/features/directory/queue.ts";
import { wantAccount } from "../../features/directory/world.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { until } from "../../support/until.ts";
import { describeWithSlapd, startSlapd, type Slapd } from "./slapd.ts";

const RANGE = { first: 20_000, last: 59_999 };
const MANY = 50;
const DYING = fileURLToPath(new URL("dying-job.ts", import.meta.url));

describeWithSlapd("accounts on their way into the directory (slapd)", () => {
  let slapd: Slapd;
  let store: TestStore;
  let directory: Directory;
  let runner: JobRunner;
  const wake = createInProcessWakes();

  beforeEach(async () => {
    slapd = await startSlapd();
    store = await openTestStore();
    const config = loadConfig({
      SECRETS_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
      ...slapd.environment,
    });
    assert.ok(config.directory !== undefined);
    directory = createDirectory(config.directory);
    runner = createJobRunner({
      store,
      // Tests don't wait as long as people do.
      jobs: [{ ...directoryJob(), backoffSeconds: [0.1] }],
      deps: { directory: { store, directory, numbers: RANGE, hasGroups: true, clock: systemClock } },
      ...{ clock: systemClock, log: silentLog, wake },
    });
  });
  afterEach(async () => {
    await runner.stop(1_000);
    await store.cleanup();
    await slapd.close();
  });

  const entries = async () => {
    const client = await slapd.root();
    const { searchEntries } = await client.search("ou=people,dc=team,dc=example", {
      scope: "one",
      attributes: ["uid", "uidNumber", "sshPublicKey", "loginShell"],
    });
    await client.unbind();
    return searchEntries;
  };
  const want = (name: string): Promise<string> =>
    store.transaction(async (tx) => {
      const { id } = await wantAccount(tx, name, RANGE);
      await queueDirectory(tx, id, (ids) => {
        runner.wake(ids);
      });
      return id;
    });
  const stateOf = async (id: string) =>
    (await store.read(({ registrations }) => registrations.find(id)))?.state;
  const untilIn = (id: string, state: string) => until(async () => (await stateOf(id)) === state);

  it("are fifty at once: fifty numbers and fifty entries", async () => {
    runner.start();

    const ids = await Promise.all(Array.from({ length: MANY }, (_, n) => want(`user${String(n)}`)));
    for (const id of ids) await untilIn(id, "posix");

    const made = await entries();
    assert.equal(made.length, MANY);
    assert.equal(new Set(made.map(({ uidNumber }) => String(uidNumber))).size, MANY);
  });

  it("take other numbers than those that the directory has, also when they come at once", async () => {
    for (const uidNumber of [20_000, 20_001, 20_003]) await addByHand(uidNumber);
    runner.start();

    const ids = await Promise.all(Array.from({ length: 5 }, (_, n) => want(`user${String(n)}`)));
    for (const id of ids) await untilIn(id, "posix");

    const made = await entries();
    assert.equal(new Set(made.map(({ uidNumber }) => String(uidNumber))).size, 8);
  });

  it("are one entry when the process dies between the directory and its own record", async () => {
    const id = await want("mira");
    const [jobId = ""] = await store.read(({ jobs }) => jobs.listDue(systemClock.now(), 1));
    const given = [store.url, id, jobId, JSON.stringify(slapd.environment)];
    const child = spawn(process.execPath, [DYING, ...given], { stdio: ["ignore", "ignore", "inherit"] });
    await once(child, "exit");
    assert.equal(child.signalCode, "SIGKILL");
    assert.deepEqual([(await entries()).length, await stateOf(id)], [1, "pre_posix"]);

    runner.start();
    await untilIn(id, "posix");

    assert.equal((await entries()).length, 1);
  });

  it("wait while the directory is stopped, and go on when it is back", async () => {
    await slapd.stop();
    runner.start();
    const id = await want("mira");
    const errorOf = async () =>
      (await store.read(({ registrations }) => registrations.find(id)))?.ldapError ?? "";
    await until(async () => (await errorOf()) !== "");
    assert.match(await errorOf(), /doesn't answer/);
    assert.equal(await stateOf(id), "pre_posix");

    await slapd.start();
    await untilIn(id, "posix");

    assert.equal(await errorOf(), "");
  });

  it("follow keys, and are disabled when they are withdrawn", async () => {
    runner.start();
    const id = await want("mira");
    await untilIn(id, "posix");
    const line = "ssh-ed25519 AAAA laptop";
    await store.transaction(async (tx) => {
      const registration = await tx.registrations.find(id);
      const key = {
        type: "ssh-ed25519",
        publicKey: "ssh-ed25519 AAAA",
        fingerprint: "SHA256:x",
        comment: "laptop",
      };
      await tx.sshPublicKeys.add({ userId: registration?.userId ?? "", ...key });
      await tx.registrations.requestKeys(id);
      await queueDirectory(tx, id, (ids) => {
        runner.wake(ids);
      });
    });
    await untilIn(id, "valid");
    assert.equal((await entries())[0]?.["sshPublicKey"], line);

    await store.transaction(async (tx) => {
      await tx.registrations.withdraw(id);
      await queueDirectory(tx, id, (ids) => {
        runner.wake(ids);
      });
    });

    await until(async () => {
      const [entry] = await entries();
      return entry?.["loginShell"] === "/usr/sbin/nologin" && entry["sshPublicKey"]?.length === 0;
    });
  });

  async function addByHand(uidNumber: number): Promise<void> {
    const uid = `old${String(uidNumber)}`;
    const person = {
      uid,
      uidNumber,
      gidNumber: uidNumber,
      commonName: uid,
      surname: uid,
      mail: "old@team.example",
    };
    await directory.add({ ...person, homeDirectory: "/", loginShell: "/bin/sh", sshPublicKeys: [] });
  }
});
