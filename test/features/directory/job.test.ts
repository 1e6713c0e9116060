import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { JobDelay } from "../../../src/core/job.ts";
import { directoryJob } from "../../../src/features/directory/job.ts";
import { toGroupName } from "../../../src/features/directory/groups.ts";
import { DIRECTORY_JOB, queueDirectoryOf, requeueWaiting } from "../../../src/features/directory/queue.ts";
import { refusing, unreachable } from "../../support/fake-directory.ts";
import { KEY, openDirectoryWorld, type DirectoryWorld } from "./world.ts";

describe("the directory's job", () => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await openDirectoryWorld();
  });
  afterEach(() => world.close());

  const addKey = (userId: string, name: string): Promise<unknown> =>
    world.store.transaction(async (tx) => {
      const key = { ...KEY, publicKey: `ssh-ed25519 ${name}`, fingerprint: `SHA256:${name}` };
      const added = await tx.sshPublicKeys.add({ ...key, userId });
      const registration = await tx.registrations.findByUser(userId);
      if (registration !== undefined) await tx.registrations.requestKeys(registration.id);
      return added;
    });
  const aTeam = (
    userId: string,
    name = "Web Shop",
  ): Promise<{ readonly id: string; readonly memberId: string }> =>
    world.store.transaction(async (tx) => {
      const team = await tx.teams.create({ tenantId: "tenant", name, ownerId: userId });
      const member = { teamId: team?.id ?? "", userId, role: "user", permissions: [] } as const;
      const made = await tx.teamMembers.create({ ...member, state: "active" });
      return { id: team?.id ?? "", memberId: made?.id ?? "" };
    });

  it("makes the entry, once, with the number that was reserved", async () => {
    const { id } = await world.want("mira");

    await world.run(id);
    await world.run(id);

    const made = await world.get(id);
    assert.deepEqual([made.state, made.ldapDn], ["posix", "uid=mira,ou=people,dc=team,dc=example"]);
    assert.deepEqual(world.directory.people.get("mira"), {
      ...{ uid: "mira", uidNumber: 20_000, gidNumber: 20_000, commonName: "mira Chen", surname: "Chen" },
      ...{ mail: "mira@example.test", homeDirectory: "/home/mira", loginShell: "/bin/bash" },
      sshPublicKeys: [],
    });
    assert.deepEqual(await world.verbs(id), ["posix_created"]);
  });

  it("goes on from what the entry shows, when it died before it could write that down", async () => {
    const { id } = await world.want("mira");
    let dies = true;
    const dying: (typeof world.store)["transaction"] = (work) => {
      if (world.directory.people.size > 0 && dies) throw new Error("killed");
      return world.store.transaction(work);
    };
    const deps = { ...world.deps, store: { ...world.store, transaction: dying } };
    const run = { id: "job", targetId: id, payload: {}, attempt: 1, holder: "me" };
    const attempt = directoryJob().run({ ...run, signal: new AbortController().signal }, { directory: deps });
    await assert.rejects(attempt, /killed/);
    assert.equal((await world.get(id)).state, "pre_posix");
    dies = false;

    await world.run(id, "job");

    assert.equal((await world.get(id)).state, "posix");
    assert.equal(world.directory.people.size, 1);
  });

  it("takes another number while the directory has it already", async () => {
    const taken = {
      uid: "old",
      commonName: "Old",
      surname: "Old",
      mail: "",
      homeDirectory: "/",
      loginShell: "/",
    };
    for (const uidNumber of [20_000, 20_001])
      world.directory.people.set(`old${uidNumber}`, {
        ...taken,
        uidNumber,
        gidNumber: uidNumber,
        sshPublicKeys: [],
      });
    const { id } = await world.want("mira");

    await world.run(id);

    assert.equal((await world.get(id)).posix?.uidNumber, 20_002);
    assert.equal(world.directory.people.get("mira")?.uidNumber, 20_002);
    assert.deepEqual(await world.verbs(id), ["posix_renumbered", "posix_renumbered", "posix_created"]);
  });

  it("says so and waits when the numbers are used up", async () => {
    const { id } = await world.want("mira");
    const other = { uid: "x", commonName: "x", surname: "x", mail: "", homeDirectory: "/", loginShell: "/" };
    for (let uidNumber = 20_000; uidNumber < 20_010; uidNumber += 1)
      world.directory.people.set(`x${uidNumber}`, {
        ...other,
        uidNumber,
        gidNumber: uidNumber,
        sshPublicKeys: [],
      });

    await assert.rejects(world.run(id), JobDelay);

    const left = await world.get(id);
    assert.equal(left.state, "pre_posix");
    assert.match(left.ldapError, /LDAP_UID_RANGE/);
  });

  it("gives the person back a name that the directory knows as somebody else's", async () => {
    const { id } = await world.want("mira");
    const other = { uid: "mira", uidNumber: 999, gidNumber: 999, commonName: "M", surname: "M", mail: "" };
    world.directory.people.set("mira", {
      ...other,
      homeDirectory: "/",
      loginShell: "/bin/sh",
      sshPublicKeys: ["x"],
    });

    await world.run(id);

    const back = await world.get(id);
    assert.deepEqual([back.state, back.posix], ["activated", undefined]);
    assert.match(back.ldapError, /"mira" is somebody else's.*`account profile`/);
    assert.deepEqual(world.directory.people.get("mira")?.sshPublicKeys, ["x"]);
    assert.deepEqual(await world.verbs(id), ["posix_refused"]);
  });

  it("is tried again while the directory is away, and says why", async () => {
    const { id } = await world.want("mira");
    world.directory.failure = unreachable();

    await assert.rejects(
      world.run(id, "job"),
      (error) => isFault(error, "DIRECTORY_UNREACHABLE") && error.retryable,
    );
    assert.match((await world.get(id)).ldapError, /doesn't answer/);
    world.directory.failure = undefined;
    await world.run(id, "job");

    const made = await world.get(id);
    assert.deepEqual([made.state, made.ldapError], ["posix", ""]);
    assert.ok(directoryJob().attempts > 10_000);
  });

  it("waits without giving up for somebody to mend the directory", async () => {
    const { id } = await world.want("mira");
    world.directory.failure = refusing();

    await assert.rejects(world.run(id), (error) => {
      assert.ok(error instanceof JobDelay);
      return error.runAfter.getTime() - world.time.now().getTime() === 15 * 60_000;
    });

    assert.match((await world.get(id)).ldapError, /may not do that there/);
  });

  it("brings keys as they are now, those that came before the entry too", async () => {
    const { id, userId } = await world.want("mira");
    await addKey(userId, "early");
    await world.run(id);
    assert.equal((await world.get(id)).state, "valid");

    await addKey(userId, "late");
    assert.equal((await world.get(id)).state, "pre_key");
    await world.run(id);

    const keys = ["ssh-ed25519 early laptop", "ssh-ed25519 late laptop"];
    assert.deepEqual(world.directory.people.get("mira")?.sshPublicKeys, keys);
    assert.equal((await world.get(id)).state, "valid");
    assert.deepEqual((await world.verbs(id)).slice(-1), ["keys_set"]);
  });

  it("loses no key that comes while it works", async () => {
    const { id, userId } = await world.want("mira");
    await addKey(userId, "first");
    await world.run(id);
    await addKey(userId, "second");
    world.directory.before = async (call) => {
      if (call !== "setKeys") return;
      world.directory.before = () => undefined;
      await addKey(userId, "third");
    };

    await world.run(id);

    assert.equal(world.directory.people.get("mira")?.sshPublicKeys.length, 3);
    assert.equal((await world.get(id)).state, "valid");
  });

  it("gives keys to no entry that isn't the person's", async () => {
    const { id, userId } = await world.want("mira");
    await world.run(id);
    const entry = world.directory.people.get("mira");
    if (entry !== undefined) world.directory.people.set("mira", { ...entry, uidNumber: 1_000 });
    await addKey(userId, "mine");

    await assert.rejects(world.run(id), JobDelay);

    assert.deepEqual(world.directory.people.get("mira")?.sshPublicKeys, []);
    assert.match((await world.get(id)).ldapError, /no entry of yours/);
  });

  it("keeps the person in the groups of their teams, and of no others", async () => {
    const { id, userId } = await world.want("mira");
    const shop = await aTeam(userId);
    const ops = await aTeam(userId, "Ops & Töols 2!");
    await world.run(id);
    const names = [...world.directory.groups.keys()].toSorted();
    assert.deepEqual(names, [
      toGroupName({ id: ops.id, name: "ops tools 2" }),
      toGroupName({ id: shop.id, name: "Web Shop" }),
    ]);
    const numbers = new Set([...world.directory.groups.values()].map(({ gidNumber }) => gidNumber));
    assert.ok(numbers.size === 2 && !numbers.has(20_000));

    await world.store.transaction((tx) => tx.teamMembers.withdraw(shop.memberId));
    await world.store.transaction((tx) => tx.teams.rename(ops.id, "Operations"));
    await world.run(id);
    await world.store.transaction((tx) => tx.teams.delete(ops.id));
    await world.run(id);

    const members = [...world.directory.groups.values()].map((group) => group.members.size);
    assert.deepEqual(members, [0, 0]);
  });

  it("disables who was withdrawn, and gives it all back to who returns", async () => {
    const { id, userId } = await world.want("mira");
    await aTeam(userId);
    await addKey(userId, "mine");
    await world.run(id);
    await world.store.transaction((tx) => tx.registrations.withdraw(id));
    await world.run(id);
    const off = world.directory.people.get("mira");
    assert.deepEqual(
      [off?.loginShell, off?.sshPublicKeys, off?.uidNumber],
      ["/usr/sbin/nologin", [], 20_000],
    );
    assert.deepEqual(
      [...world.directory.groups.values()].map(({ members }) => members.size),
      [0],
    );

    const { posix } = await world.get(id);
    await world.store.transaction(async (tx) => {
      await tx.registrations.invite(id);
      await tx.registrations.activateByTeams(id, { address: "mira@example.test", isVerified: true });
      if (posix !== undefined) await tx.registrations.requestPosix(id, posix);
    });
    await world.run(id);

    const on = world.directory.people.get("mira");
    assert.deepEqual([on?.loginShell, on?.sshPublicKeys.length], ["/bin/bash", 1]);
    assert.deepEqual(
      [...world.directory.groups.values()].map(({ members }) => members.size),
      [1],
    );
    assert.equal((await world.get(id)).state, "valid");
  });

  it("disables no entry that was never the person's", async () => {
    const { id } = await world.want("mira");
    const other = { uid: "mira", uidNumber: 999, gidNumber: 999, commonName: "M", surname: "M", mail: "" };
    world.directory.people.set("mira", {
      ...other,
      homeDirectory: "/",
      loginShell: "/bin/sh",
      sshPublicKeys: ["x"],
    });
    await world.store.transaction((tx) => tx.registrations.withdraw(id));

    await world.run(id);

    assert.equal(world.directory.people.get("mira")?.loginShell, "/bin/sh");
  });

  it("works on a registration alone; the job that died in it goes on", async () => {
    const { id } = await world.want("mira");
    const held = new Date(world.time.now().getTime() + 60_000);
    await world.store.transaction(({ leases }) =>
      leases.acquire(`directory/${id}`, "job-1", world.time.now(), held),
    );

    await assert.rejects(world.run(id, "job-2"), JobDelay);
    assert.equal(world.directory.people.size, 0);
    await world.run(id, "job-1");
    await world.run(id, "job-2");

    assert.equal(world.directory.people.size, 1);
  });

  it("is queued for whom it concerns, and again for who waits without one", async () => {
    const { id, userId } = await world.want("mira");
    const woken: string[] = [];
    const queue = (user: string) =>
      world.store.transaction((tx) => queueDirectoryOf(tx, user, (ids) => woken.push(...ids)));
    const requeue = () => world.store.transaction((tx) => requeueWaiting(tx));
    assert.equal(await requeue(), 1);
    assert.equal(await requeue(), 0);

    await queue("nobody");
    await queue(userId);

    assert.equal(woken.length, 1);
    const open = await world.store.read(({ jobs }) => jobs.listOpenTargets(DIRECTORY_JOB, [id]));
    assert.deepEqual([...open], [id]);
  });

  it("waits where there is no directory any more", async () => {
    const { id } = await world.want("mira");
    const run = { id: "job", targetId: id, payload: {}, attempt: 1, holder: "me" };
    const off = { directory: { ...world.deps, directory: undefined } };

    await assert.rejects(directoryJob().run({ ...run, signal: new AbortController().signal }, off), JobDelay);
  });
});

describe("a group's name", () => {
  const id = "01930000-0000-7000-8000-00000badcafe";
  for (const [name, expected] of [
    ["Web Shop", "web-shop-0badcafe"],
    ["ÄÖ & Töols", "ao-tools-0badcafe"],
    ["日本", "team-0badcafe"],
    ["42 things", "things-0badcafe"],
    ["a,ou=x+(uid=*)\\", "a-ou-x-uid-0badcafe"],
    ["a very long name that goes on and on", "a-very-long-name-tha-0badcafe"],
  ] as const)
    it(`of ${name} is ${expected}`, () => {
      assert.equal(toGroupName({ id, name }), expected);
    });
});
