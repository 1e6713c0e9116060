import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import {
  createDirectory,
  type Directory,
  type DirectoryPerson,
} from "../../../src/adapters/directory/index.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { describeWithSlapd, startSlapd, type Slapd } from "./slapd.ts";

const KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;

function directoryOf(env: Readonly<Record<string, string>>, answerMs?: number): Directory {
  const { directory } = loadConfig({ SECRETS_KEYS: KEYS, ...env });
  assert.ok(directory !== undefined);
  return createDirectory(directory, answerMs);
}

const MIRA: DirectoryPerson = {
  uid: "mira",
  uidNumber: 20_001,
  gidNumber: 20_001,
  commonName: "Mira Lindqvist",
  surname: "Lindqvist",
  mail: "mira@team.example",
  homeDirectory: "/home/mira",
  loginShell: "/bin/bash",
  sshPublicKeys: ["ssh-ed25519 AAAA mira@laptop"],
};
const TEAM = { name: "platform", gidNumber: 30_001 };

describeWithSlapd("the directory (slapd)", () => {
  let slapd: Slapd;
  let directory: Directory;

  before(async () => {
    slapd = await startSlapd();
    directory = directoryOf(slapd.environment);
  });
  after(async () => {
    await slapd.close();
  });

  const attributesOf = async (dn: string): Promise<Record<string, unknown>> => {
    const client = await slapd.root();
    const { searchEntries } = await client.search(dn, { scope: "base" });
    await client.unbind();
    return { ...searchEntries[0] };
  };

  it("gets a person as a POSIX account with keys", async () => {
    assert.equal(await directory.find("mira"), undefined);
    const outcome = await directory.add(MIRA);

    assert.deepEqual(outcome, { kind: "added", dn: "uid=mira,ou=people,dc=team,dc=example" });
    const entry = await attributesOf("uid=mira,ou=people,dc=team,dc=example");
    assert.deepEqual(entry["objectClass"], [
      "top",
      "person",
      "organizationalPerson",
      "inetOrgPerson",
      "posixAccount",
      "ldapPublicKey",
    ]);
    assert.equal(entry["gidNumber"], "20001");
    assert.equal(entry["homeDirectory"], "/home/mira");
    assert.equal(entry["userPassword"] ?? "none", "none");
    assert.deepEqual((await directory.find("mira"))?.sshPublicKeys, MIRA.sshPublicKeys);
  });

  it("says that an earlier try made it, and that a name or number is somebody else's", async () => {
    assert.equal((await directory.add(MIRA)).kind, "present");
    assert.equal((await directory.add({ ...MIRA, uidNumber: 20_002 })).kind, "uid-taken");
    assert.equal((await directory.add({ ...MIRA, uid: "mira2" })).kind, "number-taken");
    assert.equal(await directory.isNumberTaken(20_001), true);
    assert.equal(await directory.isNumberTaken(20_077), false);
  });

  it("makes one entry of many tries at once", async () => {
    const person = { ...MIRA, uid: "jon", uidNumber: 20_050, gidNumber: 20_050 };
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => directory.add(person)));

    assert.equal(outcomes.filter(({ kind }) => kind === "added").length, 1);
    assert.ok(outcomes.every(({ kind }) => kind === "added" || kind === "present"));
  });

  it("takes names as names, whatever is in them", async () => {
    for (const uid of ["*", "mira)(uid=*", "a,ou=people", 'q"+uid=x', "\\2a"])
      assert.equal(await directory.find(uid), undefined, uid);
    const odd = { ...MIRA, uid: "o,ou=x+y", uidNumber: 20_060, commonName: 'O\'Neil, "Bo" <b>' };
    assert.equal((await directory.add(odd)).kind, "added");
    assert.equal((await directory.find("o,ou=x+y"))?.uidNumber, 20_060);
  });

  it("changes keys one by one, and does nothing the second time", async () => {
    const keys = ["ssh-ed25519 AAAA mira@laptop", "ssh-ed25519 BBBB mira@desk"];

    assert.equal(await directory.setKeys("mira", keys), true);
    assert.equal(await directory.setKeys("mira", keys), true);
    assert.deepEqual([...((await directory.find("mira"))?.sshPublicKeys ?? [])].sort(), keys);
    await directory.setKeys("mira", keys.slice(1));
    assert.deepEqual((await directory.find("mira"))?.sshPublicKeys, keys.slice(1));
    assert.equal(await directory.setKeys("nobody", keys), false);
  });

  it("keeps a team's members in its group, and is safe to repeat", async () => {
    await directory.addMember(TEAM, "mira");
    await directory.addMember(TEAM, "jon");
    await directory.addMember(TEAM, "mira");
    const group = await attributesOf("cn=platform,ou=groups,dc=team,dc=example");
    assert.deepEqual(group["memberUid"], ["mira", "jon"]);
    assert.equal(await directory.isNumberTaken(30_001), true);
    await directory.removeMember(TEAM, "jon");
    await directory.removeMember(TEAM, "jon");
    await directory.removeMember({ name: "nosuch" }, "jon");

    assert.equal((await attributesOf("cn=platform,ou=groups,dc=team,dc=example"))["memberUid"], "mira");
  });

  it("disables without forgetting: no shell, no keys, no groups, the same numbers; and gives it back", async () => {
    assert.equal(await directory.disable("mira"), true);
    assert.equal(await directory.disable("mira"), true);
    const off = await directory.find("mira");
    assert.deepEqual(
      [off?.loginShell, off?.sshPublicKeys, off?.uidNumber],
      ["/usr/sbin/nologin", [], 20_001],
    );
    assert.deepEqual((await attributesOf("cn=platform,ou=groups,dc=team,dc=example"))["memberUid"] ?? [], []);

    await directory.enable("mira", "/bin/bash", MIRA.sshPublicKeys);

    assert.equal((await directory.find("mira"))?.loginShell, "/bin/bash");
  });

  it("is checked: nothing is wrong, a wrong password, a place that isn't there, no right to write", async () => {
    assert.deepEqual(await directory.check(), []);
    const wrong = directoryOf({ ...slapd.environment, LDAP_BIND_PASSWORD: "no" });
    assert.match((await wrong.check()).join(), /LDAP_BIND_DN or its password/);
    const elsewhere = directoryOf({ ...slapd.environment, LDAP_GROUPS_DN: "ou=x,dc=team,dc=example" });
    assert.match((await elsewhere.check()).join(), /LDAP_GROUPS_DN names ou=x/);
    const reader = directoryOf({
      ...slapd.environment,
      LDAP_BIND_DN: "cn=reader,dc=team,dc=example",
    });
    await assert.rejects(reader.add({ ...MIRA, uid: "no", uidNumber: 20_099 }), (error) =>
      isFault(error, "DIRECTORY_REFUSED"),
    );
  });

  it("is spoken to in secret where it should be, and only with a certificate that is trusted", async () => {
    const secret = { ...slapd.environment, LDAP_START_TLS: "true" };

    assert.deepEqual(await directoryOf({ ...secret, LDAP_CA_FILE: slapd.caFile }).check(), []);
    await assert.rejects(directoryOf(secret).find("mira"), (error) =>
      isFault(error, "DIRECTORY_UNREACHABLE"),
    );
  });

  it("that is down is tried again, and works when it is back", async () => {
    await slapd.stop();
    await assert.rejects(
      directory.find("mira"),
      (error) => isFault(error, "DIRECTORY_UNREACHABLE") && error.retryable,
    );
    await slapd.start();

    assert.equal((await directory.find("mira"))?.uidNumber, 20_001);
  });
});

