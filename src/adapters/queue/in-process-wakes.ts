import type { WakeSource } from "./contract.ts";

/** Wake-ups within one process: what is sent is heard at once. */
export function createInProcessWakes(): WakeSource {
  const listeners = new Set<(jobIds: readonly string[]) => void>();
  return {
    send(jobIds) {
      for (const wake of listeners) wake(jobIds);
    },
    listen(wake) {
      listeners.add(wake);
    },
    close() {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
