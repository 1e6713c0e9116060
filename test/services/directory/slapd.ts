import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "ldapts";
import { freePort } from "../../../demo/free-port.ts";
import { selfSigned } from "../../support/certificate.ts";

const PROGRAM = "/usr/sbin/slapd";
const SCHEMA = "/etc/ldap/schema";
const PASSWORD = "secret";

/** A directory server of our own on loopback, with a certificate for 127.0.0.1. */
export interface Slapd {
  readonly url: string;
  readonly caFile: string;
  /** What Ployst needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A client that may do everything. */
  root(): Promise<Client>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface SlapdOptions {
  /** With rfc2307bis posixGroup is auxiliary, so that a group can be one of names. */
  readonly groupStyle?: "rfc2307" | "rfc2307bis";
}

/** Skipped, and shown as such, where slapd is not installed; not where services are required. */
export const describeWithSlapd: Mocha.PendingSuiteFunction | Mocha.SuiteFunction =
  existsSync(PROGRAM) || process.env["REQUIRE_SERVICES"] === "1" ? describe : describe.skip;

// Lightweight openssh-lpk; Debian ships none.
const LPK = `
attributetype ( 1.3.6.1.4.1.24552.500.1.1.1.13 NAME 'sshPublicKey' EQUALITY octetStringMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )
objectclass ( 1.3.6.1.4.1.24552.500.1.1.2.0 NAME 'ldapPublicKey' SUP top AUXILIARY MAY ( sshPublicKey $ uid ) )
`;

const TREE = ["dc=team,dc=example", "ou=people,dc=team,dc=example", "ou=groups,dc=team,dc=example"];

export async function startSlapd({ groupStyle = "rfc2307" }: SlapdOptions = {}): Promise<Slapd> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-slapd-"));
  const port = await freePort();
  const url = `ldap://127.0.0.1:${String(port)}`;
  await writeConfig(folder, groupStyle);
  let running: ChildProcess | undefined;
  const root = async (): Promise<Client> => {
    const client = new Client({ url });
    await client.bind("cn=root,dc=team,dc=example", PASSWORD);
    return client;
  };
  const stop = async (): Promise<void> => {
    const ended = running;
    running = undefined;
    if (ended === undefined || ended.exitCode !== null) return;
    await new Promise((resolve) => {
      ended.once("exit", resolve);
      ended.kill("SIGTERM");
    });
  };
  const start = async (): Promise<void> => {
    // Its own output would keep a pipe open for as long as it lives.
    running = spawn(PROGRAM, ["-d", "0", "-h", url, "-f", path.join(folder, "slapd.conf")], {
      stdio: "ignore",
    });
    await untilAnswers(root);
  };
  await start();
  await plant(await root());
  return {
    url,
    caFile: path.join(folder, "certificate.pem"),
    environment: {
      LDAP_URL: url,
      LDAP_BIND_DN: "cn=root,dc=team,dc=example",
      LDAP_BIND_PASSWORD: PASSWORD,
      LDAP_PEOPLE_DN: "ou=people,dc=team,dc=example",
      LDAP_GROUPS_DN: "ou=groups,dc=team,dc=example",
      LDAP_GROUP_STYLE: groupStyle,
    },
    root,
    stop,
    start,
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeConfig(folder: string, groupStyle: "rfc2307" | "rfc2307bis"): Promise<void> {
  const { certificate, key } = selfSigned("127.0.0.1");
  const nis = await readFile(path.join(SCHEMA, "nis.schema"), "utf8");
  const bis = nis.replace(/(NAME 'posixGroup'[\s\S]*?)STRUCTURAL/, "$1AUXILIARY");
  const data = path.join(folder, "data");
  await mkdir(data);
  await writeFile(path.join(folder, "certificate.pem"), certificate);
  await writeFile(path.join(folder, "key.pem"), key, { mode: 0o600 });
  await writeFile(path.join(folder, "nis.schema"), groupStyle === "rfc2307" ? nis : bis);
  await writeFile(path.join(folder, "lpk.schema"), LPK);
  await writeFile(
    path.join(folder, "slapd.conf"),
    `
include ${SCHEMA}/core.schema
include ${SCHEMA}/cosine.schema
include ${folder}/nis.schema
include ${SCHEMA}/inetorgperson.schema
include ${folder}/lpk.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload unique
TLSCertificateFile ${folder}/certificate.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix "dc=team,dc=example"
rootdn "cn=root,dc=team,dc=example"
rootpw ${PASSWORD}
directory ${data}
maxsize 16777216
index objectClass,uid,uidNumber eq
overlay unique
unique_uri "serialize ldap:///ou=people,dc=team,dc=example?uidNumber?sub?(objectClass=posixAccount)"
access to * by dn.base="cn=reader,dc=team,dc=example" read by * auth
`,
  );
}

async function untilAnswers(root: () => Promise<Client>): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await (await root()).unbind();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function plant(client: Client): Promise<void> {
  const [suffix = "", people = "", groups = ""] = TREE;
  await client.add(suffix, { objectClass: ["top", "dcObject", "organization"], dc: "team", o: "Team" });
  await client.add(people, { objectClass: ["top", "organizationalUnit"], ou: "people" });
  await client.add(groups, { objectClass: ["top", "organizationalUnit"], ou: "groups" });
  await client.add("cn=reader,dc=team,dc=example", {
    objectClass: ["top", "organizationalRole", "simpleSecurityObject"],
    cn: "reader",
    userPassword: PASSWORD,
  });
  await client.unbind();
}
