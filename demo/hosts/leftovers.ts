import { readdir, readFile } from "node:fs/promises";

/** Ends what runs with this folder as its home: what was started on a host outlives its connections. Linux alone knows. */
export async function endProcessesOf(home: string): Promise<void> {
  const names = await readdir("/proc").catch(() => []);
  for (const name of names) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    // It may be gone, or somebody else's.
    const environment = await readFile(`/proc/${name}/environ`, "latin1").catch(() => "");
    if (environment.split("\0").includes(`HOME=${home}`)) end(pid);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