describeWithSlapd("the directory (slapd) with groups of names", () => {
  let slapd: Slapd;
  before(async () => {
    slapd = await startSlapd({ groupStyle: "rfc2307bis" });
  });
  after(async () => {
    await slapd.close();
  });

  it("keeps members by name; the last one takes the group along", async () => {
    const directory = directoryOf(slapd.environment);
    await directory.add(MIRA);
    await directory.addMember(TEAM, "mira");
    await directory.addMember(TEAM, "jon");
    await directory.addMember(TEAM, "jon");
    assert.equal(await directory.isNumberTaken(30_001), true);

    await directory.removeMember(TEAM, "jon");
    await directory.disable("mira");

    assert.equal(await directory.isNumberTaken(30_001), false);
    await directory.addMember(TEAM, "jon");
    assert.equal(await directory.isNumberTaken(30_001), true);
  });
});

describe("a directory that says nothing", () => {
  it("is given up on", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    assert.ok(typeof address === "object" && address !== null);
    const directory = directoryOf(
      {
        LDAP_URL: `ldap://127.0.0.1:${String(address.port)}`,
        LDAP_BIND_DN: "cn=x,dc=y",
        LDAP_BIND_PASSWORD: "z",
        LDAP_PEOPLE_DN: "ou=p,dc=y",
      },
      50,
    );

    await assert.rejects(directory.find("mira"), (error) => isFault(error, "DIRECTORY_UNREACHABLE"));
    silent.close();
  });
});
