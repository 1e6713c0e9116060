/** The processor time that the work takes of this process: on a busy machine it waits longer, and is charged no more. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
