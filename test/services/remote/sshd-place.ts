import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { RemoteAccess } from "../../../src/adapters/remote/index.ts";
import { makeRemote } from "../../adapters/remote/start-server.ts";
import type { Place } from "../../adapters/remote/suite/place.ts";
import { startSshd, type Sshd, type SshdOptions } from "../../../demo/hosts/sshd.ts";

const LIMITS = { graceSeconds: 1 };

export interface SshdPlace extends Place {
  readonly sshd: Sshd;
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** A real sshd as the suites take it. */
export async function startSshdPlace(options: SshdOptions = {}): Promise<SshdPlace> {
  const sshd = await startSshd(options);
  const remote = makeRemote({ limits: LIMITS });
  const access: RemoteAccess = {
    address: { host: "127.0.0.1", port: sshd.port, user: sshd.user },
    os: "linux",
    privateKeys: [sshd.privateKey],
    hostKey: fingerprintOf(sshd.hostKey),
  };
  return {
    ...{ sshd, remote, access },
    home: sshd.home,
    publicKey: sshd.publicKey,
    another: () => makeRemote({ limits: LIMITS }),
    // The process that serves the connection is the parent of the command's.
    cut: async () => {
      await remote
        .use(
          access,
          async (host) => {
            const { stdout } = await host.exec("echo $PPID", { timeoutMs: 5_000, mostBytes: 100 });
            const session = Number(stdout);
            if (/^sshd/.test(await readFile(`/proc/${String(session)}/comm`, "utf8")))
              process.kill(session, "SIGKILL");
          },
          { signal: new AbortController().signal },
        )
        .catch(() => undefined);
    },
    close: async () => {
      await remote.close();
      await sshd.close();
    },
  };
}
