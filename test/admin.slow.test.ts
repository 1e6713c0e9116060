import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { administer } from "../src/admin.ts";
import type { UserRecord } from "../src/adapters/store/index.ts";
import { loadConfig } from "../src/config/index.ts";
import { openTestStore, type TestStore } from "./support/store.ts";

const program = join(import.meta.dirname, "../bin/ployst.mjs");
const TENANT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const MIRA = "6c2f1b9e-7d35-4f0a-9b52-0d3f0e6f7a11";
const SECRETS_KEYS = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
const JON = "8b1c4d5e-0f1a-4b2c-9d3e-4f5a6b7c8d9e";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("administrators from the command line", () => {
  let folder: string;
  let store: TestStore;
  let env: Record<string, string>;
  let mira: UserRecord;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "ployst-admin-"));
    store = await openTestStore();
    env = {
      DATABASE_URL: store.url,
      PUBLIC_URL: "https://ployst.example.com",
      MICROSOFT_APP_ID: JON,
      MICROSOFT_APP_PASSWORD: "hush",
      MICROSOFT_APP_TENANT_ID: TENANT,
      SECRETS_KEYS,
    };
    mira = await meet(TENANT, MIRA, "Mira\u202e Chen");
  });
  afterEach(async () => {
    await store.cleanup();
    rmSync(folder, { recursive: true });
  });

  const meet = (tenantId: string, aadObjectId: string, displayName: string): Promise<UserRecord> =>
    store.transaction((tx) =>
      tx.users.ensure({ tenantId, aadObjectId, displayName, teamsUserId: `29:${aadObjectId}` }),
    );
  const admin = async (...args: readonly string[]): Promise<Ended> => {
    let [stdout, stderr] = ["", ""];
    const code = await administer(args, () => loadConfig(env), {
      out: (text) => (stdout += text),
      err: (text) => (stderr += text),
    });
    return { code, stdout, stderr };
  };
  const isAdmin = async (): Promise<boolean | undefined> =>
    (await store.read((reads) => reads.users.find(mira.id)))?.isAdmin;

  it("are granted by Entra object id, listed and revoked, each with its event", async () => {
    const granted = await admin("grant", MIRA.toUpperCase());
    const again = await admin("grant", MIRA);
    assert.equal(await isAdmin(), true);
    const listed = await admin("list");
    const revoked = await admin("revoke", MIRA);
    const none = await admin("list");

    assert.deepEqual([granted.code, again.code, listed.code, revoked.code], [0, 0, 0, 0]);
    assert.equal(granted.stdout, `Mira Chen (${MIRA}) administers this Ployst.\n`);
    assert.match(again.stdout, /\(as before\)/);
    assert.equal(listed.stdout, `Mira Chen (${MIRA}), granted\n`);
    assert.match(revoked.stdout, /administers this Ployst no longer\.\n$/);
    assert.match(none.stdout, /^Nobody/);
    assert.equal(await isAdmin(), false);
    const events = await store.read((reads) => reads.events.listByEntity("user", mira.id, { limit: 10 }));
    const verbs = events
      .map(({ verb, actorId }) => `${verb} by ${actorId}`)
      .filter((line) => /admin_/.test(line));
    assert.deepEqual(verbs.toSorted(), ["admin_granted by ployst admin", "admin_revoked by ployst admin"]);
  });

  it("have a git host's changed keys forgotten, with the event, and know no other", async () => {
    const keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"];
    await store.transaction((tx) => tx.gitHostKeys.pin("git.example.com", keys));
    await store.transaction((tx) => tx.gitHostKeys.pin("[git.example.com]:2222", keys));
    const find = (host: string) => store.read((reads) => reads.gitHostKeys.find(host));

    const forgotten = await admin("forget-host", "git.example.com:2222");
    assert.deepEqual(
      [await find("[git.example.com]:2222"), (await find("git.example.com"))?.host],
      [undefined, "git.example.com"],
    );
    const again = await admin("forget-host", "[git.example.com]:2222");
    const plain = await admin("forget-host", "Git.Example.COM:22");

    assert.equal(forgotten.code, 0);
    assert.match(forgotten.stdout, /^The keys of \[git\.example\.com\]:2222 are forgotten\./);
    assert.deepEqual([again.code, again.stdout, plain.code], [1, "", 0]);
    assert.match(again.stderr, /No keys of .* are kept/);
    const events = await store.read((reads) => reads.events.listByActor("ployst admin", { limit: 10 }));
    assert.deepEqual(events.map(({ verb, entityId }) => `${verb} ${entityId}`).toSorted(), [
      "forgotten [git.example.com]:2222",
      "forgotten git.example.com",
    ]);
    assert.equal((await admin("forget-host")).code, 64);
    assert.equal((await admin("forget-host", "rm -rf")).code, 1);
  });

  it("are found by an address only once it was proved", async () => {
    const address = "Mira@example.com";
    await store.transaction((tx) => tx.users.setProfile(mira.id, { email: address }));
    const invited = { tenantId: TENANT, email: "new@example.com", surname: "New" };
    await store.transaction((tx) => tx.users.createUnlinked(invited, mira.id));

    const claimed = await admin("grant", address);
    const onlyInvited = await admin("grant", "new@example.com");
    await store.transaction((tx) => tx.users.verifyEmail(mira.id, address));
    const proved = await admin("grant", address);

    for (const { code, stderr } of [claimed, onlyInvited]) {
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^ployst: nobody has proved that .*@example.com is theirs\. Give their Entra object id/,
      );
    }
    assert.equal(proved.code, 0);
  });

  it("are nobody whom the bot doesn't know, nor somebody of another tenant by chance", async () => {
    const unknown = await admin("grant", JON);
    await meet(OTHER, JON, "Jon Park");
    const foreign = await admin("grant", JON);
    const there = await admin("grant", JON, "--tenant", OTHER);
    env = { ...env, ALLOWED_TENANTS: `${TENANT},${OTHER}` };
    await meet(TENANT, JON, "Jon Other");
    const two = await admin("revoke", JON);
    const odd = await admin("grant", "mira chen\u0007");

    for (const { code, stderr } of [unknown, foreign]) {
      assert.equal(code, 1);
      assert.match(stderr, /nobody with the Entra object id .* has talked to the bot yet.*ADMIN_USERS/);
    }
    assert.match(there.stdout, /^Jon Park /);
    assert.match(two.stderr, /several tenants.*--tenant/);
    assert.match(odd.stderr, /"mira chen\\u0007" is neither an e-mail address nor an Entra object id/);
    assert.deepEqual([there.code, two.code, odd.code], [0, 1, 1]);
  });

  it("stay what ADMIN_USERS says", async () => {
    env = { ...env, ADMIN_USERS: MIRA };

    const listed = await admin("list");
    const revoked = await admin("revoke", MIRA);

    assert.equal(listed.stdout, `${MIRA}, named in ADMIN_USERS\n`);
    assert.match(revoked.stdout, /no longer by grant, but still by ADMIN_USERS \(as before\)\./);
  });

  it("need a tenant where there is no bot registration, and a database", async () => {
    env = { DATABASE_URL: store.url, SECRETS_KEYS };
    const local = await admin("grant", MIRA);
    const said = await admin("grant", MIRA, "--tenant", TENANT);
    const file = join(folder, "none.sqlite");
    env = { DATABASE_URL: `sqlite:${file}`, SECRETS_KEYS };
    const empty = await admin("list");

    assert.match(local.stderr, /--tenant/);
    assert.equal(said.code, 0);
    assert.equal(empty.code, 1);
    assert.match(empty.stderr, /no database .*ployst migrate/);
    assert.equal(existsSync(file), false);
  });

  it("are asked for by `ployst admin`, which ends with the exit code", async () => {
    const { promise, resolve } = Promise.withResolvers<{ code: unknown; stderr: string }>();
    execFile(
      process.execPath,
      [program, "admin", "grant"],
      { cwd: folder, env },
      (error, _stdout, stderr) => {
        resolve({ code: error?.code, stderr });
      },
    );

    const { code, stderr } = await promise;

    assert.equal(code, 64);
    assert.match(stderr, /^usage: ployst admin grant/);
  });

  for (const args of [
    [],
    ["grant"],
    ["list", MIRA],
    ["crown", MIRA],
    ["grant", MIRA, JON],
    ["grant", MIRA, "--all"],
  ])
    it(`are explained for "admin ${args.join(" ")}"`, async () => {
      const { code, stdout, stderr } = await admin(...args);

      assert.equal(code, 64);
      assert.match(stderr, /^usage: ployst admin grant/);
      assert.equal(stdout, "");
    });
});
