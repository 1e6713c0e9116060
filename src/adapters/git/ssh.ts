import { writeFile } from "node:fs/promises";
import path from "node:path";
import { faults } from "../../core/errors.ts";
import type { GitRepository } from "./contract/index.ts";
import { nameOf } from "./failures.ts";
import { runProgram } from "./program.ts";

const SECONDS_TO_CONNECT = 15;
const PUBLIC_KEY = /^(?:ssh-|ecdsa-|sk-)[\w@.-]{1,60} [A-Za-z\d+/]{16,4000}={0,2}$/;

/** A host as known_hosts spells it. */
export function knownName({ host, port }: Pick<GitRepository, "host" | "port">): string {
  return port === undefined ? host : `[${host}]:${port}`;
}

/**
 * GIT_SSH_COMMAND for one run. The key and the host's keys are files in a folder of this run alone; nothing of the
 * machine's own ssh counts: neither its configuration, agent, keys nor known hosts.
 */
export async function prepareSsh(ssh: {
  readonly folder: string;
  readonly repository: GitRepository;
  readonly privateKey: string;
  readonly hostKeys: readonly string[];
  /** To which the name was resolved and checked; undefined for a host that needs no check. */
  readonly address: string | undefined;
}): Promise<string> {
  const { folder, repository, address } = ssh;
  const name = knownName(repository);
  const keyFile = path.join(folder, "key");
  const hostsFile = path.join(folder, "known_hosts");
  await writeFile(keyFile, `${ssh.privateKey.trimEnd()}\n`, { mode: 0o600, flag: "wx" });
  await writeFile(hostsFile, ssh.hostKeys.map((key) => `${name} ${key}\n`).join(""), { mode: 0o600 });
  const options = [
    ...["IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes", "PreferredAuthentications=publickey"],
    ...["StrictHostKeyChecking=yes", "GlobalKnownHostsFile=/dev/null", "UpdateHostKeys=no", "CheckHostIP=no"],
    ...["ForwardAgent=no", "ControlMaster=no", "ControlPath=none", "PermitLocalCommand=no"],
    ...[`ConnectTimeout=${SECONDS_TO_CONNECT}`, "ServerAliveInterval=15", "ServerAliveCountMax=4"],
    `UserKnownHostsFile=${quoteForSsh(hostsFile)}`,
    `HostKeyAlias=${name}`,
    ...(address === undefined ? [] : [`Hostname=${address}`]),
  ];
  const words = ["ssh", "-F", "/dev/null", "-i", keyFile, ...options.flatMap((option) => ["-o", option])];
  return words.map(quoteForShell).join(" ");
}

/** The keys that a host shows now: what a first contact is pinned to. Throws GIT_HOST_UNREACHABLE, GIT_NOT_INSTALLED. */
export async function scanHostKeys(
  repository: GitRepository,
  address: string | undefined,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { host, port = 22 } = repository;
  const timeoutMs = 2 * SECONDS_TO_CONNECT * 1_000;
  const end = await runProgram({
    program: "ssh-keyscan",
    args: [
      "-T",
      String(SECONDS_TO_CONNECT),
      "-p",
      String(port),
      "-t",
      "ed25519,ecdsa,rsa",
      "--",
      address ?? host,
    ],
    ...{ cwd: folder, env: {}, timeoutMs, silenceMs: timeoutMs, signal },
  });
  const lines = end.kind === "ended" ? end.stdout.split("\n") : [];
  const keys = lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" ").slice(1).join(" ").trim())
    .filter(isPublicKey);
  if (keys.length === 0)
    throw faults.GIT_HOST_UNREACHABLE({ host: nameOf(repository).split("/")[0] ?? host });
  return [...new Set(keys)].toSorted();
}

export function isPublicKey(text: string): boolean {
  return PUBLIC_KEY.test(text);
}

/** git hands the command to a shell. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** ssh splits the values of its options at blanks, and knows `%` and backslashes. */
function quoteForSsh(file: string): string {
  return `"${file.replaceAll("%", "%%")}"`;
}
