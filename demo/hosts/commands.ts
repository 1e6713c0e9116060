import { spawn } from "node:child_process";
import { userInfo } from "node:os";
import type { ServerChannel, Session } from "ssh2";

export interface Shell {
  readonly home: string;
  readonly searchPath: string;
}

/** Runs one command as sshd does: by a shell in a session of its own, with a clean environment. */
export function runCommand(session: Session, channel: ServerChannel, command: string, shell: Shell): void {
  const { username } = userInfo();
  const child = spawn("/bin/sh", ["-c", command], {
    cwd: shell.home,
    env: { HOME: shell.home, PATH: shell.searchPath, USER: username, LOGNAME: username, SHELL: "/bin/sh" },
    stdio: "pipe",
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  channel.on("error", () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  session.on("signal", (_accept, _reject, { name }) => signalGroup(child.pid, name));
  // Whoever left reads no more; the command finds its pipes broken, and is not ended.
  channel.once("close", () => {
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  });
  child.once("error", () => channel.close());
  child.once("close", (code, signal) => {
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal.replace(/^SIG/, ""));
    // An empty write is done when all before it is.
    channel.stderr.write("", () => channel.end());
  });
}

function signalGroup(pid: number | undefined, name: string): void {
  if (pid === undefined || !/^[A-Z\d]{2,8}$/.test(name)) return;
  try {
    process.kill(-pid, `SIG${name}`);
  } catch {
    // The group is gone, or there is no such signal.
  }
}
