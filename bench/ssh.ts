import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { RemoteAccess, RemoteHost } from "../src/adapters/remote/index.ts";
import { mapConcurrently } from "../src/core/concurrency.ts";
import { createMask } from "../src/core/mask.ts";
import { makeRemote } from "../test/adapters/remote/start-server.ts";
import { startSshd, type Sshd } from "../demo/hosts/sshd.ts";
import type { Benchmark, Finding } from "./support/finding.ts";
import { median } from "./support/statistics.ts";

const SESSIONS = 100;
const AT_ONCE = 32;
const ROUNDS = 5;
const MEGABYTES = 100;
const WARM_UP_MEGABYTES = 20;
const LINE = "0123456789 a line of a build that says what it does and passes on";
const SECRETS = Array.from({ length: 20 }, (_, index) => `secret-value-${String(index)}-of-an-environment`);
const CHUNK = 1_048_576;

const run = promisify(execFile);
const signal = new AbortController().signal;

/** Commands and output over SSH, to a real sshd on this machine. */
export const ssh: Benchmark = {
  title: `SSH: one command in each of ${String(SESSIONS)} sessions, ${String(AT_ONCE)} at once; ${String(MEGABYTES)} MB of output`,
  run: async () => {
    const sshd = await startSshd({ config: ["MaxStartups 300"] });
    try {
      return [...(await measureSessions(sshd)), ...(await measureOutput(sshd))];
    } finally {
      await sshd.close();
    }
  },
};

async function measureSessions(sshd: Sshd): Promise<readonly Finding[]> {
  const program = await prepareProgram(sshd);
  const [ours, theirs, shared]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(await timed(() => mapConcurrently(numbers(SESSIONS), AT_ONCE, () => program.command())));
      ours.push(await timed(() => inSessions(sshd, (index) => accessTo(sshd, index))));
      shared.push(await timed(() => inSessions(sshd, () => accessTo(sshd, 0))));
    }
  } finally {
    await program.remove();
  }
  const [own, reference, one] = [median(ours), median(theirs), median(shared)];
  return [
    { name: `${String(SESSIONS)} sessions, p50`, value: own, unit: "ms" },
    { name: `${String(SESSIONS)} times the program ssh`, value: reference, unit: "ms" },
    { name: "sessions : ssh", value: own / reference, unit: "×", aim: { atMost: 1.2 } },
    { name: `${String(SESSIONS)} commands in one session`, value: one, unit: "ms" },
  ];
}

/** A new client each time: nothing is left of the round before. */
async function inSessions(sshd: Sshd, access: (index: number) => RemoteAccess): Promise<void> {
  const remote = makeRemote({ limits: { connections: AT_ONCE } });
  await Promise.all(
    numbers(SESSIONS).map((index) =>
      remote.use(
        access(index),
        async (host) => {
          const { stdout } = await host.exec("echo $HOME", { timeoutMs: 60_000, mostBytes: 1_000 });
          if (stdout !== `${sshd.home}\n`) throw new Error("not what was asked for");
        },
        { signal },
      ),
    ),
  );
  await remote.close();
}

/** Accesses that differ share no session; what is no key is passed over. */
function accessTo(sshd: Sshd, index: number): RemoteAccess {
  return {
    address: { host: "127.0.0.1", port: sshd.port, user: sshd.user },
    os: "linux",
    privateKeys: [sshd.privateKey, `session ${String(index)}`],
    hostKey: "",
  };
}

interface Program {
  readonly command: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

async function prepareProgram(sshd: Sshd): Promise<Program> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-bench-"));
  const [key, hosts] = [path.join(folder, "key"), path.join(folder, "hosts")];
  await writeFile(key, sshd.privateKey, { mode: 0o600 });
  await writeFile(hosts, `[127.0.0.1]:${String(sshd.port)} ${sshd.hostKey}\n`);
  // What ssh2 agrees on with sshd. Left to itself ssh takes a key exchange that costs both sides 60 ms more.
  const options = [
    "KexAlgorithms=curve25519-sha256",
    "Ciphers=aes128-gcm@openssh.com",
    "IdentitiesOnly=yes",
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${hosts}`,
  ];
  const args = [
    ...[
      "-F",
      "/dev/null",
      "-i",
      key,
      "-p",
      String(sshd.port),
      ...options.flatMap((option) => ["-o", option]),
    ],
    ...[`${sshd.user}@127.0.0.1`, "echo $HOME"],
  ];
  return {
    command: async () => {
      const { stdout } = await run("ssh", args);
      if (stdout !== `${sshd.home}\n`) throw new Error("not what was asked for");
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** All that is said, masked as it comes; nothing is kept of it but a digest. */
async function measureOutput(sshd: Sshd): Promise<readonly Finding[]> {
  const remote = makeRemote();
  const measure = async (megabytes: number, read: Reader): Promise<Measured> => {
    const lines = Math.ceil((megabytes * 1_000_000) / (LINE.length + 1));
    const mask = createMask(SECRETS);
    const digest = createHash("sha256");
    const take = (chunk: Buffer): void => void digest.update(mask.push(chunk));
    const memory = watchMemory();
    const milliseconds = await timed(() =>
      remote.use(accessTo(sshd, 0), (host) => read(host, `yes '${LINE}' | head -n ${String(lines)}`, take), {
        signal,
      }),
    );
    digest.update(mask.flush());
    const grown = memory.stop();
    if (digest.digest("hex") !== digestOf(lines)) throw new Error("something was lost");
    return { milliseconds, megabytes: grown };
  };
  // So much goes into buffers and compiled code, however long the output is.
  await measure(WARM_UP_MEGABYTES, readCommand);
  await measure(WARM_UP_MEGABYTES, readRun);
  const direct = await measure(MEGABYTES, readCommand);
  const read = await measure(MEGABYTES, readRun);
  await remote.close();
  return [
    { name: `${String(MEGABYTES)} MB through a command and a mask`, value: direct.milliseconds, unit: "ms" },
    { name: "… memory above that after 20 MB", value: direct.megabytes, unit: "MB", aim: { atMost: 64 } },
    { name: `${String(MEGABYTES)} MB of a run, read and masked`, value: read.milliseconds, unit: "ms" },
    { name: "… memory above that after 20 MB", value: read.megabytes, unit: "MB", aim: { atMost: 64 } },
  ];
}

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

type Reader = (host: RemoteHost, script: string, take: (chunk: Buffer) => void) => Promise<void>;

async function readCommand(...[host, script, take]: Parameters<Reader>): Promise<void> {
  await host.exec(script, { timeoutMs: 300_000, mostBytes: 0, onOutput: take });
}

async function readRun(...[host, script, take]: Parameters<Reader>): Promise<void> {
  const order = { directory: "~", environment: {}, timeoutSeconds: 600, inactivitySeconds: 60 };
  const id = randomUUID();
  await host.startRun({ id, script, ...order });
  let reading = await host.readRun(id, 0, CHUNK);
  take(reading.chunk);
  while (reading.state === "running" || reading.nextOffset < reading.logBytes) {
    reading = await host.readRun(id, reading.nextOffset, CHUNK);
    take(reading.chunk);
  }
  await host.removeRun(id);
}

function digestOf(lines: number): string {
  const digest = createHash("sha256");
  for (let line = 0; line < lines; line += 1) digest.update(`${LINE}\n`);
  return digest.digest("hex");
}

function watchMemory(): { readonly stop: () => number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 10);
  return {
    stop: () => {
      clearInterval(timer);
      return (most - before) / 1_048_576;
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
